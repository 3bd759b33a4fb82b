import type { FailoverService, VirtualServer } from "../config/index.ts";
import { bool, flags, integer, seconds, wholeSeconds, word } from "./codecs.ts";
import type { Row } from "./directive.ts";
import { FORWARDING } from "./directives-server.ts";
import type { ServiceFields } from "./directives-service.ts";

/** Inside `virtual NAME { … }`, beyond what every service block knows. */
export const VIRTUAL_ROWS: readonly Row<Omit<VirtualServer, keyof ServiceFields | "name" | "servers" | "checks">>[] = [
  {
    key: "deadtime",
    field: "deadtime",
    codec: wholeSeconds,
    origin: "gui",
    help: "Kept for old files; nothing uses it, and the original's daemons refuse it.",
    source: "the original's GUI",
  },
  {
    key: "network",
    field: "network",
    codec: FORWARDING,
    origin: "new",
    default: "as the global network",
    help: "How packets reach the real servers of this service, where it differs from the other services.",
    source: "design, new directives",
  },
  {
    key: "scheduler_flags",
    field: "schedulerFlags",
    codec: { ...flags, example: "mh-fallback,mh-port" },
    origin: "new",
    help: "Switches of the scheduler, with commas between them: sh-fallback, sh-port, mh-fallback, mh-port.",
    source: "ipvsadm(8), --sched-flags",
  },
  {
    key: "one_packet",
    field: "onePacket",
    codec: bool,
    origin: "new",
    help: "1 takes every UDP packet for a connection of its own, as for DNS.",
    source: "ipvsadm(8), --ops",
  },
  {
    key: "floor",
    field: "floor",
    codec: integer,
    unit: "percent",
    origin: "new",
    help: "The percentage of active real servers that checks never take out, however many fail. An alarm is shown while it holds.",
    source: "design, new directives",
  },
  {
    key: "slow_start",
    field: "slowStartSeconds",
    codec: seconds,
    origin: "new",
    help: "Seconds in which a real server that came back grows to its full weight.",
    source: "design, new directives",
  },
  {
    key: "drain_deadline",
    field: "drainDeadlineSeconds",
    codec: seconds,
    origin: "new",
    help: "Seconds after which a draining real server is taken out, open connections or not.",
    source: "design, new directives",
  },
  {
    key: "flap_limit",
    field: "flapLimit",
    codec: { ...word, kind: "changes/time", example: "5/10m" },
    origin: "new",
    help: "How often a real server may come and go in a time (s, m or h) before it has to wait.",
    source: "design, new directives",
  },
];

/** Inside `failover NAME { … }`, beyond what every service block knows. */
export const FAILOVER_ROWS: readonly Row<Omit<FailoverService, keyof ServiceFields | "name" | "servers">>[] = [
  {
    key: "heartbeat",
    field: "heartbeat",
    codec: { ...word, example: "1" },
    origin: "gui",
    help: "Kept for old files; nothing uses it, and the original's daemons refuse it.",
    source: "the original's GUI",
  },
];
