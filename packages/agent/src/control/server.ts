import { chown, rm } from "node:fs/promises";
import { lstatSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { isErrno, readIfThere } from "../adapters/files.ts";
import { controlRouter, type ControlContext } from "./router.ts";

const BODY_LIMIT = 12 << 20;
const MOST_CONNECTIONS = 32;

/**
 * Serves the control router on a unix socket, readable and writable by owner and group from its birth.
 *
 * @returns ends it and removes the socket.
 * @throws Error when another process answers on `path`.
 */
export async function serveControl(path: string, context: ControlContext): Promise<() => Promise<void>> {
  await removeDeadSocket(path);
  const handler = createHTTPHandler({
    router: controlRouter,
    createContext: () => context,
    basePath: "/",
    allowMethodOverride: true,
    maxBodySize: BODY_LIMIT,
  });
  // 60 s: an ssh connection costs a log-in, so a console's idle one is kept; a vanished console's is not kept for ever
  const server = http.createServer(
    { keepAliveTimeout: 60_000, requestTimeout: 30_000, headersTimeout: 10_000 },
    handler,
  );
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    const mask = process.umask(0o117);
    server.listen(path, () => {
      process.umask(mask);
      resolve();
    });
  });
  await giveToGroup(path);
  return async () => {
    server.close();
    server.closeAllConnections();
    await rm(path, { force: true });
  };
}

/** Root's socket belongs to group `piranha` where that exists; a dedicated user's does already. */
async function giveToGroup(path: string): Promise<void> {
  const groups = process.getuid?.() === 0 ? await readIfThere("/etc/group") : undefined;
  const gid = /^piranha:[^:]*:(\d+):/m.exec(groups ?? "")?.[1];
  if (gid !== undefined) await chown(path, 0, Number(gid));
}

/** A socket left by a killed agent goes; one that answers belongs to somebody. */
async function removeDeadSocket(path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = net.connect(path);
    probe.once("connect", () => {
      probe.destroy();
      reject(new Error(`${path} is in use by another agent`));
    });
    probe.once("error", (error) => {
      if (isErrno(error, "ENOENT")) resolve();
      else if (!isErrno(error, "ECONNREFUSED") || !lstatSync(path).isSocket())
        reject(
          new Error(`${path} cannot be used as a socket (${error.message}): remove it, or name another with --socket`),
        );
      else rm(path, { force: true }).then(resolve, reject);
    });
  });
}
