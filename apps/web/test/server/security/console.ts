import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import https from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { accounts } from "../../../src/server/accounts/accounts.ts";
import { databaseFile, migrationsDir } from "../../../src/server/db/data-dir.ts";
import { consoleServer, type ServerOptions } from "../../../src/server/http/server.ts";
import { startServices } from "../../../src/server/start.ts";
import { CHEAP, PASSWORD } from "../accounts/fresh.ts";

// hundreds of requests a test: on a busy machine they take their time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SECRET = "s".repeat(64);

export type Asked = {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
};
export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

type Options = Partial<Pick<ServerOptions, "tls" | "behindProxy" | "dev">> & { readonly accounts?: boolean };

/**
 * The console's real server on a loopback port, with a database of its own, routers that nobody answers for, and pages that say
 * what reached them. `piranha` (admin) and `wallboard` (viewer) have the password of the accounts' tests.
 */
export async function startConsole({ accounts: withAccounts = true, ...options }: Options = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), "piranha-security-"));
  const { services, close } = await startServices({
    version: "0",
    dataDir,
    migrationsDir: migrationsDir(),
    cluster: "default",
    routers: ["lefty", "righty"].map((name) => ({
      name,
      door: { kind: "unix", path: path.join(dataDir, `${name}.sock`) },
    })),
    say: () => undefined,
  });
  const makers = accounts(services.db, { cost: CHEAP });
  if (withAccounts) {
    await makers.setPassword("piranha", PASSWORD, "admin");
    await makers.setPassword("wallboard", PASSWORD, "viewer");
  }
  makers.close();

  const reached: IncomingMessage[] = [];
  const server = consoleServer({
    services,
    secret: SECRET,
    dev: false,
    tls: undefined,
    behindProxy: false,
    ...options,
    pages: (request, response) => {
      reached.push(request);
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end("<!doctype html><title>page</title>");
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const own = `${options.tls ? "https" : "http"}://127.0.0.1:${String(port)}`;

  /** One request, as it is; nothing is added but Host. */
  const ask = (target: string, { method = "GET", headers = {}, body }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const client = options.tls ? https : http;
      const request = client.request(
        { host: "127.0.0.1", port, path: target, method, headers, agent: false, rejectUnauthorized: false },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
          response.on("error", reject);
        },
      );
      request.on("error", reject);
      request.end(body);
    });

  /** What a page of ours sends with a change. */
  const ours = (cookie = "") => ({
    "content-type": "application/json",
    origin: own,
    "sec-fetch-site": "same-origin",
    ...(cookie && { cookie }),
  });
  const post = (procedure: string, input: unknown = {}, cookie = "") =>
    ask(`/api/trpc/${procedure}`, { method: "POST", headers: ours(cookie), body: JSON.stringify(input) });
  const query = (procedure: string, input?: unknown, cookie = "") =>
    ask(
      `/api/trpc/${procedure}${input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
      cookie ? { headers: { cookie } } : {},
    );

  return {
    services,
    server,
    port,
    own,
    dataDir,
    ask,
    ours,
    post,
    query,
    /** Requests that pages were asked to render. */
    reached,
    /** The cookie of somebody who just signed in. */
    signIn: async (name = "piranha") => {
      const { status, headers, text } = await post("session.signIn", { name, password: PASSWORD });
      const [cookie = ""] = headers["set-cookie"] ?? [];
      if (status !== 200 || cookie === "") throw new Error(`not signed in: ${String(status)} ${text}`);
      return cookie.split(";")[0] ?? "";
    },
    /** Bytes as they are on a connection of their own; resolves with what came back until it ended or `patienceMs` passed. */
    raw: (bytes: string | Buffer, patienceMs = 500): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1", () => void socket.write(bytes));
        let text = "";
        const done = () => {
          clearTimeout(timer);
          socket.destroy();
          resolve(text);
        };
        const timer = setTimeout(done, patienceMs);
        socket.on("data", (chunk) => (text += chunk.toString("latin1")));
        socket.on("error", done).on("close", done);
      }),
    /** Files in the data directory beside the console's own. */
    strangeFiles: () => readdirSync(dataDir).filter((name) => !name.startsWith(path.basename(databaseFile("")))),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Console = Awaited<ReturnType<typeof startConsole>>;

/** The message and the code of a refused call. */
export function refusalOf({ text }: Answer): { readonly message: string; readonly code: string } {
  const { error } = JSON.parse(text) as { error: { message: string; data: { code: string } } };
  return { message: error.message, code: error.data.code };
}
