import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseLvsCf, renderLvsCf } from "../../src/lvs-cf/index.ts";
import { dump, withOurQuotes } from "./dump.ts";
import { GUI_REWRITES, SAMPLES, sharedFile } from "./samples.ts";

type Probe = { readonly name: string; readonly input: string; readonly ok?: readonly string[] };

const corpus = sharedFile("original/oracle/c-parser-corpus.txt");
const probes = JSON.parse(sharedFile("original/oracle/c-parser-probes.json") ?? "[]") as Probe[];

/** Dumps of the original parser by file name, of the files it accepts. */
const ACCEPTED = new Map(
  (corpus ?? "")
    .split(/^== /m)
    .map((part): [string, string[]] => {
      const [name = "", ...lines] = part.trimEnd().split("\n");
      return [name, lines];
    })
    .filter(([, lines]) => lines[0]?.startsWith("OK ")),
);

/** Files the GUI damaged or kept a word of that means a number: `port = http`, a block doubled, a server switched on. */
const NOT_CANONICAL = ["02-upstream-sample-annotated-lvs-and-fos.cf"];

describe.skipIf(SAMPLES.length === 0)("real files (skipped: ../shared/samples is not here)", () => {
  it.each(SAMPLES.filter(({ name }) => ACCEPTED.has(name)))(
    "$name means what it meant to the original",
    ({ name, text }) => {
      expect(dump(parseLvsCf(text).config)).toEqual(ACCEPTED.get(name));
    },
  );

  it.each(
    [
      ...GUI_REWRITES,
      ...SAMPLES.filter(({ name, text }) => GUI_REWRITES.some((gui) => gui.name === name && gui.text === text)),
    ].filter(({ name }) => !NOT_CANONICAL.includes(name)),
  )("$name, as the original's GUI wrote it, comes back byte for byte", ({ text }) => {
    const { config, problems } = parseLvsCf(text);
    expect(renderLvsCf(config)).toBe(text);
    expect(problems.filter(({ message }) => /GUI|original/.test(message) && !/would have used/.test(message))).toEqual(
      [],
    );
  });
});

describe.skipIf(probes.length === 0)("questions put to the original (skipped: ../shared/original is not here)", () => {
  /** Where the meaning differs on purpose; docs/decisions/0010 says why. */
  const DIFFERENT = [
    "crlf all",
    "crlf 6 lines",
    "crlf with virtual",
    "neg",
    "huge",
    "emptystr num",
    "hbport 70000",
    "vip mask noncontig",
  ];
  const accepted = probes.filter(({ ok }) => ok !== undefined);

  it.each(accepted.filter(({ name }) => !DIFFERENT.includes(name)))("$name: the same answer", ({ input, ok = [] }) => {
    const { config, problems } = parseLvsCf(input);
    expect(dump(config)).toEqual(ok.map(withOurQuotes));
    // An enabled backup without addresses is a mistake that only the original's pulse noticed, and later.
    const errors = problems.filter(
      ({ severity, message }) => severity === "error" && !/^Write (primary|backup) =/.test(message),
    );
    expect(errors).toEqual([]);
  });

  it.each(accepted.filter(({ name }) => DIFFERENT.includes(name)))("$name: a different one", ({ input, ok = [] }) => {
    const { config, problems } = parseLvsCf(input);
    expect(dump(config)).not.toEqual(ok.map(withOurQuotes));
    expect(problems).not.toEqual([]);
  });

  it("explains every difference in a decision", () => {
    const page = new URL("../../../../docs/decisions/0010-reading-lvs-cf.md", import.meta.url);
    const text = existsSync(page) ? readFileSync(page, "utf8") : "";
    const explained = [...text.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name);
    expect(explained).toEqual(DIFFERENT);
  });
});
