import { createInterface } from "node:readline";

/** Begins a line that is an answer; every other line is for the log. */
export const ANSWER = "@";

/**
 * Lets a guest program be asked things over its standard input, a line of JSON each, and answer on standard output.
 * The program ends when its standard input does.
 */
export function converse(answer: (question: unknown) => unknown): void {
  createInterface({ input: process.stdin })
    .on("line", (line) => void respond(line, answer))
    .on("close", () => process.exit(0));
  tell({ id: 0, result: null });
}

async function respond(line: string, answer: (question: unknown) => unknown): Promise<void> {
  const { id, question } = JSON.parse(line) as { id: number; question: unknown };
  try {
    tell({ id, result: (await answer(question)) ?? null });
  } catch (error) {
    tell({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

const tell = (answer: unknown): void => void process.stdout.write(`${ANSWER}${JSON.stringify(answer)}\n`);
