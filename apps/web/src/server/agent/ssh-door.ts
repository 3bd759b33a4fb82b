import { spawn, type ChildProcess } from "node:child_process";
import http from "node:http";
import { Duplex } from "node:stream";

export type SshAddress = {
  readonly user: string;
  readonly host: string;
  readonly port?: number;
  /** Private key of the console's own, which the router's authorized_keys restricts to `piranha-agent connect`. */
  readonly identityFile: string;
  /** The pinned host keys; an unknown host is refused. */
  readonly knownHostsFile: string;
};

/** An http.Agent whose connections are `ssh ROUTER connect` processes; ssh's own last words become the error. */
export function sshDoor(address: SshAddress, maxSockets: number): http.Agent {
  const children = new Set<ChildProcess>();
  const agent = new http.Agent({ keepAlive: true, maxSockets });
  const destroy = agent.destroy.bind(agent);
  return Object.assign(agent, {
    createConnection: () => connection(sshArguments(address), children),
    destroy: () => {
      destroy();
      for (const child of children) child.kill("SIGKILL");
    },
  });
}

/** No value of it can be taken for an option: those that could stand after `--` or in `-o NAME=`. */
export const sshArguments = ({ user, host, port, identityFile, knownHostsFile }: SshAddress): string[] => [
  ...["-F", "none", "-T", "-i", identityFile],
  ...[
    "BatchMode=yes",
    "IdentitiesOnly=yes",
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${knownHostsFile}`,
    "GlobalKnownHostsFile=/dev/null",
    "ConnectTimeout=5",
    "ServerAliveInterval=1",
    "ServerAliveCountMax=3",
    "ClearAllForwardings=yes",
    "EscapeChar=none",
    "LogLevel=ERROR",
    "ControlMaster=no",
    "ControlPath=none",
  ].flatMap((option) => ["-o", option]),
  ...(port === undefined ? [] : ["-p", String(port)]),
  "--",
  `${user}@${host}`,
  "connect",
];

const LAST_WORDS = 2_000;

function connection(args: readonly string[], children: Set<ChildProcess>): Duplex {
  const ssh = spawn("ssh", args, { stdio: "pipe" });
  children.add(ssh);
  let words = "";
  const door = new Duplex({
    read: () => void ssh.stdout.resume(),
    // a broken pipe is told by 'close', with the reason
    write: (chunk, _encoding, done) => void ssh.stdin.write(chunk, () => done()),
    final: (done) => void ssh.stdin.end(() => done()),
    destroy: (error, done) => {
      ssh.kill("SIGKILL");
      done(error);
    },
  });
  // http.Agent calls what a socket has
  for (const name of ["setKeepAlive", "setNoDelay", "setTimeout", "ref", "unref"])
    Object.assign(door, { [name]: () => door });
  ssh.stdout.on("data", (chunk: Buffer) => {
    if (!door.push(chunk)) ssh.stdout.pause();
  });
  ssh.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS)));
  ssh.stdin.on("error", () => undefined);
  ssh.on("error", (error) => door.destroy(error));
  ssh.on("close", (code) => {
    children.delete(ssh);
    if (code === 0) {
      door.push(null);
      // an idle connection is read by nobody and would stay in the pool, half open
      if (door.readableLength === 0) setImmediate(() => door.destroy());
      else door.once("end", () => door.destroy());
    } else
      door.destroy(
        new Error(`ssh: ${words.trim().split("\n").at(-1) ?? ""}`.trim() || `ssh ended with ${String(code)}`),
      );
  });
  return door;
}
