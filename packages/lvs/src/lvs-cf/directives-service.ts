import { PROTOCOLS, SCHEDULERS, type FailoverService, type VirtualServer } from "../config/index.ts";
import { host, interfaceAddress, netmask, persistenceMask, sorryServer } from "./address-codecs.ts";
import { bool, choice, list, mark, port, seconds, text, wholeSeconds, word } from "./codecs.ts";
import type { Row } from "./directive.ts";

/** The fields that `virtual` and `failover` blocks share. */
export type ServiceFields = Pick<
  VirtualServer,
  Exclude<keyof VirtualServer & keyof FailoverService, "name" | "servers">
>;

/** Inside `virtual` and `failover` blocks; the original reads both with one parser (lvs.cf(5)). */
export const SERVICE_ROWS: readonly Row<ServiceFields>[] = [
  { key: "active", field: "active", codec: bool, help: "1 puts the service into effect; 0 keeps it in the file only." },
  {
    key: "address",
    field: "address",
    codec: interfaceAddress,
    help: "The address clients connect to, and the interface the active router raises it on.",
  },
  {
    key: "sorry_server",
    field: "sorryServer",
    codec: sorryServer,
    help: "Where clients are sent while no real server is fit. A port behind the address is understood by this program only.",
    source: "lvs.cf(5); design, new directives",
  },
  {
    key: "vip_nmask",
    field: "netmask",
    codec: netmask,
    default: "255.255.255.255",
    help: "The mask of the address. 0.0.0.0 counts as not set; for IPv6 write a prefix length.",
    source: "design, lvs.cf; the original would take the mask of the address class",
  },
  {
    key: "fwmark",
    field: "fwmark",
    codec: mark,
    default: "0, no mark",
    help: "Balances packets that the packet filter has given this mark, whatever their address and port.",
    source: "ipvsadm(8), --fwmark-service",
  },
  {
    key: "port",
    field: "port",
    codec: port,
    help: "The port clients connect to. 0 stands for every port and needs persistent.",
    source: "lvs.cf(5); ipvsadm(8)",
  },
  {
    key: "persistent",
    field: "persistentSeconds",
    codec: wholeSeconds,
    default: "0, off",
    help: "Seconds during which a client comes back to the same real server.",
    source: "ipvsadm(8), --persistent",
  },
  {
    key: "pmask",
    field: "persistenceMask",
    codec: persistenceMask,
    default: "255.255.255.255",
    help: "Clients whose addresses are equal under this mask count as one client; only with persistent.",
    source: "ipvsadm(8), --netmask",
  },
  {
    key: "send",
    field: "send",
    codec: text,
    default: "nothing",
    help: "What to send to a real server to see whether it lives. \\r, \\n, \\t, \\\\ and \\xHH stand for single characters.",
    source: "lvs.cf(5); nanny(8)",
  },
  {
    key: "expect",
    field: "expect",
    codec: text,
    default: "any answer",
    help: "What its answer must start with; * stands for any one character. What a program must print, where there is send_program.",
    source: "lvs.cf(5); nanny(8)",
  },
  {
    key: "use_regex",
    field: "useRegex",
    codec: bool,
    help: "1 takes expect for an extended regular expression that may match anywhere in the answer.",
  },
  {
    key: "send_program",
    field: "sendProgram",
    codec: text,
    help: "A program in /etc/piranha/scripts that checks instead of send; %h and %p are the real server's address and port.",
    source: "lvs.cf(5); design, lvs.cf",
  },
  {
    key: "expect_program",
    field: "expectProgram",
    codec: text,
    origin: "gui",
    help: "Kept for old files; nothing uses it, and the original's daemons refuse it.",
    source: "the original's GUI",
  },
  {
    key: "load_monitor",
    field: "loadMonitor",
    codec: word,
    default: "none",
    help: "How to ask real servers for their load: none or uptime. Others are kept and mean none.",
    source: "lvs.cf(5); design, lvs.cf",
  },
  {
    key: "scheduler",
    field: "scheduler",
    codec: choice(SCHEDULERS),
    help: "How the next connection finds its real server: by turns, by the fewest connections, by a hash of the address.",
    source: "ipvsadm(8), --scheduler; the original knew rr wrr lc wlc lblc lblcr dh sh",
  },
  {
    key: "protocol",
    field: "protocol",
    codec: choice(PROTOCOLS),
    help: "What clients speak: tcp, udp or sctp. The original knew no sctp.",
  },
  {
    key: "timeout",
    field: "timeoutSeconds",
    codec: seconds,
    help: "Seconds between two checks of a real server, and the longest a check may take.",
  },
  {
    key: "reentry",
    field: "reentrySeconds",
    codec: seconds,
    help: "Seconds a failed real server must have answered before it gets connections again.",
  },
  {
    key: "quiesce_server",
    field: "quiesceServer",
    codec: bool,
    help: "1 gives a failed real server the weight 0 and keeps its open connections; 0 takes it out.",
  },
  {
    key: "client_monitor",
    field: "clientMonitor",
    codec: word,
    default: "/usr/sbin/nanny",
    help: "Kept for old files and ignored: the agent checks real servers itself.",
    source: "design, lvs.cf",
  },
  {
    key: "start_cmd",
    field: "startCommand",
    codec: text,
    help: "How to start a failover service. Kept for old files; nothing runs it.",
  },
  {
    key: "stop_cmd",
    field: "stopCommand",
    codec: text,
    help: "How to stop a failover service. Kept for old files; nothing runs it.",
  },
  {
    key: "master",
    field: "master",
    codec: host,
    help: "Kept for old files; nothing ever used it.",
    source: "the original's parser",
  },
  {
    key: "dirs",
    field: "dirs",
    codec: list,
    help: "Kept for old files; nothing ever used it.",
    source: "the original's parser",
  },
];
