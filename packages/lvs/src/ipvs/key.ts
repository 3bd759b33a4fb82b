import * as z from "zod";
import {
  familyOf,
  ipv6AddressSchema,
  PROTOCOLS,
  type Family,
  type IpAddress,
  type ServiceIdentity,
} from "../config/index.ts";

/**
 * What a service is known by, as ipvsadm spells it: `tcp 192.0.2.10:80`, `udp [2001:db8::1]:53`, `fwmark 100`, and
 * `fwmark6 100` for the IPv6 service of a mark. Equal keys are equal services to the kernel. Branded because it becomes
 * arguments of `ipvsadm`.
 */
export const serviceKeySchema = z
  .string()
  .refine((text) => {
    const identity = parseServiceKey(text);
    return identity !== undefined && spellService(identity) === text;
  }, "Enter a service, such as tcp 192.0.2.10:80 or fwmark 100")
  .brand<"ServiceKey">();
export type ServiceKey = z.infer<typeof serviceKeySchema>;

/** What a destination is known by inside its service: `10.0.0.1:80`, `[2001:db8::1]:80`. */
export const destinationKeySchema = z
  .string()
  .refine((text) => {
    const at = parseEndpoint(text);
    return at !== undefined && spellEndpoint(at) === text;
  }, "Enter an address and a port, such as 10.0.0.1:80")
  .brand<"DestinationKey">();
export type DestinationKey = z.infer<typeof destinationKeySchema>;

/** An address and a port; port 0 is "every port" of a service, "the client's port" of a destination. */
export type Endpoint = { readonly address: IpAddress; readonly port: number };

/** The key of a service. */
export const serviceKey = (identity: ServiceIdentity) => spellService(identity) as ServiceKey;

/** The key of a destination. */
export const destinationKey = (at: Endpoint) => spellEndpoint(at) as DestinationKey;

function spellService(identity: ServiceIdentity): string {
  if (identity.kind === "address") return `${identity.protocol} ${spellEndpoint(identity)}`;
  return `${identity.family === 6 ? "fwmark6" : "fwmark"} ${identity.mark}`;
}

const spellEndpoint = ({ address, port }: Endpoint): string =>
  familyOf(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;

/** Reads a key back; undefined for anything else. Addresses in other spellings are rewritten. */
export function parseServiceKey(text: string): ServiceIdentity | undefined {
  const [word = "", rest = "", ...more] = text.split(" ");
  if (more.length > 0) return undefined;
  if (word === "fwmark" || word === "fwmark6") {
    const mark = rest.startsWith("-") ? undefined : parseMark(rest);
    return mark ? { kind: "fwmark", mark, family: word === "fwmark6" ? 6 : 4 } : undefined;
  }
  const protocol = PROTOCOLS.find((name) => name === word);
  const at = parseEndpoint(rest);
  return protocol && at && { kind: "address", protocol, ...at };
}

/** Reads `10.0.0.1:80` or `[2001:db8::1]:80`; undefined for anything else, host names and service names included. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const colon = text.lastIndexOf(":");
  const port = parseNumber(text.slice(colon + 1), 65_535);
  if (colon < 1 || port === undefined) return undefined;
  const bracketed = text.startsWith("[") && text[colon - 1] === "]";
  const address = bracketed ? ipv6Of(text.slice(1, colon - 1)) : ipv4Of(text.slice(0, colon));
  return address && { address, port };
}

// The schemas of `config` say the same, but would take most of the time of reading 11,000 rows.
const BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const WORD = "(?:0|[1-9a-f][0-9a-f]{0,3})";
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);
const IPV6_WHOLE = new RegExp(`^${WORD}(?::${WORD}){7}$`);
const IPV6_SHORT = new RegExp(`^(?=[^:]+(?::+[^:]+){0,5}:*$)${WORD}(?::${WORD})*::(?:${WORD}(?::${WORD})*)?$`);
/** Zeros that `::` may have to stand for instead. */
const IPV6_ZEROS = /(?:^|:)0::?0?(?::|$)|::0(?::|$)/;

const ipv4Of = (text: string) => (IPV4.test(text) ? (text as IpAddress) : undefined);

/** Most addresses of a kernel are seen to be canonical; the others, such as those starting with `::`, go the long way. */
const ipv6Of = (text: string) =>
  (IPV6_WHOLE.test(text) || IPV6_SHORT.test(text)) && !IPV6_ZEROS.test(text)
    ? (text as IpAddress)
    : ipv6AddressSchema.safeParse(text).data;

/** The family of a service's clients. */
export function familyOfService(key: ServiceKey): Family {
  return key.startsWith("fwmark6") || key.includes("[") ? 6 : 4;
}

/** The port of a service that has one; undefined for a mark. */
export function portOfService(key: ServiceKey): number | undefined {
  return key.startsWith("fwmark") ? undefined : Number(key.slice(key.lastIndexOf(":") + 1));
}

/** Reads a mark as ipvsadm prints it: above 2147483647 as a negative number (observed, 1.31). */
export function parseMark(text: string): number | undefined {
  if (!/^-?[1-9]\d{0,9}$/.test(text)) return undefined;
  const value = text.startsWith("-") ? 2 ** 32 + Number(text) : Number(text);
  return value > 0 && value < 2 ** 32 ? value : undefined;
}

/** A whole number in plain digits from 0 to `most`; undefined for anything else. */
export function parseNumber(text: string, most: number): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= most ? value : undefined;
}
