import type { Patch } from "@piranha/lvs/status";
import { controlDoor, type Door, type DoorAddress } from "./door.ts";
import { followRouter, type Follower } from "./follow-router.ts";

/** One router the console looks after. */
export type Router = {
  readonly name: string;
  /** For people: `unix:/run/piranha/agent.sock`, `ssh://piranha@lefty`. */
  readonly address: string;
  /** What it said last, and whether it still speaks. */
  readonly follower: Follower;
  /** Calls. Each throws {@link RouterUnreachable}, or tRPC's error with the agent's words. */
  readonly door: Door;
};

export type Routers = {
  readonly all: readonly Router[];
  readonly byName: (name: string) => Router | undefined;
  /** The one whose table is shown and edited: the live active one, else the first live one, else undefined. */
  readonly serving: () => Router | undefined;
  /** Calls `listener` after every patch and every change of a link. Returns how to stop that. */
  readonly onChange: (listener: (router: Router, patch: Patch | undefined) => void) => () => void;
  readonly close: () => void;
};

export type RouterAddress = { readonly name: string; readonly door: DoorAddress };

/** Connects to every router and stays connected. Resolves nothing: a router that is silent is a fact to show. */
export function connectRouters(addresses: readonly RouterAddress[]): Routers {
  const listeners = new Set<(router: Router, patch: Patch | undefined) => void>();
  const all = addresses.map(({ name, door: address }): Router => {
    const door = controlDoor(address);
    const follower = followRouter(door, (patch) => {
      for (const listener of listeners) listener(router, patch);
    });
    const router: Router = { name, address: door.address, follower, door };
    return router;
  });
  const live = (router: Router) => router.follower.link().kind === "live";
  return {
    all,
    byName: (name) => all.find((router) => router.name === name),
    serving: () =>
      all.find((router) => live(router) && router.follower.facts()?.pulse.state === "active") ?? all.find(live),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      for (const router of all) {
        router.follower.close();
        router.door.close();
      }
    },
  };
}
