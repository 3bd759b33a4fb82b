import { parseListing, readFigures, type Listing } from "./listing.ts";
import type { Destination, IpvsTable } from "./table.ts";

/** Limits of a destination and what counts against them. */
export type Thresholds = Readonly<Record<(typeof THRESHOLDS)[number], number>>;
const THRESHOLDS = ["upperThreshold", "lowerThreshold", "activeConnections", "inactiveConnections"] as const;

/** Reads `ipvsadm -L -n --thresholds`. */
export const parseThresholds = (text: string): Listing<object, Thresholds> =>
  parseListing(text, {
    headings: "Uthreshold Lthreshold ActiveConn InActConn",
    readService: () => ({}),
    readDestination: (words) => readFigures(words, THRESHOLDS),
  });

/**
 * Brings thresholds into a table read from `ipvsadm -S`, which does not print them (observed, 1.31). A destination
 * that came between the two commands keeps what it has.
 */
export function withThresholds(table: IpvsTable, { services }: Listing<object, Thresholds>): IpvsTable {
  return new Map(
    [...table].map(([key, service]) => {
      const thresholds = services.get(key)?.destinations;
      const destinations = [...service.destinations].map(
        ([at, destination]) => [at, withLimits(destination, thresholds?.get(at))] as const,
      );
      return [key, { ...service, destinations: new Map(destinations) }];
    }),
  );
}

function withLimits(destination: Destination, limits: Thresholds | undefined): Destination {
  const { upperThreshold, lowerThreshold } = limits ?? destination;
  return upperThreshold === destination.upperThreshold && lowerThreshold === destination.lowerThreshold
    ? destination // nearly every one: a copy would cost more than reading it did
    : { ...destination, upperThreshold, lowerThreshold };
}
