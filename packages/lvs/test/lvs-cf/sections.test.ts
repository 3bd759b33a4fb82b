import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockIds, matchBlocks, renderLvsCf, sectionsOf, unreadOf } from "../../src/lvs-cf/index.ts";
import { lvsConfig } from "../config/arbitrary.ts";
import { SAMPLES } from "./samples.ts";

describe("sectionsOf", () => {
  it("has every line of every file once, in its section", () => {
    for (const { text } of SAMPLES) {
      const lines = sectionsOf(text).flatMap((section) => section.lines);
      const all = text.replace(/\n$/, "").split("\n");
      expect(lines.map(({ line }) => line).sort((a, b) => a - b)).toEqual(all.map((_, at) => at + 1));
      expect(lines.every(({ line, text: words }) => words === all[line - 1]?.replace(/\r$/, ""))).toBe(true);
    }
  });

  it("tells the head from the blocks", () => {
    fc.assert(
      fc.property(lvsConfig, (config) => {
        const sections = sectionsOf(renderLvsCf(config));
        const kinds = [...config.failoverServices.map(() => "failover"), ...config.virtualServers.map(() => "virtual")];
        expect(sections.map(({ kind }) => kind)).toEqual(["global", ...kinds]);
        expect(sections.slice(1).every(({ lines }) => lines.at(-1)?.text === "}")).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe("matchBlocks", () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  const match = (old: string[], next: string[], alike = true) =>
    matchBlocks(named(...old), named(...next), () => alike);

  it("goes by names, and by place where one name went and another came", () => {
    expect(match(["a", "b"], ["b", "a"])).toEqual([1, 0]);
    expect(match(["a", "b", "c"], ["a", "x", "c"])).toEqual([0, 1, 2]);
    expect(match(["a", "b", "c"], ["a", "x", "c"], false)).toEqual([0, undefined, 2]);
    expect(match(["a", "c"], ["a", "b", "c"])).toEqual([0, undefined, 1]);
  });

  it("tells blocks of one name apart by a number", () => {
    expect(blockIds(named("a", "b", "a"))).toEqual(["a", "b", "a#2"]);
    expect(match(["a", "a"], ["a", "a", "a"])).toEqual([0, 1, undefined]);
  });
});

describe("unreadOf", () => {
  it("names the lines that are not read, and counts the comments", () => {
    const text = "# a\nserial_no = 1\nfrobnicate = 1\nvirtual web {\n  # b\n  prot = 25\n}\n";
    expect(unreadOf(text)).toEqual({
      lines: [
        { line: 3, text: "frobnicate = 1" },
        { line: 6, text: "prot = 25" },
      ],
      comments: 2,
    });
  });
});
