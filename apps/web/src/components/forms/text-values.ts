import { dottedMask } from "@piranha/lvs/config";

/*
 * What people type, as values. Empty is "not set". What cannot be read is handed on in a shape that the schema refuses, because the
 * schema has the words for it.
 */

/** A number; NaN of anything else. */
export function numberOf(text: string): number | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN;
}

export const wordOf = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** Words with blanks, commas or line ends between them. */
export function wordsOf(text: string): string[] | undefined {
  const words = text.split(/[\s,]+/).filter(Boolean);
  return words.length === 0 ? undefined : words;
}

/**
 * A mask as lvs.cf has it, from a mask, a length (`24`, `/24`) or a whole network (`192.168.26.0/24`). `beside` is the address it
 * belongs to: lengths of IPv6 networks stay lengths.
 */
export function maskOf(text: string, beside = ""): string | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  const [, network = "", length] = /^([^/]*)\/?(?<![^/])(\d{1,3})$/.exec(typed) ?? [];
  if (length === undefined) return typed;
  if (network.includes(":") || (network === "" && beside.includes(":"))) return length;
  return Number(length) <= 32 ? dottedMask(Number(length)) : typed;
}

/** An address and its interface, from two inputs; with one of them empty the schema says which. */
export function interfaceAddressOf(address: string, device: string): unknown {
  const pair = { address: address.trim(), device: device.trim() };
  return pair.address === "" && pair.device === "" ? undefined : pair;
}

/** `ADDRESS`, `ADDRESS:PORT` or `[IPV6]:PORT`. */
export function addressPortOf(text: string): { address: string; port?: number } | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d*))?$/.exec(typed) ?? [];
  const address = bracketed ?? plain ?? typed;
  return port === undefined ? { address } : { address, port: port === "" ? Number.NaN : Number(port) };
}

/** The inverse of {@link addressPortOf}. */
export function addressPortText({
  address,
  port,
}: {
  readonly address: string;
  readonly port?: number | undefined;
}): string {
  if (port === undefined) return address;
  return `${address.includes(":") ? `[${address}]` : address}:${String(port)}`;
}

/** An address typed with the length of its network, as `ip` prints it: both, or undefined of anything else. */
export function splitCidr(text: string): { readonly address: string; readonly mask: string } | undefined {
  const [, address, length] = /^\s*([\da-fA-F.:]+)\/(\d{1,3})\s*$/.exec(text) ?? [];
  if (address === undefined || length === undefined) return undefined;
  return { address, mask: maskOf(length, address) ?? "" };
}
