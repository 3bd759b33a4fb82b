import { parseArgs } from "node:util";
import { CommandFailure } from "./failure.ts";
import { wordsOf } from "../words-of.ts";

/** Where an agent keeps its things; everything follows from three paths. */
export type Paths = { readonly config: string; readonly socket: string; readonly stateDir: string };

export const DEFAULT_PATHS: Paths = {
  config: "/etc/piranha/lvs.cf",
  socket: "/run/piranha/agent.sock",
  stateDir: "/var/lib/piranha",
};

const OPTIONS = {
  config: { type: "string" },
  socket: { type: "string" },
  "state-dir": { type: "string" },
  role: { type: "string" },
  ipvs: { type: "string" },
  base: { type: "string" },
  "confirm-within": { type: "string" },
  until: { type: "string" },
  host: { type: "string" },
  adopt: { type: "boolean" },
  flush: { type: "boolean" },
  follow: { type: "boolean" },
  json: { type: "boolean" },
} as const;
export type OptionName = keyof typeof OPTIONS;

/** The words after a command, read; options a command does not have are refused. */
export type Arguments = {
  readonly words: readonly string[];
  readonly text: (name: OptionName) => string | undefined;
  readonly flag: (name: OptionName) => boolean;
  readonly paths: Paths;
};

/** @throws {CommandFailure} 2, with what is wrong, for anything that is not `allowed`. */
export function readArguments(argv: readonly string[], allowed: readonly OptionName[], most: number): Arguments {
  const known = new Set<OptionName>([...allowed, "socket"]);
  const parsed = parse(argv);
  const values: { readonly [name in OptionName]?: string | boolean } = parsed.values;
  for (const name of Object.keys(values) as OptionName[])
    if (!known.has(name)) throw new CommandFailure(2, `this command has no --${name}; see piranha-agent help`);
  if (parsed.positionals.length > most)
    throw new CommandFailure(2, `one word too many: ${parsed.positionals[most] ?? ""}; see piranha-agent help`);
  const text = (name: OptionName) => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  return {
    words: parsed.positionals,
    text,
    flag: (name) => values[name] === true,
    paths: {
      config: text("config") ?? DEFAULT_PATHS.config,
      socket: text("socket") ?? DEFAULT_PATHS.socket,
      stateDir: text("state-dir") ?? DEFAULT_PATHS.stateDir,
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CommandFailure(2, `${wordsOf(error)}; see piranha-agent help`);
  }
}
