import { deviceSchema, ipAddressSchema, type RaisedAddress } from "@piranha/lvs/config";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryInterfaces } from "../../src/adapters/interfaces-memory.ts";
import type { AddressChannel, Interface, Interfaces } from "../../src/adapters/interfaces.ts";
import { keepAddresses, type AddressKeeper, type AddressWish } from "../../src/daemons/addresses.ts";
import { listener, testClock } from "./world.ts";

const at = (address: string, device = "eth0:1", prefixLength = 32): RaisedAddress => ({
  address: ipAddressSchema.parse(address),
  device: deviceSchema.parse(device),
  prefixLength,
});
const wish = (...addresses: RaisedAddress[]): AddressWish => ({
  addresses,
  lifetimeSeconds: 10,
  refreshMs: 2_500,
  announceMs: 10_000,
});
const VIP = "192.168.26.10";

/** Interfaces in memory whose every part a test can watch or break. */
function interfaces() {
  const memory = memoryInterfaces();
  const told: string[] = [];
  const broken: { refresh?: AddressChannel["refresh"]; owner?: string; own?: Interface["held"]; silent?: boolean } = {};
  const watched: Interfaces = {
    ...memory,
    read: async () =>
      (await memory.read()).map((link) => ({
        ...link,
        mac: "02:00:00:00:00:01",
        held: [...link.held, ...(broken.own ?? []).filter(({ device }) => device === link.name)],
      })),
    openChannel: () => {
      const channel = memory.openChannel();
      told.push("open");
      return {
        refresh: async (lines) => {
          told.push(`refresh ${lines.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(" ")}`);
          return (broken.refresh ?? channel.refresh)(lines);
        },
        kill: async () => {
          told.push("kill");
        },
      };
    },
    remove: async (lines) => {
      told.push(`remove ${lines.map(({ address }) => address).join(" ")}`);
      await memory.remove(lines);
    },
    announceAll: async (device) => {
      told.push(`announce ${device}`);
      return broken.silent !== true;
    },
    announceOne: async (_, address) => {
      told.push(`arping ${address}`);
    },
    otherOwner: async () => broken.owner,
  };
  return { watched, memory, told, broken };
}

