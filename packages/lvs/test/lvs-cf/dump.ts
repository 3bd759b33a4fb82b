import { DEFAULTS, quoteFor, type LvsConfig, type RealServer } from "../../src/config/index.ts";

type Service = LvsConfig["virtualServers"][number] | LvsConfig["failoverServices"][number];

/** A configuration as the dumps of the original parser show it (shared/original/oracle/ORIGINS.md). */
export function dump({ global, virtualServers, failoverServices }: LvsConfig): string[] {
  const d = { ...DEFAULTS.global, ...global };
  const privatePair = global.primaryPrivate !== undefined || global.primary === undefined;
  const head = [
    `serial=${String(d.serialNo)}`,
    `primary=${shown(global.primary)}`,
    `priv=${shown(global.primaryPrivate ?? global.primary)}`,
    `backup=${shown(global.backup)}`,
    `bpriv=${shown(privatePair ? global.backupPrivate : global.backup)}`,
    `bact=${bit(d.backupActive)}`,
    `hb=${bit(d.heartbeat)}/${String(d.heartbeatPort)}`,
    `ka=${String(d.keepaliveSeconds)}`,
    `dt=${String(d.deadtimeSeconds)}`,
    `net=${String(["", "nat", "direct", "tunnel"].indexOf(d.network ?? ""))}`,
    `svc=${String(["lvs", "fos"].indexOf(d.service ?? ""))}`,
    `hard=${bit(d.hardShutdown)}`,
    `sync=${bit(d.syncDaemon)}/${d.syncInterface ?? ""}/${String(d.syncId)}`,
    `to=${[d.tcpTimeoutSeconds, d.tcpFinTimeoutSeconds, d.udpTimeoutSeconds].join("/")}`,
    `ml=${bit(d.monitorLinks)}`,
    `rsh=${d.rshCommand ?? ""}`,
    `act=${shown(global.activeCommand)}`,
    `nvirt=${String(virtualServers.length)}`,
    `nfail=${String(failoverServices.length)}`,
  ];
  return [
    `OK ${head.join(" ")}`,
    ...virtualServers.flatMap((service) => dumpService("virtual", service)),
    ...failoverServices.flatMap((service) => dumpService("failover", service)),
  ];
}

function dumpService(kind: string, service: Service): string[] {
  const d = { ...DEFAULTS.service, ...service };
  const pmask = service.persistenceMask === "255.255.255.255" ? undefined : service.persistenceMask;
  const line = [
    `${kind} ${service.name}`,
    `act=${bit(d.active)}`,
    `vip=${service.address?.address ?? "0.0.0.0"}`,
    `dev=${shown(service.address?.device)}`,
    `nm=${service.netmask ?? "0.0.0.0"}`,
    `sorry=${service.sorryServer?.address ?? "0.0.0.0"}`,
    `fw=${String(d.fwmark)}`,
    `proto=${d.protocol === "udp" ? "17" : "6"}`,
    `port=${String(d.port)}`,
    `sched=${String(["", "lc", "rr", "wlc", "wrr", "lblc", "lblcr", "dh", "sh"].indexOf(d.scheduler ?? ""))}`,
    `pers=${String(d.persistentSeconds)}`,
    `pmask=${pmask ?? "0.0.0.0"}`,
    `to=${String(d.timeoutSeconds)}`,
    `re=${String(d.reentrySeconds)}`,
    `q=${bit(d.quiesceServer)}`,
    `rx=${bit(d.useRegex)}`,
    `lm=${shown(service.loadMonitor)}`,
    `send=[${quoted(service.send)}]`,
    `expect=[${quoted(service.expect)}]`,
    `prog=[${quoted(service.sendProgram)}]`,
    `start=[${quoted(service.startCommand)}]`,
    `n=${String(service.servers.length)}`,
  ];
  return [
    ` ${line.join(" ")}`,
    ...service.servers.map((server) => dumpServer(server, service.port ?? DEFAULTS.service.port)),
  ];
}

function dumpServer(server: RealServer, port: number): string {
  const d = { ...DEFAULTS.server, ...server };
  return `   server ${server.name} ${server.address ?? "0.0.0.0"} act=${bit(d.active)} port=${String(server.port ?? port)} w=${String(d.weight)}`;
}

/** The original keeps quotes, and keeps none where there were none; dumps are compared with our own. */
export const withOurQuotes = (line: string): string =>
  line.replace(
    /(send|expect|prog|start)=\[(?!\(null\)\])(.*?)\](?= expect=| prog=| start=| n=)/g,
    (_, key: string, text: string) => {
      const bare = /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
      return `${key}=[${quoted(bare)}]`;
    },
  );

const bit = (value: boolean | undefined) => (value ? "1" : "0");
const shown = (value: string | undefined) => value ?? "(null)";

function quoted(text: string | undefined): string {
  if (text === undefined) return "(null)";
  const quote = quoteFor(text) ?? '"';
  return quote + text + quote;
}
