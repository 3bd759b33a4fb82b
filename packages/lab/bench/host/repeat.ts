/** How long a piece of work took, each time it was done in one process. */
export function repeat(work: () => unknown, times = 11): number[] {
  return Array.from({ length: times }, () => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  });
}