describe("virtual addresses", () => {
  const clock = testClock();
  let keeper: AddressKeeper | undefined;
  beforeEach(() => {
    vi.useFakeTimers();
    clock.ms = 0;
  });
  afterEach(async () => {
    await keeper?.stop();
    vi.useRealTimers();
  });
  const pass = async (ms: number) => {
    for (let now = 0; now < ms; now += 100) {
      clock.ms += 100;
      await vi.advanceTimersByTimeAsync(100);
    }
  };
  function start(broken: ReturnType<typeof interfaces>["broken"] = {}) {
    const world = interfaces();
    Object.assign(world.broken, broken);
    const { said, say } = listener();
    keeper = keepAddresses(world.watched, clock, say);
    return { ...world, said, keeper };
  }

  it("are raised, announced, and refreshed before their lifetime ends", async () => {
    const { keeper, told } = start();
    await keeper.want(wish(at(VIP)));
    expect(told).toEqual(["open", `refresh ${VIP}/32`, "announce eth0"]);
    expect(keeper.states()).toMatchObject([{ address: VIP, device: "eth0", state: "raised" }]);
    await pass(10_000);
    expect(told.filter((line) => line.startsWith("refresh"))).toHaveLength(5);
  });

  it("are announced again every announce_interval", async () => {
    const { keeper, told } = start();
    await keeper.want(wish(at(VIP)));
    await pass(20_500);
    expect(told.filter((line) => line === "announce eth0")).toHaveLength(3);
  });

  it("are taken away only after the channel is dead, so no late refresh raises them again", async () => {
    const { keeper, told } = start();
    await keeper.want(wish(at(VIP), at("192.168.26.11")));
    await keeper.want(wish(at("192.168.26.11")));
    const end = told.slice(told.indexOf("kill"));
    expect(end).toEqual(["kill", `remove ${VIP}`, "open", "refresh 192.168.26.11/32"]);
  });

  it("are raised again when somebody deletes them, with a warning", async () => {
    const { keeper, memory, said } = start();
    await keeper.want(wish(at(VIP)));
    await memory.remove([{ ...at(VIP), label: "eth0:1", device: "eth0", lifetimeSeconds: 10 }]);
    await pass(3_000);
    expect((await memory.read()).flatMap(({ held }) => held.map(({ address }) => address))).toEqual([VIP]);
    expect(said).toContain(`warning pulse: ${VIP} was taken off eth0 by somebody else; raising it again`);
  });

  it("are not raised while another machine answers for them", async () => {
    const { keeper, memory, said, broken } = start({ owner: "52:54:00:12:34:56" });
    await keeper.want(wish(at(VIP)));
    expect((await memory.read()).flatMap(({ held }) => held)).toEqual([]);
    expect(keeper.states()[0]?.state).toBe("taken");
    await pass(10_000);
    expect(said.filter((line) => line.includes("52:54:00:12:34:56"))).toHaveLength(1);
    delete broken.owner;
    await pass(3_000);
    expect(keeper.states()[0]?.state).toBe("raised");
  });

  it("are left alone where somebody configured them for good", async () => {
    const own = [{ address: VIP, prefixLength: 24, device: "eth0", expires: false }];
    const { keeper, told, said } = start({ own });
    await keeper.want(wish(at(VIP)));
    await keeper.want(wish());
    expect(told.filter((line) => /refresh|remove/.test(line))).toEqual([]);
    expect(said.join()).toContain("take it out of this machine's network settings");
  });

  it("move to another interface without lingering on the old one", async () => {
    const { keeper, memory, told } = start();
    await keeper.want(wish(at(VIP, "eth0:1")));
    await keeper.want(wish(at(VIP, "eth1:1")));
    expect((await memory.read()).map(({ held }) => held.length)).toEqual([0, 1]);
    expect(told.slice(told.indexOf("kill"))).toEqual([
      "kill",
      `remove ${VIP}`,
      "open",
      `refresh ${VIP}/32`,
      "announce eth1",
    ]);
  });

  it("on an interface that does not exist are reported with those that do", async () => {
    const { keeper, said } = start();
    await keeper.want(wish(at(VIP, "eth9")));
    expect(keeper.states()[0]).toMatchObject({ state: "missing" });
    expect(said[0]).toContain(`no interface eth9 for ${VIP}: this router has eth0, eth1`);
  });

  it("stand alone as /32 in a network the router is in, and with their mask where it is not", async () => {
    const own = [{ address: "192.168.26.201", prefixLength: 24, device: "eth0", expires: false }];
    const { keeper, told } = start({ own });
    await keeper.want(wish(at(VIP, "eth0:1", 24), at("203.0.113.10", "eth0:2", 24)));
    expect(told).toContain(`refresh ${VIP}/32 203.0.113.10/24`);
  });

  it("that `ip` refuses are reported in its words, once", async () => {
    const { keeper, said } = start({ refresh: async () => ["RTNETLINK answers: No way"] });
    await keeper.want(wish(at(VIP)));
    await pass(10_000);
    expect(keeper.states()[0]?.state).toBe("refused");
    expect(said).toEqual([`alarm pulse: ${VIP} cannot be raised on eth0: RTNETLINK answers: No way`]);
  });

  it("get a new channel when the old one does not answer within a third of the lifetime", async () => {
    const { keeper, told, broken } = start();
    await keeper.want(wish(at(VIP)));
    broken.refresh = () => new Promise(() => undefined);
    await pass(6_500);
    delete broken.refresh;
    await pass(3_000);
    expect(told.filter((line) => line === "kill" || line === "open")).toEqual(["open", "kill", "open"]);
    expect(keeper.states()[0]?.state).toBe("raised");
  });

  it("are announced one by one where the driver refuses", async () => {
    const { keeper, told } = start({ silent: true });
    await keeper.want(wish(at(VIP), at("192.168.26.11")));
    expect(told.slice(-2)).toEqual([`arping ${VIP}`, "arping 192.168.26.11"]);
  });
});
