import { printable, type Matcher } from "@piranha/lvs/nanny";

/** What came back so far: how much, its beginning for the operator, and whether it is what was expected. */
export type Answer = {
  readonly matcher: Matcher;
  readonly take: (piece: Uint8Array) => void;
  readonly shown: () => { readonly bytes: number; readonly seen: string };
};

const SHOWN_BYTES = 64;

/** Follows an answer without keeping it. */
export function answer(matcher: Matcher): Answer {
  let bytes = 0;
  let head = new Uint8Array(0);
  const take = (piece: Uint8Array) => {
    if (bytes < SHOWN_BYTES) head = Uint8Array.from([...head, ...piece.subarray(0, SHOWN_BYTES - bytes)]);
    bytes += piece.length;
    matcher.push(piece);
  };
  return { matcher, take, shown: () => ({ bytes, seen: printable(head) }) };
}
