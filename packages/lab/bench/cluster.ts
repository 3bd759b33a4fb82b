import { ARTICLE } from "../src/index.ts";

export type ClusterOptions = {
  readonly serialNo?: number;
  readonly services?: number;
  readonly serversEach?: number;
  /** Between two checks of a server, which may last as long (`timeout` of lvs.cf). */
  readonly checkSeconds?: number;
  /** Of the first server of the first service; every other one has 1. */
  readonly firstWeight?: number;
  /** Further lines of every service's block. */
  readonly lines?: string;
};

/** Where the real servers of {@link clusterText} are. */
export const FARM = "10.20.0.0/16";
/** The row whose weight `firstWeight` is, as ipvsadm wants it. */
export const FIRST_ROW = ["-t", `${ARTICLE.vip}:8000`, "-r", "10.20.0.1:80", "-m"];

/**
 * lefty's lvs.cf with many services, each with real servers of its own, written as the original's GUI writes it: 1,000
 * services on ten addresses, 10,000 servers that are asked for a page over HTTP.
 */
export function clusterText(options: ClusterOptions = {}): string {
  const { serialNo = 1, services = 1_000, serversEach = 10, firstWeight = 1 } = options;
  const virtuals = Array.from({ length: services }, (_, service) => {
    const servers = Array.from({ length: serversEach }, (_, at) => {
      const number = service * serversEach + at;
      return serverBlock(number, number === 0 ? firstWeight : 1);
    });
    return virtualBlock(service, servers.join(""), options);
  });
  return `serial_no = ${serialNo}
primary = ${ARTICLE.lefty.public}
primary_private = ${ARTICLE.lefty.private}
service = lvs
backup_active = 0
backup = 0.0.0.0
heartbeat = 1
heartbeat_port = 539
keepalive = 6
deadtime = 18
network = nat
nat_router = ${ARTICLE.gateway} eth1:1
nat_nmask = 255.255.255.255
debug_level = NONE
${virtuals.join("")}`;
}

const virtualBlock = (service: number, servers: string, { checkSeconds = 6, lines = "" }: ClusterOptions) =>
  `virtual service${service} {
     active = 1
     address = 192.168.26.${10 + (service % 10)} eth0:${1 + (service % 10)}
     vip_nmask = 255.255.255.255
     port = ${8_000 + Math.floor(service / 10)}
     send = "GET / HTTP/1.0\\r\\n\\r\\n"
     expect = "HTTP"
     use_regex = 0
     load_monitor = none
     scheduler = wlc
     protocol = tcp
     timeout = ${checkSeconds}
     reentry = 15
     quiesce_server = 0
${lines}${servers}}
`;

const serverBlock = (number: number, weight: number) =>
  `     server server${number} {
         address = 10.20.${(number + 1) >> 8}.${(number + 1) & 255}
         active = 1
         port = 80
         weight = ${weight}
     }
`;
