import { hostname } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { RouterAddress } from "../server/agent/routers.ts";

export type ConsoleOptions = {
  readonly dev: boolean;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly routers: readonly RouterAddress[];
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly behindProxy: boolean;
};

export const USAGE = `piranha-console [options]

  --agent PATH            the agent's socket on this machine (default /run/piranha/agent.sock)
  --router NAME=ADDRESS   a router: unix:/path/agent.sock or ssh://USER@HOST[:PORT]; may stand several times, instead of --agent
  --ssh-key FILE          the private key for ssh routers
  --ssh-known-hosts FILE  the host keys of ssh routers; others are refused
  --data-dir DIR          database and keys (default /var/lib/piranha-console)
  --port PORT             default 3636
  --host ADDRESS          default 127.0.0.1; another one needs --tls-cert and --tls-key, or --behind-proxy
  --tls-cert FILE, --tls-key FILE
  --behind-proxy          a proxy in front speaks TLS; its X-Forwarded-For, -Proto and -Host are believed
  --dev                   pages are compiled when asked for`;

/** What was typed does not make sense; the message says what to type. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** @throws {UsageError} */
export function readOptions(argv: readonly string[]): ConsoleOptions | "help" {
  const { values } = parsed(argv);
  if (values.help) return "help";
  const port = Number(values.port);
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) throw new UsageError(`--port ${values.port}: write 0 to 65535`);
  const { "tls-cert": certFile, "tls-key": keyFile } = values;
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new UsageError("--tls-cert and --tls-key go together");
  const tls = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined;
  if (!LOOPBACK.test(values.host) && !tls && !values["behind-proxy"])
    throw new UsageError(
      `--host ${values.host}: passwords would cross the network in the clear. Add --tls-cert and --tls-key, or --behind-proxy`,
    );
  return {
    dev: values.dev,
    dataDir: path.resolve(values["data-dir"]),
    host: values.host,
    port,
    routers: routersOf(values),
    tls,
    behindProxy: values["behind-proxy"],
  };
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        agent: { type: "string" },
        router: { type: "string", multiple: true, default: [] },
        "ssh-key": { type: "string" },
        "ssh-known-hosts": { type: "string" },
        "data-dir": { type: "string", default: "/var/lib/piranha-console" },
        port: { type: "string", default: "3636" },
        host: { type: "string", default: "127.0.0.1" },
        "tls-cert": { type: "string" },
        "tls-key": { type: "string" },
        "behind-proxy": { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof parsed>["values"];

function routersOf(values: Values): RouterAddress[] {
  if (values.router.length === 0)
    return [{ name: hostname(), door: { kind: "unix", path: values.agent ?? "/run/piranha/agent.sock" } }];
  if (values.agent !== undefined) throw new UsageError("--agent and --router exclude each other");
  const routers = values.router.map((text) => routerOf(text, values));
  if (new Set(routers.map(({ name }) => name)).size < routers.length)
    throw new UsageError("two routers have the same name");
  return routers;
}

function routerOf(text: string, values: Values): RouterAddress {
  const [, name = "", address = ""] = /^([A-Za-z0-9][\w.-]*)=(.+)$/.exec(text) ?? [];
  const socket = /^unix:(\/.+)$/.exec(address)?.[1];
  if (name !== "" && socket !== undefined) return { name, door: { kind: "unix", path: socket } };
  // no part of it may look like an option of ssh
  const [, user = "", host = "", port] =
    /^ssh:\/\/([a-z_][\w-]*)@([A-Za-z0-9][\w.-]*|\[[\da-fA-F:]+\])(?::(\d{1,5}))?$/.exec(address) ?? [];
  if (name === "" || host === "")
    throw new UsageError(`--router ${text}: write NAME=unix:/path or NAME=ssh://USER@HOST[:PORT]`);
  const { "ssh-key": identityFile, "ssh-known-hosts": knownHostsFile } = values;
  if (identityFile === undefined || knownHostsFile === undefined)
    throw new UsageError(`--router ${text}: add --ssh-key and --ssh-known-hosts`);
  const bare = host.replace(/^\[|\]$/g, "");
  const at = port === undefined ? {} : { port: Number(port) };
  return { name, door: { kind: "ssh", user, host: bare, ...at, identityFile, knownHostsFile } };
}
