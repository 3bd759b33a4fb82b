import { LabError, within } from "./deadline.ts";
import { ANSWER } from "./guest/conversation.ts";
import type { Place } from "./place.ts";
import type { LabProcess } from "./process.ts";

/** A guest program that can be asked things. */
export type Conversation<Question> = {
  readonly process: LabProcess;
  /** @throws {LabError} when the program refuses, ends, or does not answer within `timeoutMs`, scaled. */
  readonly ask: (question: Question, timeoutMs?: number) => Promise<unknown>;
};

/** Starts a guest program that speaks `guest/conversation.ts` and waits until it listens. */
export async function converse<Question>(
  place: Place,
  argv: readonly string[],
  name: string,
): Promise<Conversation<Question>> {
  const open = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const expect = (id: number, timeoutMs: number): Promise<unknown> => {
    const answer = new Promise((resolve, reject) => open.set(id, { resolve, reject }));
    const inTime = within(timeoutMs, `${name}'s answer`, answer);
    inTime.catch(() => undefined); // It may fail while we are still busy asking.
    return inTime;
  };
  const onLine = (line: string): void => {
    if (!line.startsWith(ANSWER)) return;
    const { id, result, error } = JSON.parse(line.slice(ANSWER.length)) as Answer;
    if (error === undefined) open.get(id)?.resolve(result);
    else open.get(id)?.reject(new LabError(`${name}: ${error}`));
    open.delete(id);
  };
  const listening = expect(0, 30_000);
  const process = await place.start(argv, { name, onLine });
  void process.exited.then(() => {
    for (const { reject } of open.values()) reject(new LabError(`${name} has ended; its log is ${process.logPath}`));
  });
  await listening;
  return {
    process,
    ask: async (question, timeoutMs = 20_000) => {
      if (!process.running()) throw new LabError(`${name} has ended; its log is ${process.logPath}`);
      const id = ++lastId;
      const answer = expect(id, timeoutMs);
      await process.write(`${JSON.stringify({ id, question })}\n`);
      return answer;
    },
  };
}

type Answer = { readonly id: number; readonly result?: unknown; readonly error?: string };
