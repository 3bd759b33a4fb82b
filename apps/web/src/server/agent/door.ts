import http from "node:http";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import { EventSource } from "eventsource";
import type { ControlRouter } from "@piranha/agent/control";
import { fetchVia } from "@piranha/agent/control";
import { sshDoor, type SshAddress } from "./ssh-door.ts";

/** How to reach a router's agent: its socket on this machine, or `piranha-agent connect` over ssh. */
export type DoorAddress = { readonly kind: "unix"; readonly path: string } | ({ readonly kind: "ssh" } & SshAddress);

/** Nobody answers there. The words are ssh's or the system's own. */
export class RouterUnreachable extends Error {
  override readonly name = "RouterUnreachable";
}

/** The procedures of one agent. */
export type Door = {
  readonly address: string;
  readonly client: ReturnType<typeof clientOf>;
  readonly close: () => void;
};

/** Slow calls stand alone: a batch waits for its slowest. */
const ALONE = new Set(["probe", "install", "plan", "config", "admin", "snapshot"]);
const CALL_MS = 30_000;

export function controlDoor(address: DoorAddress): Door {
  const connections = () =>
    address.kind === "unix" ? new http.Agent({ keepAlive: true, maxSockets: 4 }) : sshDoor(address, 2);
  const reach = address.kind === "unix" ? { socketPath: address.path } : {};
  // the stream has connections of its own: calls never wait behind it
  const [streamAgent, callAgent] = [connections(), connections()];
  const client = clientOf(fetchVia({ ...reach, agent: streamAgent }), fetchVia({ ...reach, agent: callAgent }));
  return {
    address: address.kind === "unix" ? `unix:${address.path}` : `ssh://${address.user}@${address.host}`,
    client,
    close: () => {
      streamAgent.destroy();
      callAgent.destroy();
    },
  };
}

type Fetch = ReturnType<typeof fetchVia>;

const clientOf = (stream: Fetch, call: Fetch) => {
  const url = "http://agent";
  const inTime: Fetch = (target, init) => {
    const limit = AbortSignal.timeout(CALL_MS);
    return call(target, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
  };
  const options = { url, fetch: inTime, methodOverride: "POST" } as const;
  return createTRPCClient<ControlRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === "subscription",
        true: httpSubscriptionLink({ url, EventSource, eventSourceOptions: { fetch: stream } }),
        false: splitLink({
          condition: (op) => ALONE.has(op.path),
          true: httpLink(options),
          false: httpBatchLink(options),
        }),
      }),
    ],
  });
};

/** Tells "nobody there" from what an agent answered. A call that was cut off may have been done: read the state, never repeat it. */
export function asUnreachable(error: unknown): unknown {
  if (!(error instanceof TRPCClientError) || error.data) return error;
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause) cause = cause.cause;
  return new RouterUnreachable(wordsOf(cause), { cause: error });
}

/** The last cause, in words an operator can act on. */
function wordsOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ECONNREFUSED")
    return "no agent listens there. Start it: systemctl start piranha-agent";
  if (code === "EACCES") return "this console may not open the agent's socket. Add its user to the group piranha";
  if (cause instanceof Error && cause.name === "TimeoutError") return `no answer within ${CALL_MS / 1000} s`;
  // what eventsource throws is an event with a message, not an Error
  const message = typeof cause === "object" && cause !== null && "message" in cause ? cause.message : undefined;
  return typeof message === "string" && message !== "" ? message : "it does not answer";
}
