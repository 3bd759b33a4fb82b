import { CONSOLE, PASSWD } from "./places.ts";
import { runNode, startNode, type Program } from "./program.ts";

/** A console that answers. */
export type Console = {
  readonly url: string;
  readonly program: Program;
};

/** Arguments of `--router`, such as `lefty=unix:/run/agent.sock`. */
export type ConsoleOptions = {
  readonly dataDir: string;
  readonly routers: readonly string[];
  readonly port?: number;
  readonly more?: readonly string[];
};

export async function startConsole({ dataDir, routers, port = 0, more = [] }: ConsoleOptions): Promise<Console> {
  const program = startNode([
    CONSOLE,
    ...["--data-dir", dataDir, "--port", String(port)],
    ...routers.flatMap((router) => ["--router", router]),
    ...more,
  ]);
  const [, url = ""] = await program.says(/^Piranha console: (\S+)$/m, 30_000);
  return { url, program };
}

/** Sets a password as an operator does, on the machine of the console. */
export const setPassword = (dataDir: string, password: string, ...words: readonly string[]): Promise<string> =>
  runNode([PASSWD, "--data-dir", dataDir, ...words], `${password}\n`);
