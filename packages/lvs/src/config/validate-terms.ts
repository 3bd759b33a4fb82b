import { familyOf, type Family } from "./address.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Severity } from "./finding.ts";
import type { LvsConfig } from "./lvs-config.ts";
import type { Forwarding, RealServer } from "./real-server.ts";
import type { VirtualServer } from "./virtual-server.ts";

/** Absent, or the GUI's word for "not filled in yet". */
export const isUnset = (host: string | undefined): boolean => host === undefined || host === "0.0.0.0" || host === "::";

/** The family of a host, or undefined of one that is a name. */
export const familyOfHost = (host: string | undefined): Family | undefined =>
  host !== undefined && !isUnset(host) && (host.includes(":") || /^[\d.]+$/.test(host)) ? familyOf(host) : undefined;

/** How packets reach a server, or with none the sorry server. */
export const forwardingOf = ({ global }: LvsConfig, virtual: VirtualServer, server?: RealServer): Forwarding =>
  server?.network ?? virtual.network ?? global.network ?? DEFAULTS.global.network;

/** The interface behind an alias: `eth0` of `eth0:1`. */
export const interfaceOf = (device: string): string => device.replace(/:.*/, "");

/** The severity of what only hurts while it is in effect. */
export const inEffect = (active: boolean | undefined): Severity => (active ? "error" : "warning");
