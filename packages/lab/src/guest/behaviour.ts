import type { Socket } from "node:net";
import { setImmediate as yieldTurn, setTimeout as delay } from "node:timers/promises";
import type { HttpSpec, ServerSpec } from "../server-spec.ts";

/** Treats one connection as the specification says. `onRequest` is called for each request it understood. */
export function serveConnection(socket: Socket, spec: ServerSpec, node: string, onRequest: () => void): void {
  switch (spec.kind) {
    case "http":
      return serveHttp(socket, spec, node, onRequest);
    case "greeter":
      socket.write(spec.greeting);
      socket.on("data", (data) => {
        onRequest();
        const reply = Object.entries(spec.replies ?? {}).find(([start]) => data.toString().startsWith(start));
        if (reply) socket.write(reply[1]);
      });
      return void socket.on("end", () => socket.end());
    case "echo":
      return void socket.on("data", onRequest).pipe(socket);
    case "say":
      return void socket.resume().end(spec.text);
    case "drip":
      return void sendBytes(socket.resume(), spec.text, () => delay(spec.everyMs ?? 1000));
    case "split":
      return void sendBytes(socket.resume(), spec.text, yieldTurn);
    case "flood":
      return void flood(socket.resume(), spec.bytes ?? 1e9);
    case "close":
      if (spec.reset === true) socket.resetAndDestroy();
      else socket.resume().end();
      return;
    case "silent":
    case "udpEcho":
    case "udpSilent":
      return void socket.resume();
  }
}

function serveHttp(socket: Socket, spec: HttpSpec, node: string, onRequest: () => void): void {
  let asked = "";
  socket.on("end", () => socket.end());
  socket.on("data", (data) => {
    asked += data.toString("latin1");
    if (!asked.includes("\r\n\r\n")) return;
    const path = asked.split(" ")[1] ?? "/";
    asked = "";
    onRequest();
    void answerHttp(socket, spec, node, path);
  });
}

async function answerHttp(socket: Socket, spec: HttpSpec, node: string, path: string): Promise<void> {
  if (spec.delayMs !== undefined) await delay(spec.delayMs);
  const [, special, count = "0", every = "0"] = path.split("/");
  const head = (length: number): string =>
    [
      `HTTP/1.1 ${spec.status ?? 200} Answer`,
      `Content-Length: ${length}`,
      "Connection: close",
      ...Object.entries(spec.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
      "\r\n",
    ].join("\r\n");
  if (special === "drip") {
    socket.write(head(Number(count)));
    return sendBytes(socket, "x".repeat(Number(count)), () => delay(Number(every)));
  }
  if (special === "bytes") {
    socket.write(head(Number(count)));
    return flood(socket, Number(count));
  }
  const body = spec.body ?? `${node}\n`;
  socket.end(head(Buffer.byteLength(body)) + body);
}

async function sendBytes(socket: Socket, text: string, pause: () => Promise<unknown>): Promise<void> {
  for (const byte of Buffer.from(text)) {
    if (!socket.writable) return;
    socket.write(Buffer.of(byte));
    await pause();
  }
  socket.end();
}

const NOTHING = Buffer.alloc(65_536, "x");

/** Sends `bytes` bytes, never more at a time than the other side reads. */
async function flood(socket: Socket, bytes: number): Promise<void> {
  for (let left = bytes; left > 0 && socket.writable; left -= NOTHING.length) {
    if (socket.write(NOTHING.subarray(0, Math.min(left, NOTHING.length)))) await yieldTurn();
    else await new Promise<void>((resolve) => socket.once("drain", resolve).once("close", resolve));
  }
  socket.end();
}
