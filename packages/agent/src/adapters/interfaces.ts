import { spawn } from "node:child_process";
import * as z from "zod";
import { raiseAddress, removeAddress, type AddressLine } from "@piranha/lvs/pulse";
import { CommandError, type Exec } from "./exec.ts";

/** An address some interface of this router has. */
export type HeldAddress = {
  readonly address: string;
  readonly prefixLength: number;
  readonly device: string;
  /** False: somebody configured it for good, it will not go away with its lifetime. */
  readonly expires: boolean;
};

/** An interface of this router. */
export type Interface = {
  readonly name: string;
  readonly mac: string | undefined;
  readonly up: boolean;
  readonly held: readonly HeldAddress[];
};

/** A long-lived `ip -force -batch -`: what is written runs at once, without a process a command. */
export type AddressChannel = {
  /** Refreshes every line, creating what is missing, and resolves when `ip` has done it, with what it complained of. */
  readonly refresh: (lines: readonly AddressLine[]) => Promise<string[]>;
  /** Ends it at once; nothing written before is done afterwards. */
  readonly kill: () => Promise<void>;
};

/** Interfaces and addresses of this router. Every method throws the `CommandError` of `exec`. */
export type Interfaces = {
  readonly read: () => Promise<Interface[]>;
  readonly openChannel: () => AddressChannel;
  /** Takes addresses away; one that is absent is no error. */
  readonly remove: (lines: readonly AddressLine[]) => Promise<void>;
  /** Makes the kernel announce every address of an interface (arp_notify, ndisc_notify). Resolves false if the driver refuses. */
  readonly announceAll: (device: string, mac: string) => Promise<boolean>;
  /** One gratuitous ARP for one IPv4 address, where the driver refuses {@link Interfaces.announceAll}. */
  readonly announceOne: (device: string, address: string) => Promise<void>;
  /** Who else answers for an IPv4 address, by MAC; undefined when nobody does within a second. */
  readonly otherOwner: (device: string, address: string) => Promise<string | undefined>;
};

const addrShowSchema = z.array(
  z.object({
    ifname: z.string().optional(),
    address: z.string().optional(),
    flags: z.array(z.string()).default([]),
    addr_info: z
      .array(
        z.object({
          local: z.string().optional(),
          prefixlen: z.number().default(0),
          valid_life_time: z.number().optional(),
        }),
      )
      .default([]),
  }),
);

/** Which Debian package brings which program. */
const PACKAGES: Readonly<Record<string, string>> = { ip: "iproute2", arping: "iputils-arping" };

const FOREVER = 4_294_967_295;

/** {@link Interfaces} through iproute2 and arping. */
export function ipRoute(run: Exec): Interfaces {
  const exec: Exec = (argv, limit) =>
    run(argv, limit).catch((error: unknown) => {
      const missing = error instanceof CommandError && error.failure === "not-found";
      throw missing
        ? new Error(`${argv[0]} is not installed: apt-get install ${PACKAGES[argv[0]] ?? argv[0]}`, { cause: error })
        : error;
    });
  return {
    read: async () =>
      addrShowSchema
        .parse(JSON.parse(await exec(["ip", "-json", "addr", "show"])))
        .flatMap((link) => (link.ifname === undefined ? [] : [toInterface(link.ifname, link)])),
    openChannel,
    remove: async (lines) => {
      if (lines.length === 0) return;
      const input = lines.map((line) => `${removeAddress(line)}\n`);
      await exec(["ip", "-force", "-batch", "-"], { input: input.join("") }).catch((error: unknown) => {
        if (!(error instanceof CommandError) || error.failure !== "exit") throw error; // "Cannot assign": was absent already
      });
    },
    announceAll: (device, mac) =>
      exec(["ip", "link", "set", "dev", device, "address", mac]).then(
        () => true,
        (error: unknown) => {
          if (error instanceof CommandError && error.failure === "exit") return false;
          throw error;
        },
      ),
    announceOne: async (device, address) => {
      await exec(["arping", "-U", "-q", "-c", "1", "-w", "1", "-I", device, address]);
    },
    otherOwner: async (device, address) => {
      const argv = ["arping", "-D", "-c", "1", "-w", "1", "-I", device, address] as const;
      try {
        await exec(argv);
        return undefined;
      } catch (error) {
        if (!(error instanceof CommandError) || error.failure !== "exit") throw error;
        return /\[([0-9A-Fa-f:]{17})\]/.exec(error.stdout)?.[1]?.toLowerCase();
      }
    },
  };
}

function toInterface(name: string, link: z.infer<typeof addrShowSchema>[number]): Interface {
  return {
    name,
    mac: link.address,
    up: link.flags.includes("UP"),
    held: link.addr_info.flatMap(({ local, prefixlen, valid_life_time: lifetime }) =>
      local === undefined
        ? []
        : [
            {
              address: local,
              prefixLength: prefixlen,
              device: name,
              expires: lifetime !== undefined && lifetime !== FOREVER,
            },
          ],
    ),
  };
}

/** `link show dev lo` after a batch: it prints when everything before it is done, which is all the acknowledgement `ip` gives. */
const MARK = "link show dev lo\n";

function openChannel(): AddressChannel {
  const child = spawn("ip", ["-force", "-batch", "-"], { stdio: "pipe" });
  let complaints: string[] = [];
  let waiting: { readonly done: (complaints: string[]) => void; readonly failed: (error: Error) => void } | undefined;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const fail = (error: Error) => {
    waiting?.failed(error);
    waiting = undefined;
  };
  child.once("error", (error) => fail(new CommandError(["ip", "-batch", "-"], "not-found", "", { cause: error })));
  child.once("close", () => fail(new CommandError(["ip", "-batch", "-"], "exit", complaints.join("; "))));
  child.stdin.on("error", () => undefined); // "close" tells
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => complaints.push(...chunk.trim().split("\n")));
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    if (!/link\/loopback/.test(chunk)) return;
    // what `ip` complained of was written before the mark, on another pipe: let that be read first
    setImmediate(() => {
      waiting?.done(complaints.filter((line) => !line.startsWith("Command failed")));
      waiting = undefined;
      complaints = [];
    });
  });
  return {
    refresh: (lines) =>
      new Promise((done, failed) => {
        waiting = { done, failed };
        child.stdin.write(lines.map((line) => `${raiseAddress(line)}\n`).join("") + MARK);
      }),
    kill: () => {
      child.kill("SIGKILL");
      return ended;
    },
  };
}
