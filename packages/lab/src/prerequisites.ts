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
  ssh: "openssh-client",
  sshd: "openssh-server",
};
const UML = { "linux.uml": "user-mode-linux" };

/** What the tests of the console need besides: a browser, and a font for it to write with. */
const BROWSER = { chromium: "chromium" };
const FONT = { file: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", from: "fonts-dejavu-core" };

/** The Debian packages the lab needs and this machine lacks, for one `apt-get install`. Looks for programs only. */
export async function missingPrerequisites(): Promise<string[]> {
  return missingPrograms({ ...PROGRAMS, ...((await kernelKind()) === "uml" ? UML : {}) });
}

/** The same for tests in a browser. Where E2E_CHROMIUM names one, none is missing. */
export async function missingForBrowserTests(): Promise<string[]> {
  const browser = process.env["E2E_CHROMIUM"] === undefined ? await missingPrograms(BROWSER) : [];
  const font = await access(FONT.file).then(
    () => [],
    () => [FONT.from],
  );
  return [...browser, ...font];
}

async function missingPrograms(programs: Readonly<Record<string, string>>): Promise<string[]> {
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
