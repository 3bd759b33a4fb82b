import type { DestinationKey } from "./key.ts";
import { readLines, Unreadable, readable, type UnreadLine } from "./unread.ts";

/** A service's row in a listing, and its destinations' rows. */
export type Block<S, D> = Omit<UnreadLine, "problem"> & {
  readonly service: S;
  readonly destinations: ReadonlyMap<DestinationKey, D>;
};

/**
 * Cuts a listing of services and `->` rows into blocks. Rows under other headings than `headings` are not read, so one kind
 * of listing is never taken for another; nor are destinations of a service that could not be read.
 */
export function readBlocks<S, D>(
  text: string,
  headings: string,
  readService: (words: readonly string[]) => S,
  readDestination: (at: string, words: readonly string[]) => readonly [DestinationKey, D],
): { readonly blocks: readonly Block<S, D>[]; readonly unread: UnreadLine[] } {
  const blocks: Block<S, D>[] = [];
  let seen = "";
  let siblings: Map<DestinationKey, D> | undefined;
  const unread = readLines(text, (line, number) => {
    const words = line.trim().split(/\s+/);
    const [first = "", second = "", ...rest] = words;
    if (first === "IP" && second === "Virtual") return;
    if (first === "Prot") seen = rest.join(" ");
    else if (second === "RemoteAddress:Port") seen = [...seen.split(" "), ...rest].join(" ").trim();
    else if (seen !== headings) throw new Unreadable(`not under the headings ${headings}`);
    else if (first === "->") {
      const [at, figures] = readDestination(second, rest);
      const others = readable(siblings, "its service could not be read");
      if (others.has(at)) throw new Unreadable("the destination is there twice");
      others.set(at, figures);
    } else {
      siblings = undefined;
      const service = readService(words);
      siblings = new Map<DestinationKey, D>();
      blocks.push({ line: number, text: line, service, destinations: siblings });
    }
  });
  return { blocks, unread };
}
