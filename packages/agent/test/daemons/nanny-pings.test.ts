import { describe, expect, it, vi } from "vitest";
import type { HostAnswer } from "@piranha/lvs/nanny";
import { startPings } from "../../src/daemons/nanny-pings.ts";

/** A ping whose answers the test gives. */
function heldPing() {
  const asked: string[] = [];
  const answers: ((host: HostAnswer) => void)[] = [];
  const ping = (address: string) => {
    asked.push(address);
    return new Promise<HostAnswer>((resolve) => answers.push(resolve));
  };
  return { asked, answer: (host: HostAnswer) => answers.shift()?.(host), ping };
}
const host = (at: number) => `10.0.${at >> 8}.${at & 255}`;

describe("startPings", () => {
  it("asks a host once, however many want to know, and tells all of them", async () => {
    const { asked, answer, ping } = heldPing();
    const pings = startPings(ping);
    const told: HostAnswer[] = [];
    for (let at = 0; at < 3; at++) pings.explain("10.0.0.1", (host) => told.push(host));
    answer("silent");
    await vi.waitFor(() => expect(told).toEqual(["silent", "silent", "silent"]));
    expect(asked).toEqual(["10.0.0.1"]);
  });

  it("asks a few hosts at a time, and gives up explaining when everything fails at once", async () => {
    const { asked, answer, ping } = heldPing();
    const pings = startPings(ping);
    let told = 0;
    for (let at = 0; at < 500; at++) pings.explain(host(at), () => told++);
    expect(asked).toHaveLength(8);
    for (let at = 0; at < 500; at++) {
      answer("answers");
      await Promise.resolve();
      await Promise.resolve();
    }
    await vi.waitFor(() => expect(told).toBe(asked.length));
    expect(told).toBeGreaterThan(8);
    expect(told).toBeLessThan(100);
  });

  it("explains nothing with a ping that fails", async () => {
    const pings = startPings(() => Promise.reject(new Error("a bug")));
    expect(await new Promise((resolve) => pings.explain("10.0.0.1", resolve))).toBeUndefined();
  });

  it("tells nobody anything after it was stopped", async () => {
    const { answer, ping } = heldPing();
    const pings = startPings(ping);
    let told = 0;
    pings.explain("10.0.0.1", () => told++);
    pings.stop();
    answer("silent");
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toBe(0);
  });
});
