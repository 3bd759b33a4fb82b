import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueQueue } from "../../src/daemons/nanny-due.ts";

describe("dueQueue", () => {
  it("hands things out in the order they are due, and none before it is due", () => {
    const times = fc.array(fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(times, times, fc.integer({ min: 0, max: 100 }), (first, second, nowMs) => {
        const queue = dueQueue(first.map((dueMs) => ({ dueMs })));
        for (const dueMs of second) queue.add({ dueMs });
        const taken: number[] = [];
        for (let thing = queue.take(nowMs); thing; thing = queue.take(nowMs)) taken.push(thing.dueMs);
        const all = [...first, ...second].sort((a, b) => a - b);
        expect(taken).toEqual(all.filter((dueMs) => dueMs <= nowMs));
        expect(queue.nextMs()).toBe(all.find((dueMs) => dueMs > nowMs));
      }),
    );
  });
});
