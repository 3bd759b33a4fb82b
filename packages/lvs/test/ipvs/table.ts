import type { IpAddress } from "../../src/config/index.ts";
import {
  destinationKey,
  destinationKeySchema,
  parseEndpoint,
  serviceKeySchema,
  type Destination,
  type DestinationKey,
  type IpvsTable,
  type ServiceKey,
  type ServiceSettings,
} from "../../src/ipvs/index.ts";

/** The key of a service, from the text an operator would say. */
export const service = (text: string): ServiceKey => serviceKeySchema.parse(text);
export const at = (text: string): DestinationKey => destinationKeySchema.parse(text);
export const address = (text: string): IpAddress => {
  const endpoint = parseEndpoint(text.includes(":") ? `[${text}]:0` : `${text}:0`);
  if (!endpoint) throw new Error(`${text} is not an address`);
  return endpoint.address;
};

export const WEB = service("tcp 192.0.2.10:80");

export const SETTINGS: ServiceSettings = {
  scheduler: "wlc",
  schedulerFlags: [],
  onePacket: false,
  persistentSeconds: 0,
  persistenceMask: undefined,
  persistenceEngine: undefined,
};

/** A real server on port 80 over NAT with weight 1, but for `changes`. */
export function destination(text: string, changes: Partial<Destination> = {}): Destination {
  const plain = {
    port: 80,
    forwarding: "nat",
    tunnel: undefined,
    weight: 1,
    upperThreshold: 0,
    lowerThreshold: 0,
  } as const;
  return { address: address(text), ...plain, ...changes };
}

/** A table of wlc services, but for `changes` to each. */
export const table = (
  services: Readonly<Record<string, readonly Destination[]>>,
  changes: Partial<ServiceSettings> = {},
): IpvsTable =>
  new Map(
    Object.entries(services).map(([key, list]) => [
      service(key),
      { ...SETTINGS, ...changes, destinations: new Map(list.map((one) => [destinationKey(one), one])) },
    ]),
  );
