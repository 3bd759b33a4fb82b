import { createHash } from "node:crypto";

/**
 * A value as a text that is the same whenever the value means the same: whatever the order of its keys, and with absent lists of checks and
 * headers like empty ones. Remembered by object, since the parts of a draft that nobody touches stay the same objects.
 */
export function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return value === undefined ? "null" : JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? `[${value.map(canonical).join(",")}]` : `{${entries(value).join(",")}}`;
  texts.set(value, text);
  return text;
}

/** Whether two values mean the same. */
export const same = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);

/** A short hash of a part, for a writer to name what was read. */
export const hashOf = (value: unknown): string =>
  createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);

const texts = new WeakMap<object, string>();

/** Lists of which lvs.cf cannot say "none". */
const NEVER_EMPTY = new Set(["checks", "headers", "schedulerFlags", "witnesses"]);

const entries = (value: object) =>
  Object.entries(value)
    .filter(([key, item]) => item !== undefined && !(NEVER_EMPTY.has(key) && Array.isArray(item) && item.length === 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
