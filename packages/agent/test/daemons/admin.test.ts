import { describe, expect, it } from "vitest";
import { effectiveConfig } from "@piranha/lvs/config";
import { editLvsCf, parseLvsCf } from "@piranha/lvs/lvs-cf";
import { adminInputSchema, type AdminInput } from "../../src/control/answers.ts";
import { adminEdits } from "../../src/daemons/admin.ts";

const NOW_MS = Date.parse("2026-11-22T12:00:00Z");
const server = (name: string, at: number) => `server ${name} {\naddress = 10.0.0.${at}\nactive = 1\n}\n`;
const FILE = ["web", "ftp"]
  .map(
    (name, at) =>
      `virtual ${name} {\naddress = 192.0.2.${at + 1} eth0\nactive = 1\n${server("a", 1)}${server("b", 2)}}\n`,
  )
  .join("");
const { virtualServers } = effectiveConfig(parseLvsCf(FILE).config);

/** The real servers that are still active after a change, and what was said of it. */
function after(input: AdminInput): { active: string[]; text: string } {
  const wanted = adminEdits(adminInputSchema.parse(input), { virtualServers } as never, NOW_MS);
  if (wanted.kind === "refused") throw new Error(wanted.reasons.join());
  const edited = editLvsCf(FILE, wanted.edits);
  if (edited.kind !== "edited") throw new Error(edited.message);
  const active = edited.config.virtualServers.flatMap(({ name, servers }) =>
    servers.filter((one) => one.active).map((one) => `${name}/${one.name}`),
  );
  return { active, text: wanted.text };
}

const many = (...names: string[]): AdminInput["target"] => ({
  kind: "many",
  targets: names.map((name) => ({ virtual: name.split("/")[0] ?? "", server: name.split("/")[1] ?? "" })),
});

describe("adminEdits of many", () => {
  it("changes all that are named, in one edit of the file", () => {
    expect(after({ action: "deactivate", target: many("web/a", "ftp/b", "web/a") })).toEqual({
      active: ["web/b", "ftp/a"],
      text: "deactivated web/a, ftp/b",
    });
  });

  it("ends with a time like that of a single server", () => {
    const until = "2026-11-22T14:00:00Z";
    const edits = adminEdits(
      { action: "drain", target: many("web/a", "web/b"), until },
      { virtualServers } as never,
      NOW_MS,
    );
    expect(edits.kind === "edits" && edits.edits.filter(({ field }) => field === "until")).toHaveLength(2);
  });

  it("names twenty of them and counts the others", () => {
    const names = Array.from({ length: 25 }, (_, at) => `web/s${at}`);
    const edits = adminEdits({ action: "activate", target: many(...names) }, { virtualServers } as never, NOW_MS);
    expect(edits.kind === "edits" && edits.text).toMatch(/^activated web\/s0, .*web\/s19 and 5 more$/);
  });

  it("changes nothing when one of them does not exist", () => {
    const wanted = adminEdits({ action: "drain", target: many("web/a", "web/x") }, { virtualServers } as never, NOW_MS);
    expect(wanted.kind === "edits" && editLvsCf(FILE, wanted.edits)).toMatchObject({
      kind: "notFound",
      message: "There is no real server of web called x.",
    });
  });

  it("takes one to two thousand", () => {
    const target = (count: number) => ({
      action: "drain",
      target: many(...Array.from({ length: count }, () => "web/a")),
    });
    expect(adminInputSchema.safeParse(target(0)).success).toBe(false);
    expect(adminInputSchema.safeParse(target(2_000)).success).toBe(true);
    expect(adminInputSchema.safeParse(target(2_001)).success).toBe(false);
  });

  it("edits two thousand of ten thousand in a second or two of work", () => {
    const servers = Array.from({ length: 10 }, (_, at) => server(`s${at}`, at + 1)).join("");
    const large = Array.from({ length: 1000 }, (_, at) => `virtual v${at} {\nport = ${at + 1}\n${servers}}\n`).join("");
    const names = Array.from({ length: 2_000 }, (_, at) => `v${at >> 1}/s${at & 1}`);
    const wanted = adminEdits(
      { action: "deactivate", target: many(...names) },
      { virtualServers: [] } as never,
      NOW_MS,
    );
    const before = process.cpuUsage(); // not the clock: other tests run at the same time
    const edited = wanted.kind === "edits" ? editLvsCf(large, wanted.edits) : undefined;
    expect(edited).toMatchObject({ kind: "edited", inPlace: true });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(5_000);
  }, 60_000);
});
