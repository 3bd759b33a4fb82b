/** A deadline for this machine: `ms` times the variable LAB_TIME_SCALE (1 when unset), for slow or busy machines. */
export function deadlineMs(ms: number): number {
  const scale = Number(process.env["LAB_TIME_SCALE"]);
  return ms * (scale > 0 ? scale : 1);
}

/** Something in the lab did not happen in time, or the lab has ended. */
export class LabError extends Error {
  override readonly name = "LabError";
}

/** Resolves like `promise`, or rejects with a {@link LabError} that says what was awaited once the scaled time is up. */
export async function within<T>(ms: number, awaited: string, promise: Promise<T>): Promise<T> {
  const limitMs = deadlineMs(ms);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LabError(`${awaited}: not within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
