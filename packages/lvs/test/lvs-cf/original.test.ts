import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LvsConfig } from "../../src/config/index.ts";
import { beyondOriginal, parseLvsCf, renderLvsCf } from "../../src/lvs-cf/index.ts";
import { lvsConfig } from "../config/arbitrary.ts";
import { originalVerdict } from "./original-reader.ts";
import { SAMPLES, sharedFile } from "./samples.ts";

type Probe = { readonly name: string; readonly input: string; readonly error?: string; readonly line?: number };

const refused = (config: LvsConfig) => {
  const text = renderLvsCf(config);
  return text !== "" && originalVerdict(text) !== undefined;
};

/** What is left of a configuration without the lines that only we understand. */
function withoutBeyond(config: LvsConfig): LvsConfig {
  const left = structuredClone(config) as unknown;
  for (const { path } of beyondOriginal(config).toReversed()) {
    let inner = left as Record<string, unknown>;
    for (const step of path.slice(0, -1)) inner = inner[String(step)] as Record<string, unknown>;
    if (Array.isArray(inner)) inner.splice(Number(path.at(-1)), 1);
    else Reflect.deleteProperty(inner, String(path.at(-1)));
  }
  return left as LvsConfig;
}

describe("beyondOriginal", () => {
  it("finds every line that the original's daemons refuse, and no other", () => {
    fc.assert(
      fc.property(lvsConfig, (config) => {
        expect(beyondOriginal(config).length > 0).toBe(refused(config));
        expect(refused(withoutBeyond(config))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("names the lines that only this program understands", () => {
    const text = [
      ...["keepalive = 0.25", "primary = 2001:db8::1", "cluster = web", "virtual web {", "address = 192.0.2.1 eth0:1"],
      ...["scheduler = mh", "sorry_server = 192.0.2.9:8080", "check page {", "kind = http", "}", "}"],
    ].join("\n");
    expect(beyondOriginal(parseLvsCf(text).config)).toEqual([
      { path: ["global", "primary"], line: "primary = 2001:db8::1" },
      { path: ["global", "keepaliveSeconds"], line: "keepalive = 0.25" },
      { path: ["global", "cluster"], line: "cluster = web" },
      { path: ["virtualServers", 0, "sorryServer"], line: "sorry_server = 192.0.2.9:8080" },
      { path: ["virtualServers", 0, "scheduler"], line: "scheduler = mh" },
      { path: ["virtualServers", 0, "checks", 0], line: "check page {" },
    ]);
  });
});

describe.skipIf(SAMPLES.length === 0)("the stand-in for the original (skipped: ../shared is not here)", () => {
  const probes = JSON.parse(sharedFile("original/oracle/c-parser-probes.json") ?? "[]") as Probe[];

  it.each(probes)("says what the original said to: $name", ({ input, error, line }) => {
    expect(originalVerdict(input)).toEqual(error === undefined ? undefined : { error, line });
  });

  it.each(SAMPLES.filter(({ text }) => originalVerdict(text) === undefined))(
    "accepts $name as we write it",
    ({ text }) => {
      expect(refused(parseLvsCf(text).config)).toBe(false);
    },
  );
});
