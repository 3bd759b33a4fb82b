import { describe, expect, it } from "vitest";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import type { DraftStore } from "../../../src/server/draft/draft-store.ts";
import { refusal, TEXT, world } from "./world.ts";

// what Vitest gives for these is any
const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** Changes the weight of a server of web, and says which version that made. */
async function reweigh(draft: DraftStore, weight: number, author = "anna"): Promise<number> {
  const { hash, value } = draft.virtuals.get("web");
  const servers = value.servers.map((server) => ({ ...server, weight }));
  return (await draft.virtuals.set({ id: "web", hash, value: { ...value, servers } }, author)).draftVersion;
}

describe("review", () => {
  it("shows changes, lines, plans, problems and risks of what would be installed", async () => {
    const { draft, righty } = await world(TEXT, {
      connectionsOf: (id, server) => (id === "web" && server === "number2" ? 12 : null),
    });
    const web = draft.virtuals.get("web");
    const [first] = web.value.servers;
    const address = { address: "192.0.2.20", device: "eth0:1" };
    const moved = { ...web.value, address, servers: first ? [first] : [] };
    await draft.virtuals.set({ id: "web", hash: web.hash, value: moved }, "anna");
    righty.fallSilent();
    const review = await draft.review.get();
    expect(review).toMatchObject({
      draftVersion: draft.summary().version,
      base: { serialNo: 7 },
      serialNo: 8,
      conflicts: [],
    });
    expect(review.changes.map(({ text }) => text)).toEqual([
      "address: 192.0.2.10 eth0:1 → 192.0.2.20 eth0:1",
      "removed: 10.0.0.2",
    ]);
    expect(review.diff.map(({ block }) => block)).toEqual(["global", "virtual web"]);
    expect(review.risky).toEqual([
      "web moves from 192.0.2.10 on eth0:1 to 192.0.2.20 on eth0:1: whoever is connected to the old address is cut off.",
    ]);
    expect(review.routers).toMatchObject([
      { name: "lefty", kind: "plan" },
      { name: "righty", kind: "unreachable", words: "silent for 2.5 s" },
    ]);
    expect(review.connections).toEqual([{ part: "server web/number2", count: 12 }]);
    expect(review.text).toContain("# what the shop sells\nvirtual web {");
    expect(review.problems.every(({ severity }) => severity === "warning")).toBe(true);
  });

  it("has nothing to show where nothing differs", async () => {
    const { draft } = await world();
    expect(await draft.review.get()).toMatchObject({ changes: [], diff: [], risky: [], connections: [], serialNo: 7 });
  });
});

