import type { RealServer } from "./real-server.ts";

const HEAD = `serial_no = 1
primary = 192.168.26.201
service = lvs
network = nat
nat_router = 10.11.12.254 eth1:1
`;

/** A router that serves nothing yet. */
export const NOTHING_YET = (): string => HEAD;

/** The virtual server `web` of the article over three real servers, asked every second and back a second after they answer. */
export const WEB = (servers: readonly RealServer[]): string => HEAD + virtualServer("web", "192.168.26.10", servers);

/** One block of lvs.cf. */
export function virtualServer(name: string, address: string, servers: readonly RealServer[], lines = ""): string {
  const blocks = servers.map(
    (server) => `     server ${server.name} {
         address = ${server.address}
         active = 1
         port = ${String(server.port)}
         weight = 1
     }
`,
  );
  return `virtual ${name} {
     active = 1
     address = ${address} eth0:1
     vip_nmask = 255.255.255.255
     port = 80
     scheduler = rr
     timeout = 1
     reentry = 1
${lines}${blocks.join("")}}
`;
}
