import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readCookie } from "../server/accounts/cookie.ts";
import { sessionSecret } from "../server/accounts/secret.ts";
import { CLUSTER, migrationsDir } from "../server/db/data-dir.ts";
import { consoleServer } from "../server/http/server.ts";
import { setPageDoor } from "../server/page-door.ts";
import { startServices } from "../server/start.ts";
import { pagesOf } from "./pages.ts";
import { readOptions, USAGE, UsageError, type ConsoleOptions } from "./options.ts";
import { placesOf } from "./places.ts";

const CLOSE_MS = 1_500;

async function main(options: ConsoleOptions): Promise<void> {
  const { dataDir, dev } = options;
  const { webDir, version } = await placesOf();
  const say = (words: string) => console.error(words);
  const { services, close } = await startServices({
    version,
    dataDir,
    migrationsDir: migrationsDir(),
    routers: options.routers,
    cluster: CLUSTER,
    say,
  });
  const secret = await sessionSecret(dataDir);
  setPageDoor({
    identity: { host: hostname(), cluster: services.cluster, version },
    signedIn: async (cookieHeader) => {
      const token = await readCookie(cookieHeader, secret);
      const who = token === null ? null : await services.accounts.sessionOf(token);
      return who && { name: who.name, role: who.role };
    },
  });
  const tls = options.tls && {
    cert: await readFile(options.tls.certFile),
    key: await readFile(options.tls.keyFile),
  };
  const pages = await pagesOf(webDir, dev);
  const server = consoleServer({ services, pages, secret, dev, tls, behindProxy: options.behindProxy });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // it listens on a port, so this is no pipe's name
  console.log(`Piranha console: ${tls ? "https" : "http"}://${options.host}:${String(port)}`);
  if (!(await services.accounts.anyAccount()))
    console.log("No password is set yet, nobody can sign in. Run on this machine: piranha-passwd");

  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), CLOSE_MS).unref(); // whatever does not end in time
    server.close();
    server.closeAllConnections(); // streams never end by themselves
    void close().finally(() => process.exit(0));
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
}

/** Says what is wrong and what to do, not where in the program. */
function fail(error: unknown): never {
  const words = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  console.error(`piranha-console: ${words}`);
  if (code === "EADDRINUSE") console.error("Another program has that port. Choose one with --port");
  process.exit(error instanceof UsageError ? 2 : 1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== "help" && !options.dev) Object.assign(process.env, { NODE_ENV: "production" }); // before React is loaded
    if (options === "help") console.log(USAGE);
    else await main(options);
  } catch (error) {
    fail(error);
  }
}
