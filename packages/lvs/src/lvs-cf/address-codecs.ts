import {
  netmaskSchema,
  type Host,
  type InterfaceAddress,
  type IpAddress,
  type Netmask,
  type SorryServer,
} from "../config/index.ts";
import type { Codec, Source } from "./codec.ts";
import { dottedQuad } from "./inet-aton.ts";
import { parseInteger } from "./numbers.ts";

/** An address or a host name. */
export const host: Codec<Host> = {
  kind: "address or host name",
  example: "192.0.2.10",
  free: false,
  sure: (word) => DOTTED_QUAD.test(word),
  read(source) {
    const word = source.word();
    return word === undefined ? undefined : plainAddress(word, source);
  },
  write: (value) => value,
};

/** An address and the interface that carries it. */
export const interfaceAddress: Codec<InterfaceAddress> = {
  kind: "address and interface",
  example: "192.0.2.10 eth0:1",
  free: false,
  read(source) {
    const [address, device, ...more] = source.words();
    if (!address) return undefined;
    if (!device) {
      source.error(`Write the interface behind the address, such as ${shownAddress(address.text)} eth0:1.`);
      return undefined;
    }
    if (more.length > 0) source.error("Write one address and one interface, nothing more.");
    return { address: plainAddress(address.text, source), device: device.text };
  },
  write: ({ address, device }) => `${address} ${device}`,
};

/** A netmask; short, octal and hexadecimal spellings of the original become dotted quads. */
export const netmask: Codec<Netmask> = {
  kind: "mask",
  example: "255.255.255.0",
  free: false,
  read(source) {
    const word = source.word();
    return word === undefined || isPrefixLength(word) ? word : plainAddress(word, source);
  },
  write: (value) => value,
};

/** A mask that counts as absent when it is no address at all, as the original has it. */
export const persistenceMask: Codec<Netmask> = {
  ...netmask,
  read(source) {
    const value = netmask.read(source);
    if (typeof value !== "string" || netmaskSchema.safeParse(value).success || dottedQuad(value) !== undefined)
      return value;
    source.warn("Not a mask, so it counts as not set, as in the original; write one, such as 255.255.255.0.");
    return undefined;
  },
};

/** `ADDRESS`, `ADDRESS:PORT` or `[IPV6]:PORT`. */
export const sorryServer: Codec<SorryServer> = {
  kind: "address, with or without a port",
  example: "192.0.2.20:8080",
  free: false,
  read(source) {
    const word = source.word();
    if (word === undefined) return undefined;
    const [, inBrackets, dotted, portText] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([^:]*))?$/.exec(word) ?? [];
    const address = plainAddress(inBrackets ?? dotted ?? word, source);
    if (portText === undefined) return { address };
    const port = parseInteger(portText, source);
    if (port === undefined) source.error(`Write the port as a number, such as ${shownAddress(address)}:80.`);
    return port === undefined ? { address } : { address, port };
  },
  write: ({ address, port }) => (port === undefined ? address : `${bracketed(address)}:${String(port)}`),
};

/** An address with brackets where a port may follow. */
const bracketed = (address: IpAddress) => (address.includes(":") ? `[${address}]` : address);

const shownAddress = (text: string) => (text.length <= 40 && /^[\w.:-]+$/.test(text) ? text : "192.0.2.10");

const DOTTED_QUAD = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?=\d)|$)){4}$/;

const isPrefixLength = (word: string) => /^[1-9]\d{0,2}$/.test(word) && Number(word) <= 128;

/** Rewrites what only inet_aton takes for an address; everything else is left for the schema to judge. */
function plainAddress(word: string, source: Source): string {
  if (DOTTED_QUAD.test(word)) return word;
  const dotted = dottedQuad(word);
  if (dotted === undefined) return word;
  source.warn(`Read as ${dotted}, as the original does; write that.`);
  return dotted;
}
