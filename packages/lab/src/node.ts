import type { Channel } from "./channel.ts";
import { type Clients, clients } from "./ask.ts";
import { type Capture, capture } from "./capture.ts";
import { type Forward, forwarder } from "./forward.ts";
import type { Lines } from "./lines.ts";
import { type Place, place } from "./place.ts";
import { type ServerHandle, servers } from "./serve.ts";
import type { ServerSpec } from "./server-spec.ts";
import { type Sshd, startSshd } from "./sshd.ts";

/** Where a link of a node is plugged in, as the namespace that holds the bridges names things. */
export type Cable = { readonly outside: string; readonly bridge: string };

/**
 * A machine of the lab: a router, a real server, a client. It has its own network, host name and /run, and writable
 * copies of the host's /etc, /var and /tmp; everything else is the host's, read-only.
 */
export type LabNode = Place &
  Clients & {
    readonly name: string;
    /** Of the process that holds the node's namespaces, as the lab counts processes. */
    readonly pid: number;
    readonly cables: Readonly<Record<string, Cable>>;
    /** The namespace at the other end of its cables. */
    readonly outside: Place;
    /** On the host and in the node alike. */
    readonly logDir: string;
    /** Opens a port with a server behind it. */
    readonly serve: (spec: ServerSpec) => Promise<ServerHandle>;
    /** Records what passes a link; `filter` is as for tcpdump. */
    readonly capture: (link: string, filter?: string) => Promise<Capture>;
    /**
     * Makes a port of this machine's 127.0.0.1, chosen by the system, whose connections arrive in the node at `port` of
     * `host` (127.0.0.1 when absent), as if a program in the node had connected.
     */
    readonly forward: (port: number, host?: string) => Promise<Forward>;
    /** Lets a console in over ssh, to the node's agent and to nothing else. To be called once. */
    readonly sshd: () => Promise<Sshd>;
    /** Takes the node away: every process in it and its network. */
    readonly remove: () => Promise<void>;
  };

type Settings = Pick<LabNode, "name" | "pid" | "cables" | "outside" | "logDir"> & {
  readonly channel: Channel;
  readonly lines: Lines;
  readonly privateDir: string;
  readonly guestName: string;
  readonly title: string;
  readonly guestProgram: (name: string) => readonly string[];
};

export function labNode(settings: Settings): LabNode {
  const { channel, guestName, guestProgram, title, name, pid, cables, outside, logDir } = settings;
  const here = place(channel, { node: guestName, title, logDir });
  const forward = forwarder(here, settings.lines, guestProgram("relay"));
  return {
    ...here,
    ...clients(here, guestProgram("client")),
    name,
    pid,
    cables,
    outside,
    logDir,
    serve: servers(here, name, guestProgram("server")),
    forward,
    sshd: () => startSshd(here, forward, settings.privateDir),
    capture: (link, filter) => capture(here, logDir, link, filter),
    remove: async () => {
      await channel.call("removeNode", { node: guestName });
    },
  };
}
