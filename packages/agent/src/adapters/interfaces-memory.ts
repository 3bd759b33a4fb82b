import type { AddressLine } from "@piranha/lvs/pulse";
import type { Interfaces } from "./interfaces.ts";

/** {@link Interfaces} of a router that exists only here: `--ipvs memory` raises nothing on the machine it runs on. */
export function memoryInterfaces(names: readonly string[] = ["eth0", "eth1"]): Interfaces {
  const held = new Map<string, AddressLine>();
  return {
    read: async () =>
      names.map((name) => ({
        name,
        mac: undefined,
        up: true,
        held: [...held.values()].filter(({ device }) => device === name).map((line) => ({ ...line, expires: true })),
      })),
    openChannel: () => ({
      refresh: async (lines) => {
        for (const line of lines) held.set(line.address, line);
        return [];
      },
      kill: async () => undefined,
    }),
    remove: async (lines) => {
      for (const { address } of lines) held.delete(address);
    },
    announceAll: async () => true,
    announceOne: async () => undefined,
    otherOwner: async () => undefined,
  };
}
