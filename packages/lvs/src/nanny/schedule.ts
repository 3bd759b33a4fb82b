import type { EffectiveCheck } from "../config/index.ts";

/** Two checks with the same key ask the same question at the same times, so one of them is enough. */
export const checkKey = ({ test, address, port, intervalMs, timeoutMs }: EffectiveCheck): string =>
  JSON.stringify([address, port, intervalMs, timeoutMs, test]);

/** Two checks with the same test id ask the same question, at whatever times: a verdict carries over from one to the other. */
export const testId = ({ test, address, port }: EffectiveCheck): number => hash(JSON.stringify([address, port, test]));

/** Where on a grid of its interval a check runs, so that checks with one interval do not bunch. */
export const phaseMs = (key: string, intervalMs: number): number => hash(key) % intervalMs;

/**
 * When a check that was due at `dueMs` is due again: at the next place on its grid, at least half an interval away. Counted
 * from start to start, so a slow answer does not stretch the period.
 */
export const nextDueMs = (phase: number, intervalMs: number, dueMs: number): number =>
  phase + Math.ceil((dueMs + intervalMs / 2 - phase) / intervalMs) * intervalMs;

/** How long after its appearance a check first runs, when `count` checks appear together: all within 2 s, a few at once. */
export const firstDelayMs = (key: string, count: number): number => hash(`first ${key}`) % Math.min(2_000, 5 * count);

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
