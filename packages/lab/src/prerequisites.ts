import { access, constants } from "node:fs/promises";
import { kernelKind } from "./kernel.ts";

/** Which Debian package brings which program. */
const PROGRAMS: Readonly<Record<string, string>> = {
  modprobe: "kmod",
  ip: "iproute2",
  ipvsadm: "ipvsadm",
  arping: "iputils-arping",
  ping: "iputils-ping",
  tcpdump: "tcpdump",
  nft: "nftables",
  sysctl: "procps",
  openssl: "openssl",
};
const UML = { "linux.uml": "user-mode-linux" };

/** The Debian packages the lab needs and this machine lacks, for one `apt-get install`. Looks for programs only. */
export async function missingPrerequisites(): Promise<string[]> {
  const programs = { ...PROGRAMS, ...((await kernelKind()) === "uml" ? UML : {}) };
  const missing = await Promise.all(
    Object.entries(programs).map(async ([program, name]) => ((await isInstalled(program)) ? [] : [name])),
  );
  return missing.flat();
}

async function isInstalled(program: string): Promise<boolean> {
  const directories = new Set([...(process.env["PATH"] ?? "").split(":"), "/usr/sbin", "/usr/bin", "/sbin", "/bin"]);
  const found = [...directories].map((directory) => access(`${directory}/${program}`, constants.X_OK));
  return Promise.any(found).then(
    () => true,
    () => false,
  );
}
