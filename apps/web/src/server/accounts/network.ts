import { isIPv6 } from "node:net";

/**
 * What counts as one place when guesses are counted: an IPv4 address, or the first half of an IPv6 address, because whoever has
 * one of those has all 2⁶⁴ that begin alike.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, "").toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain.slice(0, 64);
  const [left = "", right] = plain.split("::");
  const head = groups(left);
  const tail = groups(right ?? "");
  const zeros = right === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const all = [...head, ...Array<string>(zeros).fill("0"), ...tail];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

const groups = (part: string): string[] =>
  part === "" ? [] : part.split(":").flatMap((group) => (group.includes(".") ? ["0", "0"] : [group]));
