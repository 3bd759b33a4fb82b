import { type Conversation, converse } from "../src/conversation.ts";
import type { LabNode } from "../src/index.ts";

/** What can be timed on a node, by a program that runs there already. */
export type TimedQuestion =
  /** Runs a program to its end, its standard input from a file. */
  | {
      readonly kind: "run";
      readonly argv: readonly string[];
      readonly input?: string;
      readonly env?: Readonly<Record<string, string>>;
    }
  /** Installs a file through the agent's control socket, as the console does. */
  | { readonly kind: "install"; readonly socket: string; readonly file: string };

/** By the lab's clock. */
export type Timed = { readonly startMs: number; readonly endMs: number };

export const took = ({ startMs, endMs }: Timed): number => endMs - startMs;

export type Stopwatch = {
  readonly time: (question: TimedQuestion) => Promise<Timed>;
  readonly stop: Conversation<TimedQuestion>["process"]["stop"];
};

/** Starts the program `bundled` on a node. */
export async function startStopwatch(node: LabNode, bundled: string): Promise<Stopwatch> {
  const { ask, process: running } = await converse<TimedQuestion>(node, [process.execPath, bundled], "stopwatch");
  return {
    time: async (question) => (await ask(question, 60_000)) as Timed, // `guest/stopwatch.ts` is typed by it
    stop: running.stop,
  };
}
