import { readable, Unreadable } from "./unread.ts";

/** Options of one command by name, as written; one without a value has "". */
export type Options = ReadonlyMap<string, string>;

/** Which options a command knows: whether a value follows always, maybe or never. */
export type Grammar = ReadonlyMap<string, "value" | "maybe" | "bare">;

/** Builds a grammar from blank-separated lists of options. */
export const grammar = (options: Readonly<Record<"value" | "maybe" | "bare", string>>): Grammar =>
  new Map(
    (["value", "maybe", "bare"] as const).flatMap((takes) => options[takes].split(" ").map((name) => [name, takes])),
  );

/** Reads the words after a command, which is the first word; {@link Unreadable} for what `grammar` does not know and for what is there twice. */
export function readOptions(words: readonly string[], grammar: Grammar): Options {
  const options = new Map<string, string>();
  for (let at = 1; at < words.length; at++) {
    const name = words[at] ?? "";
    if (name === "") continue; // two blanks in a row
    const takes = readable(grammar.get(name), `${name} is not known here`);
    const next = takes === "bare" ? undefined : words[at + 1];
    const given = next !== undefined && (takes === "value" || !next.startsWith("-"));
    if (takes === "value" && !given) throw new Unreadable(`${name} has no value`);
    if (options.has(name)) throw new Unreadable(`${name} is there twice`);
    options.set(name, given ? next : "");
    if (given) at++;
  }
  return options;
}
