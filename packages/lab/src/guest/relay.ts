/** Runs in a node and connects what the host forwards: see `forward.ts`. Its line is its standard input and output. */
import net from "node:net";
import { afterToken } from "../handshake.ts";
import { joinStreams } from "../join-streams.ts";
import { multiplex } from "../multiplex.ts";

const [token = ""] = process.argv.slice(2);
const streams = multiplex({
  write: (bytes) => void process.stdout.write(bytes),
  onOpen: (destination, stream) => {
    const { host, port } = JSON.parse(destination) as { host: string; port: number };
    joinStreams(net.connect({ host, port, allowHalfOpen: true }), stream);
  },
});
const receive = afterToken(token, (bytes) => {
  streams.acknowledge(bytes.length);
  streams.receive(bytes);
});

process.stdin.on("data", receive);
for (const event of ["end", "error"]) process.stdin.on(event, () => process.exit(0));
process.stdout.write(token);
