import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ipAddressSchema, quotedTextSchema } from "../../src/config/index.ts";
import { editLvsCf, parseLvsCf, renderLvsCf, type Edit } from "../../src/lvs-cf/index.ts";
import { lvsConfig } from "../config/arbitrary.ts";

const FILE = `# The cluster in the cellar
serial_no = 7   # touched by hand
primary = 192.0.2.1

virtual web {
\tactive = 1
\taddress = 192.0.2.10 eth0:1 # public
\texpect = "OK"\t# short
\tserver a {
\t\taddress = 192.168.1.21
\t\tactive = 1
\t\t# weight = 3
\t}
\tserver b {
\t}
}
`;

function edited(text: string, ...edits: Edit[]): string {
  const result = editLvsCf(text, edits);
  if (result.kind !== "edited") throw new Error(result.message);
  expect(result.inPlace).toBe(true);
  return result.text;
}

/** The lines that two texts do not share. */
function changes(before: string, after: string): { gone: string[]; fresh: string[] } {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return { gone: old.filter((line) => !now.includes(line)), fresh: now.filter((line) => !old.includes(line)) };
}

const server = (name: string, field: "weight", value: number | undefined): Edit => ({
  kind: "server",
  virtual: "web",
  server: name,
  field,
  value,
});

describe("editLvsCf", () => {
  it("raises the serial number and keeps the comment behind it", () => {
    expect(changes(FILE, edited(FILE))).toEqual({
      gone: ["serial_no = 7   # touched by hand"],
      fresh: ["serial_no = 8   # touched by hand"],
    });
  });

  it("raises it by what it is told to, and not when an edit sets it", () => {
    expect(parseLvsCf((editLvsCf(FILE, [], 5) as { text: string }).text).config.global.serialNo).toBe(12);
    expect(editLvsCf("primary = 192.0.2.1\n", [], 0)).toMatchObject({ text: "primary = 192.0.2.1\n" });
    expect(edited(FILE, { kind: "global", field: "serialNo", value: 70 })).toContain("serial_no = 70   #");
  });

  it("replaces a value and leaves the blanks and the comment behind it", () => {
    const expect1 = quotedTextSchema.parse("# OK");
    const after = edited(FILE, { kind: "virtual", virtual: "web", field: "expect", value: expect1 });
    expect(changes(FILE, after).fresh).toContain('\texpect = "# OK"\t# short');
  });

  it("adds a directive behind the last one of its block, indented like it", () => {
    expect(changes(FILE, edited(FILE, server("a", "weight", 0))).fresh).toContain("\t\tweight = 0");
    expect(edited(FILE, server("a", "weight", 0))).toContain("\t\tactive = 1\n\t\tweight = 0\n\t\t# weight = 3\n");
    const before = edited(FILE, { kind: "virtual", virtual: "web", field: "floor", value: 50 });
    expect(before).toContain('\texpect = "OK"\t# short\n\tfloor = 50\n\tserver a {');
  });

  it("adds a directive to an empty block", () => {
    expect(edited(FILE, server("b", "weight", 4))).toContain("\tserver b {\n\t    weight = 4\n\t}");
  });

  it("removes a directive with its line", () => {
    const after = edited(FILE, { kind: "server", virtual: "web", server: "a", field: "active", value: undefined });
    expect(changes(FILE, after).gone).toContain("\t\tactive = 1");
    expect(after.split("\n").length).toBe(FILE.split("\n").length - 1);
  });

  it("keeps CR LF, a byte order mark and a missing line end", () => {
    const dos = `\uFEFF${FILE.trimEnd().replaceAll("\n", "\r\n")}`;
    const after = edited(dos, server("a", "weight", 2), { kind: "global", field: "preempt", value: true });
    expect(after).toContain("\uFEFF# The cluster");
    expect(after).toContain("primary = 192.0.2.1\r\npreempt = 1\r\n");
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(edited("primary = 192.0.2.1")).toBe("primary = 192.0.2.1\nserial_no = 1");
    expect(edited("# nothing yet\n")).toBe("serial_no = 1\n# nothing yet\n");
  });

  it("writes directives that may stand several times one to a line", () => {
    const hosts = (text: string) => parseLvsCf(text).config.global.witnesses;
    const three = hosts("witness = 192.0.2.254\nwitness = 192.0.2.253\nwitness = gw\n");
    const text = `${FILE}witness = 198.51.100.1 # old\n`;
    const after = edited(text, { kind: "global", field: "witnesses", value: three });
    expect(after).not.toContain("198.51.100.1");
    expect(hosts(after)).toEqual(three);
  });

  it("changes the directive that counts where there are two of them", () => {
    const after = edited(`${FILE}primary = 192.0.2.3\n`, { kind: "global", field: "monitorLinks", value: true });
    expect(parseLvsCf(after).config.global).toMatchObject({ primary: "192.0.2.3", monitorLinks: true });
  });

  it("writes the file anew where a change in place would mean something else, and says so", () => {
    const text = "# note\nvirtual web {\nserver a {\naddress = 10.0.0.1\n}\nport = 8080\n}\n";
    const result = editLvsCf(text, [{ kind: "virtual", virtual: "web", field: "port", value: undefined }]);
    expect(result).toMatchObject({ kind: "edited", inPlace: false });
    expect(result.kind === "edited" && result.config.virtualServers[0]).toEqual({
      name: "web",
      servers: [{ name: "a", address: "10.0.0.1", port: 80 }],
    });
  });

  it("answers with a reason where it cannot do it", () => {
    expect(editLvsCf(FILE, [server("c", "weight", 1)])).toEqual({
      kind: "notFound",
      message: "There is no real server of web called c.",
    });
    expect(editLvsCf(FILE, [{ kind: "virtual", virtual: "mail", field: "active", value: true }]).kind).toBe("notFound");
    const twice = FILE.replace("server b", "server a");
    expect(editLvsCf(twice, [server("a", "weight", 1)])).toEqual({
      kind: "ambiguous",
      message: "Rename one of the real servers of web called a (lines 9, 14) first.",
    });
    expect(editLvsCf(FILE, [server("a", "weight", -1)])).toEqual({
      kind: "invalid",
      message: "weight: Enter a weight, 0 to 65535.",
    });
    const many = Array.from({ length: 9 }, (_, at) => ipAddressSchema.parse(`192.0.2.${String(at)}`));
    expect(editLvsCf(FILE, [{ kind: "global", field: "witnesses", value: many }])).toEqual({
      kind: "invalid",
      message: "witness: At most 8 witnesses.",
    });
    expect(editLvsCf("serial_no = 2147483647\n", [])).toMatchObject({ kind: "invalid" });
  });

  it("does what it is asked to any file, and nothing else", () => {
    fc.assert(
      fc.property(
        lvsConfig,
        fc.nat(9),
        fc.integer({ min: 0, max: 65_535 }),
        fc.boolean(),
        (config, pick, weight, drain) => {
          const virtual = config.virtualServers.find(({ servers }) => servers.length > 0);
          const name = virtual?.servers[pick % virtual.servers.length]?.name;
          fc.pre(virtual !== undefined && name !== undefined);
          fc.pre(config.virtualServers.filter((other) => other.name === virtual.name).length === 1);
          fc.pre(virtual.servers.filter((other) => other.name === name).length === 1);
          fc.pre((config.global.serialNo ?? 0) < 2_147_483_647);
          const text = renderLvsCf(config).replaceAll("\n", "\n# note\n");
          const target = { kind: "server", virtual: virtual.name, server: name } as const;
          const result = editLvsCf(text, [
            { ...target, field: "weight", value: weight },
            { ...target, field: "drain", value: drain ? true : undefined },
          ]);
          if (result.kind !== "edited") throw new Error(result.message);
          const expected = structuredClone(config);
          const changed = expected.virtualServers[config.virtualServers.indexOf(virtual)]?.servers.find(
            (other) => other.name === name,
          );
          expected.global.serialNo = (config.global.serialNo ?? 0) + 1;
          if (changed) changed.weight = weight;
          if (changed && drain) changed.drain = true;
          if (changed && !drain) delete changed.drain;
          expect(result.config).toEqual(expected);
          expect(result.inPlace).toBe(true);
          expect(changes(text, result.text).gone.length).toBeLessThanOrEqual(3);
          expect(result.text.match(/^# note$/gm)?.length).toBe(text.match(/^# note$/gm)?.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
