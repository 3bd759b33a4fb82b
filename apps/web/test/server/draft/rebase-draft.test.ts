import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lvsConfigSchema, type LvsConfig } from "@piranha/lvs/config";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import { changesBetween } from "../../../src/server/draft/changes.ts";
import { clashWords } from "../../../src/server/draft/clash.ts";
import { rebaseDraft } from "../../../src/server/draft/rebase-draft.ts";
import { TEXT } from "./world.ts";

const BASE = parseLvsCf(TEXT).config;

type Draft = { -readonly [Key in keyof LvsConfig]: LvsConfig[Key] };

const changed = (change: (config: Draft) => void, from = BASE): LvsConfig => {
  const config = structuredClone(from);
  change(config);
  return lvsConfigSchema.parse(config);
};

const virtual = ({ virtualServers }: LvsConfig, at: number) => virtualServers[at] ?? fail();
const server = (config: LvsConfig, at: number, place: number) => virtual(config, at).servers[place] ?? fail();
const fail = (): never => {
  throw new Error("not there");
};

/** Small changes, each of another field or block. */
const CHANGES: ((config: Draft) => void)[] = [
  (config) => (config.global.keepaliveSeconds = 3),
  (config) => (config.global.deadtimeSeconds = 30),
  (config) => (config.global.monitorLinks = true),
  (config) => (virtual(config, 0).scheduler = "rr"),
  (config) => (virtual(config, 0).floor = 40),
  (config) => (virtual(config, 1).port = 26),
  (config) => (server(config, 0, 0).weight = 7),
  (config) => (server(config, 0, 0).active = false),
  (config) => (server(config, 0, 1).drain = true),
  (config) =>
    (virtual(config, 0).checks = lvsConfigSchema.shape.virtualServers.element.parse({
      name: "x",
      servers: [],
      checks: [{ kind: "tcp", name: "port" }],
    }).checks),
];

/** Any configuration that somebody could have made of the base: changes, and blocks that come, go and move. */
const edited = fc
  .tuple(
    fc.subarray(CHANGES),
    fc.nat(3),
    fc.constantFrom("none", "add", "remove", "move", "rename", "addServer", "removeServer"),
  )
  .map(([changes, at, shape]) =>
    changed((config) => {
      for (const change of changes) change(config);
      const list = config.virtualServers;
      const fresh = parseLvsCf(`virtual new${String(at)} {\nport = ${String(90 + at)}\nserver a {\n}\n}\n`).config
        .virtualServers;
      if (shape === "add") list.splice(at % 3, 0, ...fresh);
      if (shape === "remove") list.splice(at % 2, 1);
      if (shape === "move") list.reverse();
      if (shape === "rename") Object.assign(virtual(config, at % 2), { name: `other${String(at)}` });
      if (shape === "addServer") virtual(config, 1).servers.push(...(fresh[0]?.servers ?? []));
      if (shape === "removeServer") virtual(config, 0).servers.splice(at % 2, 1);
    }),
  );

