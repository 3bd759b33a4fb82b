const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in one or two words, as said on a telephone: `12 s`, `4 min`, `3 h 20 min`, `3 d 4 h`. Below zero is `0 s`. */
export function ageWords(ms: number): string {
  if (ms < MINUTE) return `${String(Math.max(0, Math.floor(ms / SECOND)))} s`;
  if (ms < HOUR) return `${String(Math.floor(ms / MINUTE))} min`;
  if (ms < DAY) return pair(ms, HOUR, "h", MINUTE, "min");
  return pair(ms, DAY, "d", HOUR, "h");
}

function pair(ms: number, large: number, largeWord: string, small: number, smallWord: string): string {
  const rest = Math.floor((ms % large) / small);
  const first = `${String(Math.floor(ms / large))} ${largeWord}`;
  return rest === 0 ? first : `${first} ${String(rest)} ${smallWord}`;
}

/** Date and time to the second, in the order of an ISO date, on the reader's clock: `2026-11-22 14:02:11`. */
export function exactWords(atMs: number): string {
  const at = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":")}`;
}
