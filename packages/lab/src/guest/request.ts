import { createSocket } from "node:dgram";
import { type Socket, connect } from "node:net";
import { connect as connectTls } from "node:tls";
import type { RequestRecord, RequestTarget } from "../requests.ts";
import { nowMs } from "./clock.ts";

type Outcome = { readonly ok: true; readonly who: string } | { readonly ok: false; readonly err: string };
type Target = {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly from?: string;
};

/** Makes one request over a connection of its own. Never rejects; takes at most `timeoutMs`. */
export async function request({ url, timeoutMs, from }: RequestTarget): Promise<RequestRecord> {
  const { protocol, hostname, port, pathname } = new URL(url);
  const scheme = protocol.slice(0, -1);
  const host = hostname.replace(/^\[|\]$/g, "");
  const target = { scheme, host, port: Number(port) || (scheme === "https" ? 443 : 80), path: pathname || "/" };
  const atMs = nowMs();
  const outcome = await new Promise<Outcome>((resolve) => {
    const settle = (result: Outcome): void => {
      clearTimeout(timer);
      resolve(result);
      abandon();
    };
    const timer = setTimeout(() => settle({ ok: false, err: "timeout" }), timeoutMs);
    const begin = scheme === "udp" ? overUdp : overTcp;
    const abandon = begin({ ...target, ...(from === undefined ? {} : { from }) }, settle);
  });
  return { atMs, ms: nowMs() - atMs, ...outcome };
}

function overTcp({ scheme, host, port, path, from }: Target, settle: (outcome: Outcome) => void): () => void {
  const where = { host, port, ...(from === undefined ? {} : { localAddress: from }) };
  const socket: Socket =
    scheme === "https" ? connectTls({ ...where, rejectUnauthorized: false }) : connect({ ...where, noDelay: true });
  const http = scheme !== "tcp";
  let answer = "";
  if (http) socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  socket.setEncoding("latin1");
  socket.on("data", (text: string) => {
    answer += text;
    const outcome = http ? readHttp(answer) : readLine(answer);
    if (outcome) settle(outcome);
  });
  socket.on("error", (error: NodeJS.ErrnoException) => settle({ ok: false, err: error.code ?? error.message }));
  socket.on("close", () => settle({ ok: false, err: answer === "" ? "closed" : "cut off" }));
  return () => socket.destroy();
}

function readHttp(answer: string): Outcome | undefined {
  const headEnd = answer.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [, status = ""] = answer.split(" ", 2);
  const length = Number(/^content-length: *(\d+)/im.exec(answer.slice(0, headEnd))?.[1] ?? 0);
  const body = answer.slice(headEnd + 4);
  if (body.length < length) return undefined;
  return /^[23]/.test(status) ? { ok: true, who: body.trim().slice(0, 100) } : { ok: false, err: `status ${status}` };
}

function readLine(answer: string): Outcome | undefined {
  const end = answer.indexOf("\n");
  return end < 0 ? undefined : { ok: true, who: answer.slice(0, end).trim() };
}

function overUdp({ host, port, from }: Target, settle: (outcome: Outcome) => void): () => void {
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  socket.on("message", (message) => settle({ ok: true, who: message.toString().trim() }));
  socket.on("error", (error: NodeJS.ErrnoException) => settle({ ok: false, err: error.code ?? error.message }));
  if (from !== undefined) socket.bind({ address: from });
  socket.connect(port, host, () => socket.send("echo"));
  return () => socket.close();
}
