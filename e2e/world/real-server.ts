import http from "node:http";
import type { AddressInfo } from "node:net";

/** A web server of this machine that an agent checks: stop it and its verdict changes. */
export type RealServer = {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

/** Starts one on a port of its own. Each has another address of this machine, like machines have. */
export async function realServer(name: string, address: string): Promise<RealServer> {
  let server = await listen(name, address, 0);
  const { port } = server.address() as AddressInfo; // it listens on a port, so this is no pipe's name
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    name,
    address,
    port,
    stop,
    start: async () => {
      server = await listen(name, address, port);
    },
  };
}

function listen(name: string, address: string, port: number): Promise<http.Server> {
  const server = http.createServer((_, response) => response.end(`${name}\n`));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => resolve(server));
  });
}
