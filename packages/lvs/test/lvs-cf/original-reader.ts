/**
 * What the daemons of the original say to a file: its first mistake, or nothing. Written after what they were seen to do
 * (shared/original/behaviour.md a.1 to a.5), so that what we write can be tried on them without having them.
 */
export function originalVerdict(file: string): { readonly error: string; readonly line: number } | undefined {
  if (file === "") return { error: "Empty configuration", line: 0 };
  const text = `${file.split("\0")[0] ?? ""}\n`;
  const levels: (keyof typeof KEYS)[] = ["global"];
  for (let at = 0, line = 1; at < text.length; line++) {
    const carriage = text.indexOf("\r", at);
    const end = carriage === -1 ? text.indexOf("\n", at) : carriage;
    const words = splitWords(text.slice(at, end));
    at = end + 1;
    const error = typeof words === "string" ? words : readLine(words, levels);
    if (error !== undefined) return { error, line };
  }
  return undefined;
}

type Kind = (value: string) => string | undefined;

/** Undefined when the value is fine. */
const integer: Kind = (value) =>
  /^\s*[-+]?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$|^$/.test(value) ? undefined : "integer expected";
const bool: Kind = (value) =>
  integer(value) ?? (["0", "1", "0x0", "0x1", ""].includes(value) ? undefined : "boolean expected");
const word: Kind = () => undefined;
const oneOf =
  (...options: string[]): Kind =>
  (value) =>
    options.includes(value) ? undefined : "invalid argument";
const part = "(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\\d*)";
const inetAton = (value: string) =>
  new RegExp(`^${part}(\\.${part}){0,3}$`).test(value) &&
  value.split(".").every((byte, at, all) => at === all.length - 1 || Number(byte) < 256) &&
  !(value.split(".").length === 4 && value.split(".").some((byte) => Number(byte) > 255));
const host: Kind = (value) =>
  inetAton(value) || /^(?=.*[a-z])[a-z0-9_.-]+$/i.test(value) ? undefined : "invalid argument";
const realHost: Kind = (value) => (value === "0.0.0.0" ? "invalid host name or ip address" : host(value));
const address: Kind = (value) => (inetAton(value) ? undefined : "invalid host name or ip address");
const mask: Kind = (value) => (inetAton(value) ? undefined : "Bad subnet mask specified");
const port: Kind = (value) =>
  integer(value) === undefined || ["http", "ftp"].includes(value) ? undefined : "invalid argument";

const SERVICE: Readonly<Record<string, Kind>> = {
  ...{ active: bool, vip_nmask: mask, sorry_server: address, fwmark: integer, protocol: oneOf("tcp", "udp"), port },
  ...{ scheduler: oneOf("lc", "rr", "wlc", "wrr", "lblc", "lblcr", "dh", "sh"), persistent: integer, pmask: word },
  ...{ client_monitor: word, send_program: word, send: word, expect: word, use_regex: bool, timeout: integer },
  ...{ reentry: integer, load_monitor: word, quiesce_server: bool, start_cmd: word, stop_cmd: word, master: host },
};
const KEYS = {
  global: {
    ...{ serial_no: integer, primary: realHost, primary_private: realHost, primary_shared: word, backup: host },
    ...{ backup_active: bool, backup_private: realHost, backup_shared: word, heartbeat: bool, heartbeat_port: port },
    ...{ reservation_conflict_action: oneOf("nothing", "preempt"), service: oneOf("lvs", "fos"), nat_nmask: mask },
    ...{ network: oneOf("nat", "direct", "tunnel"), keepalive: integer, deadtime: integer, monitor_links: integer },
    ...{ syncdaemon: bool, syncd_iface: word, syncd_id: integer, tcp_timeout: integer, tcpfin_timeout: integer },
    ...{ udp_timeout: integer, hard_shutdown: bool, rsh_command: word, active_cmd: word, inactive_cmd: word },
    ...{ ipvsadm: word, debug_level: word, sync: bool },
  },
  service: SERVICE,
  server: { address: host, active: bool, weight: integer, port: integer },
} as const satisfies Record<string, Readonly<Record<string, Kind>>>;

function readLine(words: readonly string[], levels: (keyof typeof KEYS)[]): string | undefined {
  const level = levels.at(-1) ?? "global";
  const [key, second, third, ...more] = words;
  if (key === undefined || key.startsWith("#")) return undefined;
  if (key === "}" && level !== "global") return void levels.pop();
  const opens = level === "global" ? ["virtual", "failover"] : level === "service" ? ["server"] : [];
  if (opens.includes(key)) {
    if (third === undefined) return "missing arguments";
    if (more.length > 0 || third !== "{") return "unexpected arguments";
    return void levels.push(key === "server" ? "server" : "service");
  }
  if (key === "dirs" && level === "service") return third === "[" && more.at(-1) === "]" ? undefined : "list expected";
  const pair = (key === "address" && level === "service") || (key === "nat_router" && level === "global");
  const kinds: Readonly<Record<string, Kind>> = KEYS[level];
  const kind = pair ? host : kinds[key];
  if (!kind) return "unknown command";
  if (second !== "=") return "equal (=) expected after command";
  if (third === undefined || (pair && more.length === 0)) return "missing arguments";
  if (more.length > (pair ? 1 : 0)) return "unexpected arguments";
  return kind(third);
}

/** The words of a line, quotes removed, or what is wrong with its quotes. */
function splitWords(line: string): string[] | string {
  const words: string[] = [];
  let rest = line.replace(/^[ \t]+/, "");
  // A line of a CR LF file starts with the LF of the one before: it ends there.
  if (rest.startsWith("\n") || rest.startsWith("#")) return [];
  while (rest !== "") {
    const blank = rest.search(/[ \t]|$/);
    let end = blank;
    if (/^["']/.test(rest)) {
      const quote = rest.charAt(0);
      if (blank < rest.length) end = rest.indexOf(quote, blank) + 1;
      if (end === 0 || rest[end - 1] !== quote) return "quotation mismatch";
      words.push(rest.slice(1, Math.max(1, end - 1)));
    } else words.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^[ \t]+/, "");
  }
  return words;
}
