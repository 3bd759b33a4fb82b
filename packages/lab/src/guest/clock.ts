/** Monotonic milliseconds, the same for every program of one lab: the kernel's clock, not the program's age. */
export const nowMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;
