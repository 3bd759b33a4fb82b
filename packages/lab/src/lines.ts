import type { Duplex } from "node:stream";
import { LabError } from "./deadline.ts";

/** A way for bytes between this process and one program in the lab, which has it as standard input and output. */
export type Line = {
  /** As the controller counts lines. */
  readonly number: number;
  readonly write: (bytes: Buffer) => void;
  readonly onBytes: (listener: (bytes: Buffer) => void) => void;
  /** Lets others have it; what it still brings is dropped. */
  readonly release: () => void;
};
export type Lines = { /** @throws {LabError} when all are taken. */ readonly take: () => Line };

export function lines(ends: readonly Duplex[]): Lines {
  const listeners = ends.map((): ((bytes: Buffer) => void) | undefined => undefined);
  const taken = ends.map(() => false);
  for (const [number, end] of ends.entries()) {
    end.on("data", (bytes: Buffer) => listeners[number]?.(bytes));
    end.on("error", () => undefined); // The kernel's end is told by the channel.
  }
  return {
    take: () => {
      const number = taken.indexOf(false);
      const end = ends[number];
      if (!end)
        throw new LabError(`All ${ends.length} lines of the lab are taken: close a network that forwards ports`);
      taken[number] = true;
      return {
        number,
        write: (bytes) => void end.write(bytes),
        onBytes: (listener) => (listeners[number] = listener),
        release: () => {
          listeners[number] = undefined;
          taken[number] = false;
        },
      };
    },
  };
}