describe("apply", () => {
  it("installs on the standby first, then on the router that serves, and keeps comments", async () => {
    const { draft, lefty, righty } = await world();
    const order: string[] = [];
    lefty.onChange(() => order.push("lefty"));
    righty.onChange(() => order.push("righty"));
    const draftVersion = await reweigh(draft, 5);
    const applied = await draft.review.apply({ draftVersion, note: "more for all" }, "anna");
    expect(applied).toMatchObject({
      author: "anna",
      serialNo: 8,
      results: [
        { router: "righty", kind: "runs", serialNo: 8 },
        { router: "lefty", kind: "runs", serialNo: 8 },
      ],
    });
    expect(order).toEqual(["righty", "lefty"]);
    expect(lefty.text()).toBe(TEXT.replace("serial_no = 7", "serial_no = 8").replaceAll("weight = 1", "weight = 5"));
    expect(righty.text()).toBe(lefty.text());
    expect(draft.summary()).toMatchObject({
      changeCount: 0,
      lastEdit: null,
      base: { serialNo: 8, sha256: applied.sha256 },
    });
    expect((await draft.revisions.list()).entries[0]).toMatchObject({
      id: applied.revisionId,
      kind: "apply",
      note: "more for all",
      results: applied.results,
    });
    expect(draft.review.running()).toBeNull();
  });

  it("takes a serial number above every one there is", async () => {
    const { draft, righty, settled } = await world();
    righty.runs(TEXT.replace("serial_no = 7", "serial_no = 41"));
    await settled();
    const applied = await draft.review.apply({ draftVersion: await reweigh(draft, 2), note: "" }, "anna");
    expect(applied).toMatchObject({ serialNo: 42, results: [{ kind: "runs" }, { kind: "runs" }] });
  });

  it("refuses a draft that is not the one that was looked at, whoever changed it", async () => {
    const { draft, lefty } = await world();
    const draftVersion = await reweigh(draft, 5);
    await reweigh(draft, 6, "berta");
    const refused = await refusal(draft.review.apply({ draftVersion, note: "" }, "anna"));
    expect(refused).toMatchObject({ code: "CONFLICT", facts: { changedBy: { author: "berta" } } });
    expect(refused.message).toBe("berta changed the draft just now. Nothing was done; look at it again first.");
    lefty.runs(TEXT.replace("serial_no = 7", "serial_no = 8").replace("port = 25", "port = 26"));
    const moved = await refusal(draft.review.apply({ draftVersion: draftVersion + 1, note: "" }, "anna"));
    expect(moved.message).toMatch(/^lefty changed the draft just now/);
    expect(lefty.asked).toEqual([]);
  });

  it("refuses errors, and an apply that would do nothing", async () => {
    const { draft } = await world();
    const { version } = draft.summary();
    const nothing = await refusal(draft.review.apply({ draftVersion: version, note: "" }, "anna"));
    expect(nothing.message).toBe("There is nothing to apply: every router runs what the draft says.");
    const broken = TEXT.replace("     address = 192.0.2.10 eth0:1\n", "");
    const taken = await draft.imports.take({ text: broken, draftVersion: version }, "anna");
    const wrong = await refusal(draft.review.apply({ draftVersion: taken.version, note: "" }, "anna"));
    expect(wrong).toMatchObject({ code: "PRECONDITION_FAILED" });
    expect(wrong.message).toMatch(/^Nothing was applied. Line \d+: /);
    expect(draft.summary().problems.errors).toBe(1);
  });

  it("moves on with one router when the other is silent, and says so", async () => {
    const { draft, lefty, righty } = await world();
    righty.fallSilent();
    const applied = await draft.review.apply({ draftVersion: await reweigh(draft, 5), note: "" }, "anna");
    expect(applied.results).toMatchObject([
      { router: "righty", kind: "unreachable", words: "silent for 2.5 s" },
      { router: "lefty", kind: "runs" },
    ]);
    expect(draft.summary().changeCount).toBe(0);
    righty.speak();
    const later = await draft.review.apply(
      { draftVersion: draft.summary().version, note: "bring it along", only: ["righty"] },
      "anna",
    );
    expect(later).toMatchObject({ serialNo: 8, results: [{ router: "righty", kind: "runs" }] });
    expect(righty.text()).toBe(lefty.text());
  });

  it("keeps the draft as it was when no router takes it", async () => {
    const { draft, lefty, righty } = await world();
    lefty.mishap("refuses");
    righty.mishap("nobody there");
    const draftVersion = await reweigh(draft, 5);
    const applied = await draft.review.apply({ draftVersion, note: "" }, "anna");
    expect(applied).toMatchObject({
      revisionId: null,
      results: [
        { router: "righty", kind: "unreachable", words: containing("no agent listens there") },
        { router: "lefty", kind: "refused", reasons: ["eth0:1 is no interface of this router"] },
      ],
    });
    expect(draft.summary()).toMatchObject({ version: draftVersion, changeCount: 2, base: { serialNo: 7 } });
    expect(await draft.review.last()).toEqual(applied);
  });

  it("does not lose the draft when only the standby took it", async () => {
    const { draft, lefty, righty, settled } = await world();
    lefty.mishap("refuses");
    await draft.review.apply({ draftVersion: await reweigh(draft, 5), note: "" }, "anna");
    lefty.pulse("active");
    await settled();
    expect(draft.summary()).toMatchObject({ changeCount: 0, base: { serialNo: 8 } });
    expect(draft.virtuals.get("web").value.servers[0]?.weight).toBe(5);
    expect(parseLvsCf(righty.text() ?? "").config.global.serialNo).toBe(8);
  });

  it("reads back what came of an install that was cut off, and never repeats it", async () => {
    const { draft, lefty, righty } = await world();
    righty.mishap("cut off after");
    lefty.mishap("cut off before");
    const applied = await draft.review.apply({ draftVersion: await reweigh(draft, 5), note: "" }, "anna");
    expect(applied.results).toMatchObject([
      { router: "righty", kind: "runs", warnings: [matching(/^the answer was lost/)] },
      { router: "lefty", kind: "unknown", words: containing("does not run serial_no 8 now") },
    ]);
    expect([lefty.asked, righty.asked]).toEqual([[8], [8]]);
  });

  it("says that it does not know, and follows when the router is back", async () => {
    const { draft, lefty, settled } = await world();
    lefty.mishap("cut off for good");
    const input = { draftVersion: await reweigh(draft, 5), note: "", only: ["lefty"] };
    const applied = await draft.review.apply(input, "anna");
    expect(applied.results).toMatchObject([{ kind: "unknown", words: containing("does not say what it runs now") }]);
    expect(draft.summary()).toMatchObject({ changeCount: 2, base: { serialNo: 7 } });
    lefty.speak();
    await settled();
    expect(draft.summary()).toMatchObject({ changeCount: 0, base: { serialNo: 8 } });
    expect((await draft.revisions.list()).entries.map(({ kind }) => kind)).toEqual(["apply", "outside"]);
  });

  it("is one at a time, can be watched, and leaves edits made meanwhile", async () => {
    const { draft, lefty, righty, again } = await world();
    let go: () => void = () => undefined;
    lefty.hold(
      new Promise<void>((resolve) => {
        go = resolve;
      }),
    );
    const draftVersion = await reweigh(draft, 5);
    const applying = draft.review.apply({ draftVersion, note: "" }, "anna");
    const second = await refusal(draft.review.apply({ draftVersion, note: "" }, "berta"));
    expect(second.message).toBe("anna is applying the draft right now. Wait for it to end.");
    await expect.poll(() => draft.review.running()?.routers[0]?.result?.kind).toBe("runs");
    expect(draft.review.running()).toMatchObject({
      author: "anna",
      serialNo: 8,
      routers: [{ name: "righty" }, { name: "lefty", result: null }],
    });
    await reweigh(draft, 6, "berta");
    go();
    const applied = await applying;
    expect(applied.results.map(({ kind }) => kind)).toEqual(["runs", "runs"]);
    expect(draft.summary()).toMatchObject({ changeCount: 2, lastEdit: { author: "berta" }, base: { serialNo: 8 } });
    expect(parseLvsCf(righty.text() ?? "").config.virtualServers[0]?.servers[0]?.weight).toBe(5);
    expect(await (await again()).review.last()).toMatchObject({ serialNo: 8, results: applied.results });
  });
});
