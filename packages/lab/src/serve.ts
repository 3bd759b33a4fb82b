import { type Conversation, converse } from "./conversation.ts";
import type { Place } from "./place.ts";
import type { LabProcess } from "./process.ts";
import type { ServerQuestion, ServerSpec, ServerStats } from "./server-spec.ts";

/** A port of a node with a server behind it. */
export type ServerHandle = {
  readonly port: number;
  /** The program behind it, which serves all ports of its node: signal it to freeze or kill them all. */
  readonly process: () => LabProcess;
  /** From its next connection on it behaves like this. The port and TLS stay. */
  readonly change: (spec: ServerSpec) => Promise<void>;
  readonly stats: () => Promise<ServerStats>;
  /** Closes the port and its connections: from now on the kernel refuses. */
  readonly stop: () => Promise<ServerStats>;
  /** Opens it again after {@link stop}, or after its program was killed. */
  readonly start: () => Promise<void>;
};

/** Serves ports in one place, with one program that starts with the first port. */
export function servers(
  place: Place,
  node: string,
  argv: readonly string[],
): (spec: ServerSpec) => Promise<ServerHandle> {
  let talk: Promise<Conversation<ServerQuestion>> | undefined;
  let count = 0;
  const program = async (): Promise<Conversation<ServerQuestion>> => {
    const existing = await talk;
    if (existing?.process.running() === true) return existing;
    return (talk = converse<ServerQuestion>(place, argv, "server"));
  };
  return async (first) => {
    const server = ++count;
    let spec = first;
    let { ask, process } = await program();
    const start = async (): Promise<void> => {
      ({ ask, process } = await program());
      await ask({ kind: "open", server, node, spec });
    };
    await start();
    return {
      port: first.port,
      process: () => process,
      change: async (next) => {
        spec = next;
        await ask({ kind: "change", server, spec });
      },
      stats: async () => (await ask({ kind: "stats", server })) as ServerStats,
      stop: async () => (await ask({ kind: "close", server })) as ServerStats,
      start,
    };
  };
}
