import type { Host, IpAddress } from "./address.ts";
import { CLASSIC_CHECK_NAME, type Check } from "./check.ts";
import { DEFAULTS } from "./defaults.ts";
import type { RealServer } from "./real-server.ts";
import type { VirtualServer } from "./virtual-server.ts";

/** What a check does; `send` and `expect` are still the file's escape text. */
export type CheckTest =
  | { readonly kind: "connect" }
  | {
      readonly kind: "sendExpect";
      readonly transport: "tcp" | "udp";
      readonly send: string | undefined;
      readonly expect: string | undefined;
      readonly useRegex: boolean;
    }
  | {
      readonly kind: "program";
      /** Program and arguments, `%h` and `%p` filled in. */
      readonly words: readonly string[];
      readonly expect: string | undefined;
      readonly useRegex: boolean;
    }
  | { readonly kind: "later"; readonly check: Extract<Check, { kind: "http" | "https" | "dns" | "smtp" | "ping" }> };

/** One check of one real server with every default filled in. */
export type EffectiveCheck = {
  readonly name: string;
  readonly address: IpAddress;
  readonly port: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly fall: number;
  readonly rise: number;
  readonly reentryMs: number;
  readonly test: CheckTest;
};

/** Finds the address of a host, or undefined. */
export type Resolve = (host: Host | undefined) => IpAddress | undefined;

/** Every check of a real server: its own and its virtual server's blocks, and the classic one where that still is one. */
export function effectiveChecks(
  virtual: VirtualServer,
  server: RealServer,
  { address, port }: { readonly address: IpAddress; readonly port: number },
  resolve: Resolve,
): EffectiveCheck[] {
  const checks = new Map((virtual.checks ?? []).map((check) => [check.name as string, check]));
  for (const check of server.checks ?? []) checks.set(check.name, check);
  const classic =
    checks.has(CLASSIC_CHECK_NAME) || (checks.size > 0 && !hasClassicTest(virtual))
      ? []
      : [classicCheck(virtual, address, port)];
  return [
    ...classic,
    ...[...checks.values()].map((check) =>
      effectiveCheck(check, resolve(check.address) ?? address, check.port ?? port),
    ),
  ];
}

const hasClassicTest = ({ send, expect, sendProgram }: VirtualServer) =>
  send !== undefined || expect !== undefined || sendProgram !== undefined;

/** The check that send, expect, send_program, use_regex, timeout and reentry stand for (nanny(8)). */
function classicCheck(virtual: VirtualServer, address: IpAddress, port: number): EffectiveCheck {
  const d = DEFAULTS.service;
  const intervalMs = ms(virtual.timeoutSeconds ?? d.timeoutSeconds);
  return {
    name: CLASSIC_CHECK_NAME,
    address,
    port,
    intervalMs,
    timeoutMs: intervalMs,
    fall: 1,
    rise: 1,
    reentryMs: ms(virtual.reentrySeconds ?? d.reentrySeconds),
    test: classicTest(virtual, address, port),
  };
}

function classicTest(virtual: VirtualServer, address: IpAddress, port: number): CheckTest {
  const useRegex = virtual.useRegex ?? DEFAULTS.service.useRegex;
  const { send, expect } = virtual;
  if (virtual.sendProgram !== undefined)
    return { kind: "program", words: programWords(virtual.sendProgram, address, port), expect, useRegex };
  if (virtual.protocol === "udp") return { kind: "sendExpect", transport: "udp", send, expect, useRegex };
  if (send !== undefined || expect !== undefined)
    return { kind: "sendExpect", transport: "tcp", send, expect, useRegex };
  // nanny asks a silent service on *virtual* port 80 for a page (observed); anything else only has to accept.
  if ((virtual.port ?? DEFAULTS.service.port) === 80 && virtual.protocol !== "sctp")
    return {
      kind: "sendExpect",
      transport: "tcp",
      send: String.raw`GET / HTTP/1.0\r\n\r\n`,
      expect: "HTTP",
      useRegex: false,
    };
  return { kind: "connect" };
}

function effectiveCheck(check: Check, address: IpAddress, port: number): EffectiveCheck {
  const d = DEFAULTS.check;
  return {
    name: check.name,
    address,
    port,
    intervalMs: ms(check.intervalSeconds ?? d.intervalSeconds),
    timeoutMs: ms(check.timeoutSeconds ?? d.timeoutSeconds),
    fall: check.fall ?? d.fall,
    rise: check.rise ?? d.rise,
    reentryMs: ms(check.reentrySeconds ?? d.reentrySeconds),
    test: checkTest(check, address, port),
  };
}

function checkTest(check: Check, address: IpAddress, port: number): CheckTest {
  switch (check.kind) {
    case "tcp":
      return { kind: "connect" };
    case "send_expect":
    case "udp": {
      const { send, expect, useRegex = DEFAULTS.check.useRegex } = check;
      return { kind: "sendExpect", transport: check.kind === "udp" ? "udp" : "tcp", send, expect, useRegex };
    }
    case "program":
      return {
        kind: "program",
        words: programWords(check.program ?? "", address, port),
        expect: undefined,
        useRegex: false,
      };
    case "http":
    case "https":
    case "dns":
    case "smtp":
    case "ping":
      return { kind: "later", check };
  }
}

/** Split at blanks, no quotes; `%h` and `%p` anywhere in a word are the server's address and port. */
const programWords = (program: string, address: string, port: number) =>
  program
    .split(/[ \t]+/)
    .filter((word) => word !== "")
    .map((word) => word.replaceAll("%h", address).replaceAll("%p", String(port)));

const ms = (seconds: number) => Math.round(seconds * 1000);
