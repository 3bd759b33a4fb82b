import { PROTOCOLS, SCHEDULER_FLAGS, type Forwarding } from "../config/index.ts";
import {
  destinationKey,
  parseEndpoint,
  parseMark,
  parseNumber,
  serviceKey,
  type DestinationKey,
  type ServiceKey,
} from "./key.ts";
import { grammar, readOptions, type Options } from "./options.ts";
import { IPVSADM_LIMITS, reportedFlags } from "./rules.ts";
import {
  kernelWordSchema,
  persistenceMaskSchema,
  type Destination,
  type IpvsTable,
  type ServiceSettings,
  type Tunnel,
} from "./table.ts";
import { readable, readLines, Unreadable, type UnreadLine } from "./unread.ts";

/**
 * Reads what `ipvsadm -S -n` prints, and the same commands with thresholds, which `-S` leaves out (`withThresholds` brings
 * them). What is missing has ipvsadm's own default. A row with anything unknown in it is not in the table but in `unread`.
 */
export function parseIpvsadmSave(text: string): {
  readonly table: IpvsTable;
  readonly unread: readonly UnreadLine[];
} {
  const table = new Map<ServiceKey, ServiceSettings & { readonly destinations: Map<DestinationKey, Destination> }>();
  const unread = readLines(text, (line) => {
    const words = line.split(" ");
    const command = words[0];
    if (command === "-A") {
      const options = readOptions(words, SERVICE_OPTIONS);
      const key = readKey(options);
      if (table.has(key)) throw new Unreadable("the service is there twice");
      table.set(key, { ...readSettings(options), destinations: new Map() });
    } else if (command === "-a") {
      const options = readOptions(words, DESTINATION_OPTIONS);
      const service = readable(table.get(readKey(options)), "its service is not among the lines above");
      const destination = readDestination(options);
      const at = destinationKey(destination);
      if (service.destinations.has(at)) throw new Unreadable("the destination is there twice");
      service.destinations.set(at, destination);
    } else throw new Unreadable("not an -A or -a command");
  });
  return { table, unread };
}

const SERVICE_OPTIONS = grammar({ value: "-t -u --sctp-service -f -s -M --pe -b", maybe: "-p", bare: "-6 -o" });
const DESTINATION_OPTIONS = grammar({
  value: "-t -u --sctp-service -f -r -w -x -y --tun-type --tun-port",
  maybe: "",
  bare: "-6 -g -m -i --tun-nocsum --tun-csum --tun-remcsum",
});
const PROTOCOL_OPTIONS = { tcp: "-t", udp: "-u", sctp: "--sctp-service" } as const;

function readKey(options: Options): ServiceKey {
  const protocol = PROTOCOLS.find((name) => options.has(PROTOCOL_OPTIONS[name]));
  if (!protocol) {
    const mark = readable(parseMark(options.get("-f") ?? ""), "the service is not named by a protocol or a mark");
    return serviceKey({ kind: "fwmark", mark, family: options.has("-6") ? 6 : 4 });
  }
  const text = options.get(PROTOCOL_OPTIONS[protocol]) ?? "";
  const at = readable(parseEndpoint(text), `${text} is not an address and a port`);
  return serviceKey({ kind: "address", protocol, ...at });
}

function readSettings(options: Options): ServiceSettings {
  const scheduler = readWord("-s", options.get("-s") ?? "wlc");
  const persistence = options.get("-p");
  const engine = options.get("--pe");
  const flags = (options.get("-b")?.split(",") ?? []).map((text) =>
    readable(
      SCHEDULER_FLAGS.find((flag) => flag === text),
      `${text} is not a scheduler flag`,
    ),
  );
  return {
    scheduler,
    schedulerFlags: reportedFlags(scheduler, flags),
    onePacket: options.has("-o"),
    persistentSeconds: persistence === undefined ? 0 : persistence === "" ? 300 : readNumber("-p", persistence),
    persistenceMask: persistence === undefined ? undefined : readPersistenceMask(options.get("-M")),
    persistenceEngine: engine === undefined ? undefined : readWord("--pe", engine),
  };
}

const readWord = (option: string, text: string) =>
  readable(kernelWordSchema.safeParse(text).data, `${option} ${text} is not a name`);

function readPersistenceMask(text: string | undefined): ServiceSettings["persistenceMask"] {
  if (text === undefined || text === "255.255.255.255" || text === "128") return undefined;
  return readable(persistenceMaskSchema.safeParse(text).data, `${text} is not a mask`);
}

function readDestination(options: Options): Destination {
  const { address, port } = readable(parseEndpoint(options.get("-r") ?? ""), "-r is not an address and a port");
  const forwarding = readForwarding(options.has("-m"), options.has("-i"), options.has("-g"));
  return {
    address,
    port,
    forwarding,
    tunnel: forwarding === "tunnel" ? readTunnel(options) : undefined,
    weight: readNumber("-w", options.get("-w") ?? "1"),
    upperThreshold: readNumber("-x", options.get("-x") ?? "0"),
    lowerThreshold: readNumber("-y", options.get("-y") ?? "0"),
  };
}

function readForwarding(nat: boolean, tunnel: boolean, direct: boolean): Forwarding {
  if (Number(nat) + Number(tunnel) + Number(direct) > 1) throw new Unreadable("more than one forwarding method");
  return nat ? "nat" : tunnel ? "tunnel" : "direct";
}

const CHECKSUMS = [
  ["--tun-remcsum", "remote"],
  ["--tun-csum", "on"],
] as const;

function readTunnel(options: Options): Tunnel {
  const type = options.get("--tun-type") ?? "ipip";
  const checksum = CHECKSUMS.find(([option]) => options.has(option))?.[1] ?? "off";
  if (type === "ipip") return { type };
  if (type === "gre" && checksum !== "remote") return { type, checksum };
  if (type === "gue") return { type, port: readNumber("--tun-port", options.get("--tun-port") ?? ""), checksum };
  throw new Unreadable(`${type} is not a tunnel type known here`);
}

const readNumber = (option: string, text: string) =>
  readable(parseNumber(text, IPVSADM_LIMITS.number), `${option} ${text} is not a number`);
