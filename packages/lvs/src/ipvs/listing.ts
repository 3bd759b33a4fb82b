import { PROTOCOLS } from "../config/index.ts";
import { destinationKey, parseEndpoint, parseMark, serviceKey, type DestinationKey, type ServiceKey } from "./key.ts";
import { readBlocks } from "./blocks.ts";
import { readable, Unreadable, type UnreadLine } from "./unread.ts";

/** Figures of services and their destinations, by the keys of {@link IpvsTable}; rows that could not be read are apart. */
export type Listing<S, D> = {
  readonly services: ReadonlyMap<ServiceKey, S & { readonly destinations: ReadonlyMap<DestinationKey, D> }>;
  readonly unread: readonly UnreadLine[];
};

/** How one kind of listing is read: its two heading lines, and what stands after a service and after a destination. */
export type ListingFormat<S, D> = {
  readonly headings: string;
  readonly readService: (words: readonly string[]) => S;
  readonly readDestination: (words: readonly string[]) => D;
};

/**
 * Reads a listing of `ipvsadm -L -n`. Another kind of listing, names instead of numbers, and forwarding methods we do not
 * know end up in `unread`.
 */
export function parseListing<S extends object, D>(text: string, format: ListingFormat<S, D>): Listing<S, D> {
  const { blocks, unread } = readBlocks(
    text,
    format.headings,
    (words) => {
      const [key, rest] = readService(words);
      return { key, figures: format.readService(rest) };
    },
    (at, words) => [
      destinationKey(readable(parseEndpoint(at), `${at} is not an address and a port`)),
      format.readDestination(words),
    ],
  );
  const services = new Map<ServiceKey, S & { readonly destinations: ReadonlyMap<DestinationKey, D> }>();
  for (const { line, text, service, destinations } of blocks)
    if (services.has(service.key)) unread.push({ line, text, problem: "the service is there twice" });
    else services.set(service.key, { ...service.figures, destinations });
  return { services, unread };
}

/** The key at the start of `TCP 192.0.2.10:80 …`, `FWM 100 …`, `FWM 100 IPv6 …`, and the words after it. */
function readService([word = "", at = "", ...rest]: readonly string[]): readonly [ServiceKey, readonly string[]] {
  if (word === "FWM") {
    const family = rest[0] === "IPv6" ? 6 : 4;
    const mark = readable(parseMark(at), `${at} is not a mark`);
    return [serviceKey({ kind: "fwmark", mark, family }), family === 6 ? rest.slice(1) : rest];
  }
  const protocol = readable(
    PROTOCOLS.find((name) => name.toUpperCase() === word),
    `${word} is not a protocol`,
  );
  const endpoint = readable(parseEndpoint(at), `${at} is not an address and a port`);
  return [serviceKey({ kind: "address", protocol, ...endpoint }), rest];
}

const SCALES: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Exactly `count` figures; `830843K` is 830,843,000 (ipvsadm(8), `--exact`). */
export function readFigures<const N extends readonly string[]>(
  words: readonly string[],
  names: N,
): Record<N[number], number> {
  if (words.length !== names.length) throw new Unreadable(`${words.length} figures instead of ${names.length}`);
  return Object.fromEntries(names.map((name, at) => [name, readFigure(words[at] ?? "")])) as Record<N[number], number>;
}

function readFigure(text: string): number {
  const scale = SCALES[text.slice(-1)];
  const digits = scale ? text.slice(0, -1) : text;
  if (!/^\d{1,20}$/.test(digits)) throw new Unreadable(`${text} is not a number`);
  return Number(digits) * (scale ?? 1);
}
