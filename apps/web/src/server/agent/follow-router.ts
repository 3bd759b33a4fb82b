import type { Patch, RouterFacts, ServiceRow } from "@piranha/lvs/status";
import type { RouterLink } from "../../live/feed.ts";
import { keep } from "../../live/keep.ts";
import { asUnreachable, type Door } from "./door.ts";

/** What one router said last. */
export type Follower = {
  readonly link: () => RouterLink;
  /** Undefined until it has spoken once. Its `…SinceMs` are on the agent's clock: see `offsetMs`. */
  readonly facts: () => RouterFacts | undefined;
  readonly services: () => ReadonlyMap<string, ServiceRow>;
  /** Ids of the services, in the order of the file. */
  readonly order: () => readonly string[];
  readonly bootId: () => string | undefined;
  /** Wall clock minus agent clock, milliseconds, at its last word. */
  readonly offsetMs: () => number;
  readonly close: () => void;
};

/** Follows a router for good: reconnects by itself, from where it was. */
export function followRouter(door: Door, onChange: (patch: Patch | undefined) => void): Follower {
  let link: RouterLink = { kind: "silent", sinceAtMs: Date.now(), heardAtMs: null, words: "not asked yet" };
  let facts: RouterFacts | undefined;
  let bootId: string | undefined;
  let offsetMs = 0;
  let order: readonly string[] = [];
  const services = new Map<string, ServiceRow>();

  const take = (patch: Patch) => {
    const heardAtMs = Date.now();
    link = { kind: "live", heardAtMs };
    // the agent's clock and ours drift by microseconds; a jump of the offset would make every age jump
    const offset = heardAtMs - patch.nowMs;
    if (patch.bootId !== bootId || Math.abs(offset - offsetMs) > 500) offsetMs = offset;
    bootId = patch.bootId;
    if (patch.full) services.clear();
    for (const row of patch.services) services.set(row.id, row);
    for (const id of patch.gone) services.delete(id);
    if (patch.order) order = patch.order;
    if (patch.router) facts = patch.router;
    onChange(patch);
  };

  const close = keep<Patch>(
    (lastEventId, handlers) =>
      door.client.follow.subscribe(
        { lastEventId },
        {
          onData: ({ id, data }) => handlers.event(id, data),
          onError: (error) => handlers.end((asUnreachable(error) as Error).message),
          onStopped: () => handlers.end("the agent ended the stream"),
          onComplete: () => handlers.end("the agent ended the stream"),
          onConnectionStateChange: (state) => {
            if (state.state === "connecting" && state.error)
              handlers.end((asUnreachable(state.error) as Error).message);
          },
        },
      ),
    {
      onEvent: take,
      onLost: (words) => {
        const heardAtMs = link.heardAtMs;
        const sinceAtMs = link.kind === "silent" ? link.sinceAtMs : link.heardAtMs;
        link = { kind: "silent", sinceAtMs, heardAtMs, words };
        onChange(undefined);
      },
    },
  );
  return {
    link: () => link,
    facts: () => facts,
    services: () => services,
    order: () => order,
    bootId: () => bootId,
    offsetMs: () => offsetMs,
    close,
  };
}
