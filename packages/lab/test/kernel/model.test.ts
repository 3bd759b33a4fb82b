import * as fc from "fast-check";
import {
  applyPlan,
  ipvsadmLine,
  parseIpvsadmSave,
  parseThresholds,
  planIpvs,
  withThresholds,
  type IpvsOp,
  type IpvsTable,
} from "@piranha/lvs/ipvs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tables } from "../../../lvs/test/ipvs/arbitrary.ts";
import { sharedLab, type LabNode, type Network } from "../../src/index.ts";

const PLANS = 500;
const AT_ONCE = 25;
const SEED = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** What the kernel was told, and what the model says has become of it. */
type Step = { readonly ops: readonly IpvsOp[]; readonly table: IpvsTable; readonly refused: readonly string[] };

/** One kernel of its own, told plans and nonsense; the table goes from step to step. */
describe(`the model of the kernel (SEED=${SEED})`, () => {
  let net: Network<"router">;
  let router: LabNode;
  beforeAll(async () => {
    net = await (await sharedLab()).network({ name: "model", bridges: [], nodes: { router: { links: {} } } });
    router = net.nodes.router;
  });
  afterAll(() => net.close());

  /** Tells the kernel every step and reads the table after each. */
  async function tell(steps: readonly Step[]) {
    const script = steps.map(({ ops }) =>
      [
        `ipvsadm -R <<'END' 2>&1`,
        ...ops.map(ipvsadmLine),
        "END",
        "echo =table",
        "ipvsadm -Sn",
        "echo =limits",
        "ipvsadm -Ln --thresholds",
        "echo =step",
      ].join("\n"),
    );
    const said = await router.exec(["sh", "-s"], { stdin: `${script.join("\n")}\n`, timeoutMs: 120_000 });
    return said
      .split("=step\n")
      .slice(0, -1)
      .map((text) => {
        const [words = "", saved = "", limits = ""] = text.split(/=table\n|=limits\n/);
        const { table, unread } = parseIpvsadmSave(saved);
        expect(unread).toEqual([]);
        return {
          refused: words.split("\n").filter((line) => line.trim() !== ""),
          table: withThresholds(table, parseThresholds(limits)),
        };
      });
  }

  async function compare(steps: readonly Step[]) {
    for (let at = 0; at < steps.length; at += AT_ONCE) {
      const some = steps.slice(at, at + AT_ONCE);
      const seen = await tell(some);
      expect(seen).toHaveLength(some.length);
      for (const [index, { table, refused }] of some.entries()) {
        expect(seen[index]?.refused).toEqual(refused);
        expect(byKey(seen[index]?.table)).toEqual(byKey(table));
      }
    }
  }

  it(`agrees with the real one on ${PLANS} random plans, none of which the kernel refuses`, async () => {
    let actual: IpvsTable = new Map();
    const steps = fc.sample(tables, { numRuns: PLANS, seed: SEED }).map((desired): Step => {
      const ops = planIpvs(desired, actual);
      const { table, refused } = applyPlan(actual, ops);
      expect(refused).toEqual([]);
      expect(byKey(table)).toEqual(byKey(desired));
      actual = table;
      return { ops, table, refused: [] };
    });
    await compare([...steps, { ops: planIpvs(new Map(), actual), table: new Map(), refused: [] }]);
  });

  it("agrees with it on what it refuses, and in which words", async () => {
    let actual: IpvsTable = new Map();
    const pairs = fc.sample(fc.tuple(tables, tables, fc.infiniteStream(fc.nat())), { numRuns: 100, seed: SEED });
    const steps = pairs.map(([a, b, numbers]): Step => {
      const pool = [planIpvs(a, actual), planIpvs(b, actual), planIpvs(new Map(), actual), planIpvs(actual, a)].flat();
      const ops = pool
        .slice(0, 30)
        .map(() => pool[(numbers.next().value as number) % pool.length])
        .filter((op) => op !== undefined);
      const { table, refused } = applyPlan(actual, ops);
      actual = table;
      return { ops, table, refused: refused.map(({ refused: words }) => words) };
    });
    expect(steps.flatMap(({ refused }) => refused).length).toBeGreaterThan(100);
    await compare(steps);
  });
});

const byKey = (table: IpvsTable | undefined) =>
  Object.fromEntries(
    [...(table ?? [])].map(([key, { destinations, ...settings }]) => [
      key,
      { ...settings, destinations: Object.fromEntries(destinations) },
    ]),
  );
