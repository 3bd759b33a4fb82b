import type { Protocol } from "../config/index.ts";
import type { ServiceKey } from "./key.ts";
import type { IpvsOp } from "./plan.ts";
import type { Destination, ServiceSettings, Tunnel } from "./table.ts";

/**
 * Arguments after the program name that make `ipvsadm` 1.31 carry out `op`. Everything is written out, defaults included
 * where ipvsadm has any, because an edit resets what it does not name.
 */
export function ipvsadmArgs(op: IpvsOp): string[] {
  const service = serviceArgs(op.key);
  switch (op.kind) {
    case "addService":
      return ["-A", ...service, ...settingsArgs(op.service)];
    case "editService":
      return ["-E", ...service, ...settingsArgs(op.service)];
    case "deleteService":
      return ["-D", ...service];
    case "addDestination":
      return ["-a", ...service, "-r", op.at, ...destinationArgs(op.destination)];
    case "editDestination":
      return ["-e", ...service, "-r", op.at, ...destinationArgs(op.destination)];
    case "deleteDestination":
      return ["-d", ...service, "-r", op.at];
  }
}

/** `op` as a line for the standard input of `ipvsadm -R`, without its line end. */
export const ipvsadmLine = (op: IpvsOp): string => ipvsadmArgs(op).join(" ");

const PROTOCOL_FLAGS: Readonly<Record<Protocol, string>> = { tcp: "-t", udp: "-u", sctp: "--sctp-service" };
const FORWARDING_FLAGS = { nat: "-m", direct: "-g", tunnel: "-i" } as const;
const CHECKSUM_FLAGS = { off: "--tun-nocsum", on: "--tun-csum", remote: "--tun-remcsum" } as const;

function serviceArgs(key: ServiceKey): string[] {
  const blank = key.indexOf(" ");
  const [word, rest] = [key.slice(0, blank), key.slice(blank + 1)];
  if (word === "fwmark6") return ["-f", rest, "-6"];
  return [word === "fwmark" ? "-f" : PROTOCOL_FLAGS[word as Protocol], rest];
}

function settingsArgs(service: ServiceSettings): string[] {
  const { scheduler, schedulerFlags, onePacket, persistentSeconds, persistenceMask, persistenceEngine } = service;
  return [
    "-s",
    scheduler,
    ...(persistentSeconds > 0 ? ["-p", String(persistentSeconds)] : []),
    ...(persistentSeconds > 0 && persistenceMask !== undefined ? ["-M", persistenceMask] : []),
    ...(persistenceEngine === undefined ? [] : ["--pe", persistenceEngine]),
    ...(onePacket ? ["-o"] : []),
    ...(schedulerFlags.length > 0 ? ["-b", schedulerFlags.join(",")] : []),
  ];
}

function destinationArgs({ forwarding, tunnel, weight, upperThreshold, lowerThreshold }: Destination): string[] {
  return [
    FORWARDING_FLAGS[forwarding],
    "-w",
    String(weight),
    ...(upperThreshold > 0 ? ["-x", String(upperThreshold)] : []),
    ...(lowerThreshold > 0 ? ["-y", String(lowerThreshold)] : []),
    ...(tunnel ? tunnelArgs(tunnel) : []),
  ];
}

function tunnelArgs(tunnel: Tunnel): string[] {
  const type = ["--tun-type", tunnel.type];
  if (tunnel.type === "ipip") return type;
  return [
    ...type,
    ...(tunnel.type === "gue" ? ["--tun-port", String(tunnel.port)] : []),
    CHECKSUM_FLAGS[tunnel.checksum],
  ];
}
