import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Writable } from "node:stream";

/** What can be asked for a password: a terminal, or a pipe. */
export type PasswordSource = Readable & { readonly isTTY?: boolean };

/** The password, or what was wrong with how it came. */
export type Asked =
  { readonly kind: "password"; readonly password: string } | { readonly kind: "refused"; readonly why: string };

/**
 * Asks on a terminal, twice and without showing what is typed; takes exactly one line from anything else, so that a script can
 * pipe it in.
 *
 * @param say writes a prompt.
 */
export async function askPassword(input: PasswordSource, name: string, say: (words: string) => void): Promise<Asked> {
  if (!input.isTTY) return readLine(input);
  const password = await typed(input, `New password for ${name}: `, say);
  if (password === null) return GIVEN_UP;
  const again = await typed(input, "The same again: ", say);
  if (again === null) return GIVEN_UP;
  return again === password ? { kind: "password", password } : refused("The two are not the same. Nothing was changed");
}

/** One line, without its end; null when the person gave up (Ctrl-C, Ctrl-D). */
function typed(input: Readable, prompt: string, say: (words: string) => void): Promise<string | null> {
  // readline does the editing and writes every letter into nothing
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  say(prompt); // now nothing that is typed shows
  return new Promise((resolve) => {
    lines.once("line", resolve);
    lines.once("SIGINT", () => resolve(null));
    lines.once("close", () => resolve(null));
  }).then((line) => {
    lines.close();
    say("\n");
    return typeof line === "string" ? line : null;
  });
}

async function readLine(input: Readable): Promise<Asked> {
  let text = "";
  input.setEncoding("utf8");
  for await (const chunk of input) {
    text += String(chunk);
    if (text.length > MOST_PIPED) return refused("This is too long for a password. Nothing was changed");
  }
  const [password = "", ...rest] = text.split(/\r?\n/);
  if (rest.some((line) => line !== "")) return refused("Pipe in one line, the password. Nothing was changed");
  if (password === "") return refused("No password came in. Pipe in one line, or run this on a terminal");
  return { kind: "password", password };
}

const MOST_PIPED = 4_096;
const refused = (why: string): Asked => ({ kind: "refused", why });
const GIVEN_UP = refused("Nothing was changed");
