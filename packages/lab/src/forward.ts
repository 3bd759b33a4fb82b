import { randomBytes } from "node:crypto";
import net from "node:net";
import { within } from "./deadline.ts";
import { afterToken } from "./handshake.ts";
import { joinStreams } from "./join-streams.ts";
import type { Lines } from "./lines.ts";
import { type Multiplexer, multiplex } from "./multiplex.ts";
import type { Place } from "./place.ts";
import type { LabProcess } from "./process.ts";
import { throttle } from "./throttle.ts";

/** A port of this machine that leads into a node. Ends with its node. */
export type Forward = {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Closes the port and every connection. Does nothing the second time. */
  readonly close: () => Promise<void>;
};

/** Forwards ports into one place; a single program in it, started with the first, connects them all. */
export function forwarder(
  place: Place,
  lines: Lines,
  argv: readonly string[],
): (port: number, host?: string) => Promise<Forward> {
  let relay: Promise<Relay> | undefined;
  return async (port, host = "127.0.0.1") => {
    const existing = await relay;
    const { streams, process } = existing?.process.running()
      ? existing
      : await (relay = startRelay(place, lines, argv));
    const sockets = new Set<net.Socket>();
    const server = net.createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      joinStreams(socket, streams.open(JSON.stringify({ host, port })));
    });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    const closed = new Promise<void>((resolve) => server.once("close", resolve));
    const close = (): Promise<void> => {
      server.close();
      for (const socket of sockets) socket.resetAndDestroy();
      return closed;
    };
    void process.exited.then(close);
    return { port: (server.address() as net.AddressInfo).port, close };
  };
}

type Relay = { readonly process: LabProcess; readonly streams: Multiplexer };

/** As many bytes as a terminal's line discipline holds for a reader that is busy; it drops what is more. */
const MOST_UNREAD_BYTES = 3_600;
/** The line is a terminal in User-Mode Linux. */
const RAW = ["sh", "-c", 'stty raw -echo 2>/dev/null; exec "$@"', "sh"];

async function startRelay(place: Place, lines: Lines, argv: readonly string[]): Promise<Relay> {
  const line = lines.take();
  const token = randomBytes(16).toString("hex");
  const outgoing = throttle(line.write, MOST_UNREAD_BYTES);
  const streams = multiplex({ write: outgoing.write, onAcknowledged: outgoing.acknowledged });
  const ready = new Promise<void>((resolve) => line.onBytes(afterToken(token, streams.receive, resolve)));
  try {
    const process = await place.start([...RAW, ...argv, token], { name: "relay", line: line.number });
    void process.exited.then(() => {
      streams.close();
      line.release();
    });
    await within(20_000, "The relay to start", ready);
    line.write(Buffer.from(token));
    return { process, streams };
  } catch (error) {
    line.release();
    throw error;
  }
}
