import http, { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import https from "node:https";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { readCookie, sealCookie, withoutPlainCookie } from "../accounts/cookie.ts";
import { appRouter } from "../app-router.ts";
import type { Services } from "../services.ts";
import type { Context } from "../trpc.ts";
import { refusalOf, type Refusal } from "./refusal.ts";
import { secure } from "./security-headers.ts";

export type ServerOptions = {
  readonly services: Services;
  /** Renders everything that is not the API. */
  readonly pages: RequestListener;
  readonly secret: string;
  readonly dev: boolean;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Whether X-Forwarded-* come from a proxy of ours. */
  readonly behindProxy: boolean;
};

const API = "/api/trpc/";
/** An lvs.cf of 8 MB in JSON. */
const BODY_LIMIT = 9 << 20;
/** A name and a password. */
const STRANGERS_BODY_LIMIT = 16 << 10;
/** More than a page asks for at once; a batch runs all its calls side by side. */
const MOST_IN_A_BATCH = 40;
const LIMITS = { headersTimeout: 15_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };
const MOST_CONNECTIONS = 1_000;

/** The API straight from here, pages from Next. */
export function consoleServer(options: ServerOptions): http.Server {
  const { dev, behindProxy, tls, pages } = options;
  const listener: RequestListener = (request, response) => {
    const isHttps = tls !== undefined || forwarded(request, "x-forwarded-proto", options) === "https";
    secure(request, response, { dev, https: isHttps });
    const { cookie } = request.headers;
    if (isHttps && cookie !== undefined) request.headers.cookie = withoutPlainCookie(cookie);
    const url = request.url ?? "/";
    const api = url.startsWith(API);
    const refusal = refusalOf(request, api ? "api" : "page", { dev, behindProxy, https: isHttps });
    if (refusal) refuse(response, refusal);
    else if (!api) pages(request, response);
    else
      answer(request, response, url.slice(API.length).split("?")[0] ?? "", isHttps, options).catch((error: unknown) => {
        console.error("api:", error);
        if (response.headersSent) response.destroy();
        else refuse(response, { status: 500, words: "The console failed. Its log says why" });
      });
  };
  const server = tls ? https.createServer({ ...LIMITS, ...tls }, listener) : http.createServer(LIMITS, listener);
  server.maxConnections = MOST_CONNECTIONS;
  if (!dev) server.on("upgrade", refuseUpgrade);
  return server;
}

/** Next listens for upgrades by itself and would pass them on. Nothing of ours is a web socket. */
function refuseUpgrade(request: IncomingMessage): void {
  request.url = "/";
  request.socket.on("error", () => undefined).destroy();
}

function refuse(response: ServerResponse, { status, words }: Refusal): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end(`${words}\n`);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  isHttps: boolean,
  options: ServerOptions,
): Promise<void> {
  response.setHeader("cache-control", "no-store");
  response.setHeader("content-type", "application/json"); // tRPC leaves it away where it cannot read the address
  const context = await contextOf(request, response, isHttps, options);
  if (request.socket.destroyed) return; // tRPC would wait for an end that has been
  await nodeHTTPRequestHandler({
    req: request,
    res: response,
    path,
    router: appRouter,
    maxBodySize: context.who ? BODY_LIMIT : STRANGERS_BODY_LIMIT,
    maxBatchSize: MOST_IN_A_BATCH,
    createContext: () => Promise.resolve(context),
    onError: ({ error, path: procedure }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error(`${procedure ?? "?"}:`, error.cause ?? error);
    },
  });
}

async function contextOf(
  request: IncomingMessage,
  response: ServerResponse,
  isHttps: boolean,
  options: ServerOptions,
): Promise<Context> {
  const token = await readCookie(request.headers.cookie ?? null, options.secret);
  return {
    services: options.services,
    who: token === null ? null : await options.services.accounts.sessionOf(token),
    address:
      forwarded(request, "x-forwarded-for", options)?.split(",").at(-1)?.trim() ?? request.socket.remoteAddress ?? "",
    browser: request.headers["user-agent"]?.slice(0, 300) ?? "",
    setCookie: async (value) => {
      response.setHeader("set-cookie", await sealCookie(value, { secret: options.secret, https: isHttps }));
    },
  };
}

function forwarded(request: IncomingMessage, name: string, { behindProxy }: ServerOptions): string | undefined {
  const value = behindProxy ? request.headers[name] : undefined;
  return Array.isArray(value) ? value.at(-1) : value;
}
