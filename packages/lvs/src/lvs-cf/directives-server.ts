import { FORWARDINGS, TUNNEL_TYPES, type RealServer } from "../config/index.ts";
import { host, netmask } from "./address-codecs.ts";
import { bool, choice, integer, portNumber, word } from "./codecs.ts";
import type { Row } from "./directive.ts";

export const FORWARDING = choice(FORWARDINGS);

/** Inside `server NAME { … }`. */
export const SERVER_ROWS: readonly Row<Omit<RealServer, "name" | "checks">>[] = [
  {
    key: "address",
    field: "address",
    codec: host,
    help: "The address of the real server. A name is looked up when the file is installed, and never again.",
    source: "lvs.cf(5); design, lvs.cf",
  },
  {
    key: "nmask",
    field: "netmask",
    codec: netmask,
    origin: "gui",
    help: "Kept for old files; nothing uses it, and the original's daemons refuse it.",
    source: "the original's GUI",
  },
  {
    key: "active",
    field: "active",
    codec: bool,
    help: "1 lets the real server take connections while its checks pass.",
  },
  {
    key: "port",
    field: "port",
    codec: portNumber,
    default: "the port of the virtual server",
    help: "The port on the real server. Only nat can reach another port than the virtual server's.",
    source: "lvs.cf(5); ipvsadm(8)",
  },
  {
    key: "weight",
    field: "weight",
    codec: integer,
    help: "The real server's share, compared with the others'. 0 lets open connections end and gives it no new ones.",
    source: "ipvsadm(8); the original made 0 a 1",
  },
  {
    key: "network",
    field: "network",
    codec: FORWARDING,
    origin: "new",
    default: "as the virtual server",
    help: "How packets reach this real server, where it differs from the others.",
    source: "design, new directives",
  },
  {
    key: "drain",
    field: "drain",
    codec: bool,
    origin: "new",
    help: "1 gives the real server no new connections and lets the open ones end.",
    source: "design, new directives",
  },
  {
    key: "until",
    field: "until",
    codec: { ...word, kind: "UTC time", example: "2026-11-22T14:00:00Z" },
    origin: "new",
    default: "no end",
    help: "When drain = 1 or active = 0 ends by itself and the real server works again.",
    source: "design, new directives",
  },
  {
    key: "upper_threshold",
    field: "upperThreshold",
    codec: integer,
    unit: "connections",
    origin: "new",
    help: "The most connections the real server gets at once. 0 is no limit.",
    source: "ipvsadm(8), --u-threshold",
  },
  {
    key: "lower_threshold",
    field: "lowerThreshold",
    codec: integer,
    unit: "connections",
    origin: "new",
    help: "A full real server gets new connections again when it has fewer than this. 0 leaves it to the kernel: three quarters of the upper one.",
    source: "ipvsadm(8), --l-threshold",
  },
  {
    key: "tunnel_type",
    field: "tunnelType",
    codec: choice(TUNNEL_TYPES),
    origin: "new",
    help: "How packets are wrapped where network is tunnel.",
    source: "ipvsadm(8), --tun-type",
  },
  {
    key: "tunnel_port",
    field: "tunnelPort",
    codec: portNumber,
    origin: "new",
    help: "The UDP port on the real server to which gue sends wrapped packets.",
    source: "ipvsadm(8), --tun-port",
  },
];
