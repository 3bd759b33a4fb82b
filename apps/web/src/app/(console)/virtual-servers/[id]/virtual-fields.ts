import { PROTOCOLS, SCHEDULERS, type Scheduler } from "@piranha/lvs/config";
import type { Choice } from "~/components/forms/directive-field";
import type { Spec } from "~/components/forms/spec";

/** What the page shows, in the original's order. */
export const SPECS: readonly Spec[] = [
  { field: "active", kind: "flag" },
  { field: "name", kind: "text" },
  { field: "port", kind: "number" },
  { field: "protocol", kind: "text" },
  { field: "address", kind: "interface" },
  { field: "netmask", kind: "mask", beside: "address" },
  { field: "sorryServer", kind: "addressPort" },
  { field: "fwmark", kind: "number" },
  { field: "reentrySeconds", kind: "number" },
  { field: "timeoutSeconds", kind: "number" },
  { field: "quiesceServer", kind: "flag" },
  { field: "loadMonitor", kind: "text" },
  { field: "scheduler", kind: "text" },
  { field: "persistentSeconds", kind: "number" },
  { field: "persistenceMask", kind: "mask", beside: "address" },
  { field: "network", kind: "text" },
  { field: "schedulerFlags", kind: "words" },
  { field: "onePacket", kind: "flag" },
  { field: "floor", kind: "number" },
  { field: "slowStartSeconds", kind: "number" },
  { field: "drainDeadlineSeconds", kind: "number" },
  { field: "flapLimit", kind: "text" },
];

/** By the form's names. */
export const LABELS: Readonly<Record<string, string>> = {
  active: "Status",
  name: "Name",
  port: "Application port",
  protocol: "Protocol",
  address: "Virtual IP address",
  addressDevice: "Device",
  netmask: "Virtual IP network mask",
  sorryServer: "Sorry server",
  fwmark: "Firewall mark",
  reentrySeconds: "Re-entry time",
  timeoutSeconds: "Service timeout",
  quiesceServer: "Quiesce server",
  loadMonitor: "Load monitoring tool",
  scheduler: "Scheduling",
  persistentSeconds: "Persistence",
  persistenceMask: "Persistence network mask",
  network: "Network type",
  schedulerFlags: "Scheduler switches",
  onePacket: "One packet",
  floor: "Floor",
  slowStartSeconds: "Slow start",
  drainDeadlineSeconds: "Drain deadline",
  flapLimit: "Flap limit",
};

export const ADVANCED = [
  "network",
  "schedulerFlags",
  "onePacket",
  "floor",
  "slowStartSeconds",
  "drainDeadlineSeconds",
  "flapLimit",
] as const;

/** Read from old files, written back, used by nothing. */
export const KEPT = [
  "deadtime",
  "expectProgram",
  "clientMonitor",
  "startCommand",
  "stopCommand",
  "master",
  "dirs",
] as const;

/** The original's eight in its words and its order, then what newer kernels have. */
const SCHEDULER_WORDS: Readonly<Record<Scheduler, string>> = {
  rr: "Round robin",
  wlc: "Weighted least-connections",
  wrr: "Weighted round robin",
  lc: "Least-connection",
  lblc: "Locality-based least-connection",
  lblcr: "Locality-based least-connection (R)",
  dh: "Destination hash",
  sh: "Source hash",
  sed: "Shortest expected delay",
  nq: "Never queue",
  fo: "Weighted failover",
  ovf: "Weighted overflow",
  mh: "Maglev hash",
};

const ORIGINAL: readonly Scheduler[] = ["rr", "wlc", "wrr", "lc", "lblc", "lblcr", "dh", "sh"];

export const SCHEDULER_CHOICES: readonly Choice[] = [
  ...ORIGINAL,
  ...SCHEDULERS.filter((scheduler) => !ORIGINAL.includes(scheduler)),
].map((value) => ({ value, label: `${SCHEDULER_WORDS[value]} (${value})` }));

export const PROTOCOL_CHOICES: readonly Choice[] = PROTOCOLS.map((value) => ({ value, label: value.toUpperCase() }));

export const NETWORK_CHOICES: readonly Choice[] = [
  { value: "nat", label: "NAT" },
  { value: "direct", label: "Direct routing" },
  { value: "tunnel", label: "Tunneling" },
];

/** With the value of an old file, where it is another one. */
export const loadMonitorChoices = (now: string | undefined): readonly Choice[] =>
  [...new Set(["none", "uptime", now ?? "none"])].map((value) => ({ value, label: value }));
