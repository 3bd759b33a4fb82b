import { parseListing, readFigures, type Listing } from "./listing.ts";

/**
 * Totals since the rule was made or zeroed. Plain numbers: past 2^53 (nine petabytes) the nearest one, off by a few bytes
 * at most. Without `--exact` ipvsadm cuts totals from 100 million on to three or more digits (`830843K` is 830,843,000 and a bit).
 */
export type Totals = Readonly<Record<(typeof TOTALS)[number], number>>;
const TOTALS = ["connections", "inPackets", "outPackets", "inBytes", "outBytes"] as const;

/** Reads `ipvsadm -L -n --stats`, with or without `--exact`. */
export const parseStats = (text: string): Listing<Totals, Totals> =>
  parseListing(text, {
    headings: "Conns InPkts OutPkts InBytes OutBytes",
    readService: (words) => readFigures(words, TOTALS),
    readDestination: (words) => readFigures(words, TOTALS),
  });

/** The kernel's estimates of what happens a second, averaged over some seconds. */
export type Rates = Readonly<Record<(typeof RATES)[number], number>>;
const RATES = [
  "connectionsPerSecond",
  "inPacketsPerSecond",
  "outPacketsPerSecond",
  "inBytesPerSecond",
  "outBytesPerSecond",
] as const;

/** Reads `ipvsadm -L -n --rate`, with or without `--exact`. */
export const parseRates = (text: string): Listing<Rates, Rates> =>
  parseListing(text, {
    headings: "CPS InPPS OutPPS InBPS OutBPS",
    readService: (words) => readFigures(words, RATES),
    readDestination: (words) => readFigures(words, RATES),
  });
