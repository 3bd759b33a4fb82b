import type { Destination, DestinationKey, IpvsTable, Service, ServiceKey } from "../../src/ipvs/index.ts";

/** What `ipvsadm -S -n` 1.31 prints of a kernel with this table, written after its real output. */
export const saveText = (table: IpvsTable): string =>
  [...table].flatMap(([key, service]) => [serviceLine(key, service), ...rows(service, destinationLine(key))]).join("");

/** What `ipvsadm -L -n --thresholds` prints, every destination with one active connection. */
export const thresholdsText = (table: IpvsTable): string =>
  [
    "IP Virtual Server version 1.2.1 (size=4096)\n",
    "Prot LocalAddress:Port            Uthreshold Lthreshold ActiveConn InActConn \n",
    "  -> RemoteAddress:Port\n",
    ...listing(table, ({ upperThreshold, lowerThreshold }) =>
      [upperThreshold, lowerThreshold, 1, 0].map((figure) => `${String(figure).padEnd(10)} `).join(""),
    ),
  ].join("");

/** What `ipvsadm -L -n` prints, every destination with one active and two inactive connections. */
export const connectionsText = (table: IpvsTable): string =>
  [
    "IP Virtual Server version 1.2.1 (size=4096)\n",
    "Prot LocalAddress:Port Scheduler Flags\n",
    "  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\n",
    ...listing(
      table,
      ({ forwarding, weight }) => `${METHOD[forwarding].padEnd(7)} ${String(weight).padEnd(6)} 1          2         `,
    ),
  ].join("");

/** What `/proc/net/ip_vs` says, every destination with one active and two inactive connections. */
export const procText = (table: IpvsTable): string =>
  [
    "IP Virtual Server version 1.2.1 (size=4096)\n",
    "Prot LocalAddress:Port Scheduler Flags\n",
    "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\n",
    ...[...table].flatMap(([key, service]) => [
      `${hexService(key)} ${service.scheduler} ${service.onePacket ? "ops " : ""}\n`,
      ...rows(
        service,
        (_, one) =>
          `  -> ${hexEndpoint(one.address, one.port)}      ${METHOD[one.forwarding].padEnd(7)} ${String(one.weight).padEnd(6)} 1          2         \n`,
      ),
    ]),
  ].join("");

const METHOD = { nat: "Masq", direct: "Route", tunnel: "Tunnel" } as const;

const rows = (service: Service, line: (at: DestinationKey, one: Destination) => string) =>
  [...service.destinations].map(([at, one]) => line(at, one));

function serviceLine(key: ServiceKey, service: Service): string {
  const { scheduler, schedulerFlags, onePacket, persistentSeconds, persistenceMask, persistenceEngine } = service;
  const persistent = persistentSeconds > 0 ? ` -p ${persistentSeconds}` : "";
  const mask = persistenceMask === undefined ? "" : ` -M ${persistenceMask}`;
  const engine = persistenceEngine === undefined ? "" : ` --pe ${persistenceEngine}`;
  const flags = schedulerFlags.length === 0 ? "" : ` -b ${schedulerFlags.join(",")}`;
  return `-A ${option(key)} -s ${scheduler}${persistent}${mask}${engine}${onePacket ? " -o" : ""}${flags}\n`;
}

const destinationLine = (key: ServiceKey) => (at: DestinationKey, one: Destination) => {
  const wrapped = one.tunnel ? ` --tun-type ${one.tunnel.type}` : "";
  const port = one.tunnel?.type === "gue" ? ` --tun-port ${one.tunnel.port}` : "";
  const sums = { off: " --tun-nocsum", on: " --tun-csum", remote: " --tun-remcsum" };
  const sum = one.tunnel === undefined || one.tunnel.type === "ipip" ? "" : sums[one.tunnel.checksum];
  const method = { nat: "-m", direct: "-g", tunnel: "-i" }[one.forwarding];
  return `-a ${option(key)} -r ${at} ${method} -w ${one.weight}${wrapped}${port}${sum}\n`;
};

/** Marks come out signed. */
const signed = (mark: string) => String(Number(mark) | 0);

function option(key: ServiceKey): string {
  const [word = "", rest = ""] = key.split(" ");
  if (word === "fwmark") return `-f ${signed(rest)}`;
  if (word === "fwmark6") return `-f ${signed(rest)} -6`;
  return `${{ tcp: "-t", udp: "-u", sctp: "--sctp-service" }[word] ?? ""} ${rest}`;
}

function listing(table: IpvsTable, figures: (one: Destination) => string): string[] {
  return [...table].flatMap(([key, service]) => {
    const [word = "", rest = ""] = key.split(" ");
    const marks: Record<string, string> = { fwmark: `FWM  ${signed(rest)}`, fwmark6: `FWM  ${signed(rest)} IPv6` };
    const name = marks[word] ?? `${word.toUpperCase().padEnd(4)} ${rest}`;
    return [`${name} ${service.scheduler}\n`, ...rows(service, (at, one) => `  -> ${at.padEnd(27)} ${figures(one)}\n`)];
  });
}

function hexService(key: ServiceKey): string {
  const [word = "", rest = ""] = key.split(" ");
  if (word.startsWith("fwmark")) return `FWM  ${hex(Number(rest), 8)}`;
  const colon = rest.lastIndexOf(":");
  return `${word.toUpperCase()}  ${hexEndpoint(rest.slice(0, colon).replace(/^\[|\]$/g, ""), Number(rest.slice(colon + 1)))}`;
}

function hexEndpoint(address: string, port: number): string {
  if (!address.includes(":"))
    return `${address
      .split(".")
      .map((byte) => hex(Number(byte), 2))
      .join("")}:${hex(port, 4)}`;
  const [head = "", tail = ""] = address.split("::");
  const [left, right] = [head, tail].map((part) => part.split(":").filter((word) => word !== "")) as [
    string[],
    string[],
  ];
  const middle = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return `[${[...left, ...middle, ...right].map((word) => word.padStart(4, "0")).join(":")}]:${hex(port, 4)}`;
}

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, "0");