describe("rebaseDraft", () => {
  it("follows the base exactly where the draft changed nothing", () => {
    fc.assert(
      fc.property(edited, (next) => {
        expect(rebaseDraft(BASE, next, BASE)).toEqual({ config: next, clashes: [] });
      }),
    );
  });

  it("changes nothing on a base that did not move", () => {
    fc.assert(
      fc.property(edited, (draft) => {
        expect(rebaseDraft(BASE, BASE, draft)).toEqual({ config: draft, clashes: [] });
      }),
    );
  });

  it("has nothing left to do where both sides did the same", () => {
    fc.assert(
      fc.property(edited, (both) => {
        expect(rebaseDraft(BASE, both, both)).toEqual({ config: both, clashes: [] });
      }),
    );
  });

  it("gives the same whoever comes first, where the changes have nothing to do with each other", () => {
    fc.assert(
      fc.property(fc.subarray(CHANGES), fc.subarray(CHANGES), (mine, all) => {
        const yours = all.filter((change) => !mine.includes(change));
        const made = (changes: readonly ((config: Draft) => void)[]) =>
          changed((config) => changes.forEach((change) => change(config)));
        const [ours, theirs, both] = [made(mine), made(yours), made([...mine, ...yours])];
        expect(rebaseDraft(BASE, theirs, ours)).toEqual({ config: both, clashes: [] });
        expect(rebaseDraft(BASE, ours, theirs)).toEqual({ config: both, clashes: [] });
      }),
    );
  });

  it("always gives a configuration, and never loses what the draft alone changed in a field", () => {
    fc.assert(
      fc.property(edited, edited, (theirs, ours) => {
        const { config, clashes } = rebaseDraft(BASE, theirs, ours);
        expect(lvsConfigSchema.safeParse(config).success).toBe(true);
        if (clashes.length === 0 && changesBetween(BASE, theirs).length === 0) expect(config).toEqual(ours);
        for (const field of ["keepaliveSeconds", "deadtimeSeconds", "monitorLinks"] as const)
          if (ours.global[field] !== BASE.global[field]) expect(config.global[field]).toBe(ours.global[field]);
      }),
    );
  });

  it("takes the serial number of the base, whatever the draft says", () => {
    const theirs = changed(({ global }) => (global.serialNo = 12));
    const ours = changed((config) => (virtual(config, 0).scheduler = "rr"));
    expect(rebaseDraft(BASE, theirs, ours)).toMatchObject({ config: { global: { serialNo: 12 } }, clashes: [] });
  });

  it("carries a change over to what the draft has renamed", () => {
    const theirs = changed((config) => (server(config, 0, 1).active = false));
    const ours = changed((config) => Object.assign(virtual(config, 0), { name: "shop", floor: 20 }));
    const { config, clashes } = rebaseDraft(BASE, theirs, ours);
    expect(clashes).toEqual([]);
    expect(virtual(config, 0)).toMatchObject({
      name: "shop",
      floor: 20,
      servers: [{ active: true }, { active: false }],
    });
  });

  it("keeps the draft's value where both changed one field, and says so in words", () => {
    const theirs = changed((config) => Object.assign(server(config, 0, 1), { active: false, weight: 9 }));
    const ours = changed((config) => Object.assign(server(config, 0, 1), { weight: 5, drain: true }));
    const { config, clashes } = rebaseDraft(BASE, theirs, ours);
    expect(server(config, 0, 1)).toMatchObject({ active: false, weight: 5, drain: true });
    const at = new Date(2026, 10, 22, 14, 2).getTime();
    expect(clashes.map((clash) => clashWords(clash, "piranha", at))).toEqual([
      "number2 of web was deactivated and changed (weight: 1 → 9) by piranha at 14:02; your draft sets weight and drain of it",
    ]);
  });

  it("says so where one side removed what the other one changed, and where both added one name", () => {
    const gone = changed(({ virtualServers }) => virtualServers.pop());
    const busy = changed((config) => (virtual(config, 1).port = 26));
    const said = (theirs: LvsConfig, ours: LvsConfig) =>
      rebaseDraft(BASE, theirs, ours).clashes.map((clash) => clashWords(clash, "lefty", 0).replace(/\d\d:\d\d/, "…"));
    expect(said(busy, gone)).toEqual(["mail was changed (port: 25 → 26) by lefty at …; your draft removes it"]);
    expect(said(gone, busy)).toEqual(["mail was removed by lefty at …; your draft sets port of it"]);
    expect(rebaseDraft(BASE, gone, busy).config.virtualServers).toHaveLength(2);
    const dns = (port: number) =>
      changed((config) =>
        config.virtualServers.push(...parseLvsCf(`virtual dns {\nport = ${String(port)}\n}\n`).config.virtualServers),
      );
    expect(said(dns(53), dns(54))).toEqual([
      "dns was added by lefty at …; your draft has one of that name, which stays",
    ]);
  });
});
