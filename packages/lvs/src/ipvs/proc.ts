import { ipAddressSchema, PROTOCOLS, type Family, type ServiceIdentity } from "../config/index.ts";
import { readBlocks, type Block } from "./blocks.ts";
import { CONNECTION_HEADINGS, readConnections, type Connections, type DestinationConnections } from "./connections.ts";
import { destinationKey, serviceKey, type DestinationKey, type Endpoint, type ServiceKey } from "./key.ts";
import type { IpvsTable } from "./table.ts";
import { readable } from "./unread.ts";

/**
 * Reads `/proc/net/ip_vs`, the quickest way to connection counts (a seventh of ipvsadm's time). Persistence there is in
 * kernel ticks of unknown length and is not read.
 *
 * @param known tells whether a mark is IPv4 or IPv6, which the file does not. Without it only destinations tell, and a mark
 * that could be either is reported, not guessed: an IPv6 service may have IPv4 tunnels.
 */
export function parseProcIpvs(text: string, known: IpvsTable = new Map()): Connections {
  const { blocks, unread } = readBlocks(text, CONNECTION_HEADINGS, readIdentity, (at, words) => [
    destinationKey(readable(readEndpoint(at), `${at} is not an address and a port in hex`)),
    readConnections(words),
  ]);
  const services = new Map<ServiceKey, Pick<ProcBlock, "destinations">>();
  const choices = blocks.map((block) => ({ ...block, keys: keysOf(block, known, blocks) }));
  for (const { line, text, destinations, keys } of choices.sort((a, b) => a.keys.length - b.keys.length)) {
    const [key, ...others] = keys.filter((key) => !services.has(key));
    if (key === undefined || (others.length > 0 && destinations.size > 0))
      unread.push({ line, text, problem: "cannot tell which service this is" });
    else services.set(key, { destinations });
  }
  return { services, unread };
}

/** A service as the file names it: a mark without its family. */
type ProcIdentity = Exclude<ServiceIdentity, { kind: "fwmark" }> | { readonly kind: "fwmark"; readonly mark: number };
type ProcBlock = Block<ProcIdentity, DestinationConnections>;

/** Every key a block may stand for. */
function keysOf({ service, destinations }: ProcBlock, known: IpvsTable, blocks: readonly ProcBlock[]): ServiceKey[] {
  if (service.kind === "address") return [serviceKey(service)];
  const keyOf = (family: Family) => serviceKey({ ...service, family });
  // only a tunnel may lead to the other family
  for (const [at, { forwarding }] of destinations)
    if (forwarding !== "tunnel") return [keyOf(at.startsWith("[") ? 6 : 4)];
  const keys = ([4, 6] as const).map(keyOf).filter((key) => known.has(key));
  const alike = keys.filter((key) => sameKeys(destinations, known.get(key)?.destinations));
  if (alike.length === 1) return alike;
  const namesakes = blocks.filter((other) => other.service.kind === "fwmark" && other.service.mark === service.mark);
  return namesakes.length > keys.length ? [] : keys; // a service has come since `known` was read
}

const sameKeys = (a: ReadonlyMap<DestinationKey, unknown>, b: ReadonlyMap<DestinationKey, unknown> | undefined) =>
  a.size === b?.size && [...a.keys()].every((key) => b.has(key));

function readIdentity([word = "", at = ""]: readonly string[]): ProcIdentity {
  if (word === "FWM") {
    const mark = /^[0-9A-F]{8}$/.test(at) ? Number.parseInt(at, 16) : 0;
    return { kind: "fwmark", mark: readable(mark || undefined, `${at} is not a mark in hex`) };
  }
  const protocol = readable(
    PROTOCOLS.find((name) => name.toUpperCase() === word),
    `${word} is not a protocol`,
  );
  const endpoint = readable(readEndpoint(at), `${at} is not an address and a port in hex`);
  return { kind: "address", protocol, ...endpoint };
}

/** `C0000250:0050` or `[2001:0db8:…]:0050`. */
function readEndpoint(text: string): Endpoint | undefined {
  const [, v4 = "", v6 = "", port = ""] = /^(?:([0-9A-F]{8})|\[([0-9a-f:.]+)\]):([0-9A-F]{4})$/.exec(text) ?? [];
  const address = v6 ? v6 : [0, 2, 4, 6].map((at) => Number.parseInt(v4.slice(at, at + 2), 16)).join(".");
  const parsed = ipAddressSchema.safeParse(address).data;
  return parsed && { address: parsed, port: Number.parseInt(port, 16) };
}
