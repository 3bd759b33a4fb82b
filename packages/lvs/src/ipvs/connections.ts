import type { Forwarding } from "../config/index.ts";
import { parseListing, readFigures, type Listing } from "./listing.ts";
import { readable } from "./unread.ts";

/** What the kernel says of a destination beside its settings. `local` is a forwarding only kernels before 2.6.37 name. */
export type DestinationConnections = {
  readonly forwarding: Forwarding | "local";
  readonly weight: number;
  readonly activeConnections: number;
  readonly inactiveConnections: number;
};
export type Connections = Listing<object, DestinationConnections>;

/** Reads `ipvsadm -L -n`: how many connections every destination has. */
export const parseConnections = (text: string): Connections =>
  parseListing(text, {
    headings: CONNECTION_HEADINGS,
    readService: () => ({}),
    readDestination: readConnections,
  });

/** The headings of `ipvsadm -L -n` and of `/proc/net/ip_vs`, blanks squeezed. */
export const CONNECTION_HEADINGS = "Scheduler Flags Forward Weight ActiveConn InActConn";

/** Reads what stands after a destination in either. */
export function readConnections([method = "", ...figures]: readonly string[]): DestinationConnections {
  const forwarding = readable(METHODS.get(method), `${method} is not a forwarding method known here`);
  return { forwarding, ...readFigures(figures, ["weight", "activeConnections", "inactiveConnections"]) };
}

const METHODS: ReadonlyMap<string, DestinationConnections["forwarding"]> = new Map([
  ["Masq", "nat"],
  ["Route", "direct"],
  ["Tunnel", "tunnel"],
  ["Local", "local"],
]);
