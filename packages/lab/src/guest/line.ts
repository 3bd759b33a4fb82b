import { closeSync, constants, openSync } from "node:fs";

/** How many programs at a time can have a line to the host. */
export const LINE_COUNT = 6;
/** The host's ends are descriptors of the kernel process from this one on; on the host's own kernel the controller has them. */
export const FIRST_LINE_FD = 5;
/** In User-Mode Linux a line is a terminal: the first of them is this one, `/dev/tty2`. */
export const FIRST_LINE_TERMINAL = 2;

/** Calls `use` with a descriptor of a line, which is good during the call. */
export function withLine<T>(line: number, use: (descriptor: number) => T): T {
  if (process.env["LAB_KERNEL"] !== "uml") return use(FIRST_LINE_FD + line);
  const descriptor = openSync(`/dev/tty${FIRST_LINE_TERMINAL + line}`, constants.O_RDWR | constants.O_NOCTTY);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
