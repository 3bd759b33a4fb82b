import { describe, expect, it } from "vitest";
import { world } from "./world.ts";

const server = (at: number) =>
  `server s${String(at)} {\naddress = 10.0.0.${String(at + 1)}\nactive = 1\nweight = 1\n}\n`;
const servers = Array.from({ length: 10 }, (_, at) => server(at)).join("");
const LARGE = `serial_no = 1\nprimary = 192.0.2.1\n${Array.from(
  { length: 1000 },
  (_, at) =>
    `virtual v${String(at)} {\nactive = 1\naddress = 10.1.${String(at >> 8)}.${String(at & 255)} eth0\nvip_nmask = 255.255.255.255\n${servers}}\n`,
).join("")}`;

/** Milliseconds of processor that work takes: other tests run at the same time. */
async function timed(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe("a draft of a thousand virtual servers of ten", () => {
  it("lists, changes, reviews and applies without a wait", async () => {
    const { draft, lefty, settled } = await world(LARGE);
    const { hash, value } = draft.virtuals.get("v500");
    const figures = {
      set: await timed(() => draft.virtuals.set({ id: "v500", hash, value: { ...value, floor: 50 } }, "anna")),
      setMany: await timed(() =>
        draft.virtuals.setMany({ ids: draft.virtuals.list().map(({ id }) => id), active: false }, "anna"),
      ),
      list: await timed(() => draft.virtuals.list()),
      summary: await timed(() => draft.summary()),
      follow: await timed(async () => {
        lefty.runs(LARGE.replace("serial_no = 1", "serial_no = 2").replace("weight = 1", "weight = 2"));
        await settled();
      }),
      review: await timed(() => draft.review.get()),
      apply: await timed(() => draft.review.apply({ draftVersion: draft.summary().version, note: "" }, "anna")),
    };
    expect(figures.list).toBeLessThan(200);
    expect(figures.set).toBeLessThan(1_000);
    expect(figures.follow).toBeLessThan(3_000);
    expect(figures.review).toBeLessThan(5_000);
    expect(draft.summary().changeCount).toBe(0);
  }, 60_000);
});
