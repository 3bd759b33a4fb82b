import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { CheckTest, EffectiveCheck, IpAddress } from "@piranha/lvs/config";

/** Slow machines set TIME_SCALE; every time in these tests grows with it. */
export const ms = (value: number): number => value * Number(process.env.TIME_SCALE ?? 1);

/**
 * A real server that does to every connection what the test says. Gone when the test is. `open` are the connections whose
 * other end has not let go; a server that ends one itself keeps it half open.
 */
export async function tcpServer(onConnection: (socket: Socket) => void, host = "127.0.0.1") {
  const sockets = new Set<Socket>();
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    open.add(socket);
    socket.on("end", () => open.delete(socket));
    socket.on("close", () => open.delete(socket) && sockets.delete(socket)).on("error", () => undefined);
    onConnection(socket);
  });
  server.listen(0, host);
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, open };
}

/** A real server that answers every datagram as the test says. */
export async function udpServer(onDatagram: (datagram: Buffer, reply: (text: string) => void) => void) {
  const socket = createSocket("udp4");
  socket.on("message", (datagram, from) => onDatagram(datagram, (text) => socket.send(text, from.port, from.address)));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return { port: socket.address().port };
}

/** A port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A check of 127.0.0.1. */
export const check = (
  test: CheckTest,
  { port = 1, timeoutMs = ms(2000), address = "127.0.0.1" } = {},
): EffectiveCheck => ({
  name: "service",
  address: address as IpAddress,
  port,
  intervalMs: ms(2000),
  timeoutMs,
  fall: 1,
  rise: 1,
  reentryMs: 0,
  test,
});

export const sendExpect = (
  send?: string,
  expect?: string,
  useRegex = false,
  transport: "tcp" | "udp" = "tcp",
): CheckTest => ({
  kind: "sendExpect",
  transport,
  send,
  expect,
  useRegex,
});
