/** The server program of a node: many ports, each behaving as its specification says. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type Server, type Socket, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { ServerQuestion, ServerSpec, ServerStats } from "../server-spec.ts";
import { serveConnection } from "./behaviour.ts";
import { converse } from "./conversation.ts";

type Counts = { connections: number; requests: number; bySource: Record<string, number> };
type Open = { spec: ServerSpec; readonly counts: Counts; readonly close: () => Promise<void> };
const servers = new Map<number, Open>();

converse((question) => answer(question as ServerQuestion));

async function answer(question: ServerQuestion): Promise<ServerStats | undefined> {
  const existing = servers.get(question.server);
  if (question.kind === "open") {
    servers.set(question.server, await open(question.node, question.spec));
    return undefined;
  }
  if (!existing) throw new Error("The server is not open");
  switch (question.kind) {
    case "change":
      existing.spec = question.spec;
      return undefined;
    case "stats":
      return existing.counts;
    case "close":
      servers.delete(question.server);
      await existing.close();
      return existing.counts;
  }
}

async function open(node: string, spec: ServerSpec): Promise<Open> {
  const counts = { connections: 0, requests: 0, bySource: {} };
  if (spec.kind === "udpEcho" || spec.kind === "udpSilent") return openUdp(spec, counts);
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy()); // A client may vanish as it likes.
    count(counts, socket.remoteAddress);
    serveConnection(socket, opened.spec, node, () => counts.requests++);
  };
  const tls = "tls" in spec ? spec.tls : undefined;
  const server: Server = tls
    ? createTlsServer(tls, serve)
    : createServer({ allowHalfOpen: true, noDelay: true }, serve);
  server.on("tlsClientError", () => undefined);
  const opened: Open = {
    spec,
    counts,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  server.listen({ port: spec.port, host: "::", backlog: 511 });
  await once(server, "listening");
  return opened;
}

async function openUdp(spec: ServerSpec, counts: Counts): Promise<Open> {
  const socket = createSocket({ type: "udp6" });
  const opened: Open = {
    spec,
    counts,
    close: async () => {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
  socket.on("message", (message, { address, port }) => {
    count(counts, address);
    counts.requests++;
    if (opened.spec.kind === "udpEcho") socket.send(message, port, address);
  });
  socket.bind({ port: spec.port, address: "::" });
  await once(socket, "listening");
  return opened;
}

function count(counts: Counts, address = ""): void {
  const source = address.replace(/^::ffff:/, "");
  counts.connections++;
  counts.bySource[source] = (counts.bySource[source] ?? 0) + 1;
}
