/** The lab's inside: takes requests from the host on standard input, answers on standard output. See `protocol.ts`. */
import type { GuestCalls, GuestMessage, Request } from "../protocol.ts";
import { ACKNOWLEDGED, encode, lineSplitter, unframer } from "../wire.ts";
import { nowMs } from "./clock.ts";
import { awaitGuestFiles, readGuestFile, writeGuestFile } from "./files.ts";
import { nodes } from "./nodes.ts";
import { programs } from "./programs.ts";

const send = (message: GuestMessage): void => void process.stdout.write(`${encode(message)}\n`);
const places = nodes();
const running = programs({ places, send });

const calls: {
  readonly [M in keyof GuestCalls]: (params: GuestCalls[M]["params"]) => Promise<GuestCalls[M]["result"]>;
} = {
  addNode: (params) => places.add(params),
  removeNode: ({ node }) => places.remove(node),
  run: (params) => running.run(params),
  start: (params) => running.start(params),
  signal: async (params) => running.signal(params),
  write: async (params) => running.write(params),
  writeFile: (params) => writeGuestFile(places, params),
  readFile: (params) => readGuestFile(places, params),
  awaitFiles: (params) => awaitGuestFiles(places, params),
  now: async () => ({ atMs: nowMs() }),
  leave: async () => {
    setImmediate(() => process.exit(0));
    return null;
  },
};

async function answer({ id, method, params }: Request): Promise<void> {
  try {
    // The request type pairs each method with its own parameters, which the compiler can't follow through a lookup.
    const call = calls[method] as (params: Request["params"]) => Promise<unknown>;
    send({ kind: "result", id, result: await call(params) });
  } catch (error) {
    send({ kind: "error", id, error: error instanceof Error ? error.message : String(error) });
  }
}

const unframe = unframer((encoded) => void answer(JSON.parse(encoded) as Request));
const receive = lineSplitter((frame) => {
  process.stdout.write(`${ACKNOWLEDGED}\n`);
  unframe(frame);
});

process.stdin.setEncoding("latin1").on("data", receive);
for (const event of ["end", "error"]) process.stdin.on(event, () => process.exit(0));
send({ kind: "ready", pid: process.pid, atMs: nowMs() });
