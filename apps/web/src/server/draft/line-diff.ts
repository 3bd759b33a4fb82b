export type DiffStep = { readonly kind: " " | "+" | "-"; readonly old: number; readonly next: number };

/**
 * The fewest lines to take out and put in (Myers' algorithm), as places in both lists; removals come before additions. Past `most` differences
 * it gives up and answers with everything removed and everything added.
 */
export function diffLines(old: readonly string[], next: readonly string[], most = 1_000): DiffStep[] {
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start++;
  let end = 0;
  while (end < old.length - start && end < next.length - start && old.at(-1 - end) === next.at(-1 - end)) end++;
  const equal = (count: number, a: number, b: number) =>
    Array.from({ length: count }, (_, at): DiffStep => ({ kind: " ", old: a + at, next: b + at }));
  const middle = shortestPath(old.slice(start, old.length - end), next.slice(start, next.length - end), most);
  return [
    ...equal(start, 0, 0),
    ...middle.map((step) => ({ ...step, old: step.old + start, next: step.next + start })),
    ...equal(end, old.length - end, next.length - end),
  ];
}

/** Furthest places reached with `d` differences, by diagonal, kept for every `d` to walk back along. */
function shortestPath(old: readonly string[], next: readonly string[], most: number): DiffStep[] {
  const [n, m] = [old.length, next.length];
  const limit = n === 0 || m === 0 ? -1 : Math.min(n + m, most);
  let reached = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let d = 0; d <= limit; d++) {
    const now = new Map<number, number>();
    trace.push(reached);
    for (let k = -d; k <= d; k += 2) {
      let x = comesDown(reached, k, d) ? (reached.get(k + 1) ?? 0) : (reached.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && x - k >= 0 && old[x] === next[x - k]) x++;
      now.set(k, x);
      if (x >= n && x - k >= m) return walkBack(trace, n, m);
    }
    reached = now;
  }
  return [
    ...old.map((_, at): DiffStep => ({ kind: "-", old: at, next: 0 })),
    ...next.map((_, at): DiffStep => ({ kind: "+", old: n, next: at })),
  ];
}

const comesDown = (reached: ReadonlyMap<number, number>, k: number, d: number) =>
  k === -d || (k !== d && (reached.get(k - 1) ?? -1) < (reached.get(k + 1) ?? -1));

function walkBack(trace: readonly ReadonlyMap<number, number>[], n: number, m: number): DiffStep[] {
  const steps: DiffStep[] = [];
  let [x, y] = [n, m];
  for (let d = trace.length - 1; d >= 0; d--) {
    const reached = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = comesDown(reached, k, d);
    const before = down ? k + 1 : k - 1;
    const fromX = reached.get(before) ?? 0;
    const fromY = fromX - before;
    while (x > fromX && y > fromY) steps.push({ kind: " ", old: --x, next: --y });
    if (d === 0) break;
    if (down) steps.push({ kind: "+", old: x, next: --y });
    else steps.push({ kind: "-", old: --x, next: y });
  }
  while (x > 0 && y > 0) steps.push({ kind: " ", old: --x, next: --y });
  return steps.reverse();
}
