import { dottedMask, familyOf, prefixLength, type IpAddress, type Netmask } from "./address.ts";
import type { Report } from "./finding.ts";
import { isUnset } from "./validate-terms.ts";

/** What to say about an IPv4 address without a mask, which the original gave the mask of its class. */
export function unsetMaskWarning(address: IpAddress, mask: Netmask | undefined, key: string): string | undefined {
  if (isUnset(address) || familyOf(address) === 6 || (mask !== undefined && prefixLength(mask) !== undefined))
    return undefined;
  const classful = classMask(address);
  const original = classful === undefined ? "" : ` The original would have used ${classful}.`;
  return `Without ${key} the address is raised as 255.255.255.255; write that, or another mask.${original}`;
}

/** A mask in the spelling of the other family. */
export function maskProblem(
  address: string,
  mask: Netmask | undefined,
  key: string,
  field: string,
  report: Report,
): void {
  if (mask === undefined || isUnset(address)) return;
  const dotted = mask.includes(".");
  if (dotted && familyOf(address) === 4) return;
  const length = prefixLength(mask);
  if (familyOf(address) === 6 && dotted && length !== undefined)
    report("error", field, `Write the length of the prefix for an IPv6 address: ${key} = 64.`);
  else if (familyOf(address) === 4 && length !== undefined && length > 32)
    report("error", field, `Write a mask for an IPv4 address: ${key} = 255.255.255.255.`);
  else if (familyOf(address) === 4 && !dotted && length !== undefined)
    report("warning", field, `Write ${key} = ${dottedMask(length)}: the original reads ${mask} as 0.0.0.${mask}.`);
}

function classMask(address: string): string | undefined {
  const first = Number(address.split(".")[0]);
  if (first >= 224) return undefined;
  return dottedMask(first < 128 ? 8 : first < 192 ? 16 : 24);
}
