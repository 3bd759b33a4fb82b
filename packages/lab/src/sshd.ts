import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Forward } from "./forward.ts";
import { packageFile } from "./package-file.ts";
import type { Place } from "./place.ts";
import type { LabProcess } from "./process.ts";

/** What a console needs to reach a node's agent over ssh. The files are this lab's alone and go with it. */
export type SshAccess = {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly identityFile: string;
  readonly knownHostsFile: string;
};

export type Sshd = {
  readonly access: SshAccess;
  /** The listening one: what it logs, and to be stopped. Sessions are processes of their own. */
  readonly process: LabProcess;
};

/** User and group; the agent gives its socket to the group. */
const USER = "piranha";
const PORT = 22;
const FOLDER = "/run/lab-sshd";

/**
 * Runs sshd in a node and lets user `piranha` in with a new key, for nothing but `piranha-agent connect`. To be called once a
 * node, before its agent or after it.
 *
 * @param privateDir on the host, gets the keys.
 */
export async function startSshd(
  place: Place,
  forward: (port: number) => Promise<Forward>,
  privateDir: string,
): Promise<Sshd> {
  const { port } = await forward(PORT);
  const folder = await mkdtemp(join(privateDir, "ssh-"));
  const [identityFile, hostKeyFile, knownHostsFile] = ["identity", "host", "known_hosts"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await Promise.all([newKey(identityFile, "the lab's console"), newKey(hostKeyFile, place.title)]);
  const [clientKey, hostKey] = await Promise.all([publicKey(identityFile), publicKey(hostKeyFile)]);
  await writeFile(knownHostsFile, `[127.0.0.1]:${port} ${hostKey}`, { mode: 0o600 });

  await place.exec(["sh", "-e", "-c", PREPARATION], { env: { AGENT: agentFile(), NODE: process.execPath } });
  await place.writeFile(`${FOLDER}/host_key`, await readFile(hostKeyFile), 0o600);
  await place.writeFile(`${FOLDER}/authorized_keys`, `restrict,command="${FOLDER}/connect" ${clientKey}`);
  await place.writeFile(`${FOLDER}/sshd_config`, CONFIGURATION);
  const sshd = await place.start(["/usr/sbin/sshd", "-D", "-e", "-f", `${FOLDER}/sshd_config`], { name: "sshd" });
  await sshd.line("Server listening");
  return { access: { user: USER, host: "127.0.0.1", port, identityFile, knownHostsFile }, process: sshd };
}

const agentFile = (): string => packageFile("../agent/dist/piranha-agent.js");

const newKey = (file: string, comment: string): Promise<unknown> =>
  promisify(execFile)("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
const publicKey = (file: string): Promise<string> => readFile(`${file}.pub`, "utf8");

/** The account. Node and the agent may lie in a folder that only root can enter; the account then gets copies. */
const PREPARATION = `
mkdir -p /run/sshd ${FOLDER}
grep -q '^${USER}:' /etc/group || echo '${USER}:x:947:' >>/etc/group
grep -q '^${USER}:' /etc/passwd || {
  echo '${USER}:x:947:947::${FOLDER}:/bin/sh' >>/etc/passwd
  echo '${USER}:*:::::::' >>/etc/shadow
}
group=$(id -g ${USER})
[ ! -S /run/piranha/agent.sock ] || chgrp $group /run/piranha/agent.sock
can() { setpriv --reuid ${USER} --regid $group --clear-groups -- test "$@"; }
can -x "$NODE" || { cp "$NODE" ${FOLDER}/node; NODE=${FOLDER}/node; }
can -r "$AGENT" || { install -m 755 "$AGENT" ${FOLDER}/piranha-agent.js; AGENT=${FOLDER}/piranha-agent.js; }
printf '#!/bin/sh\\nexec %s %s connect\\n' "$NODE" "$AGENT" >${FOLDER}/connect
chmod 755 ${FOLDER}/connect`;

/**
 * Debian's settings where they matter to what a key may do, so that it is the key's own restriction that holds.
 * The other way round, a console that vanished: its sessions end by themselves.
 */
const CONFIGURATION = `ListenAddress 127.0.0.1:${PORT}
HostKey ${FOLDER}/host_key
AuthorizedKeysFile ${FOLDER}/authorized_keys
AllowUsers ${USER}
AuthenticationMethods publickey
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
AcceptEnv LANG LC_*
Subsystem sftp /usr/lib/openssh/sftp-server
ClientAliveInterval 2
ClientAliveCountMax 3
PidFile none
`;
