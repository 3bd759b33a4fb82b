import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Hands bytes on both ways between a socket that may be half open and a stream; the end of one, good or bad, is the other's. */
export function joinStreams(socket: Socket, stream: Duplex): void {
  socket.setNoDelay(true);
  socket.pipe(stream).pipe(socket);
  socket.on("error", () => undefined); // Told by how it closes.
  socket.on("close", (failed) => {
    // When it has ended well, the stream may still be busy handing on its last bytes.
    if (failed || !socket.readableEnded) stream.destroy();
  });
  stream.on("close", () => {
    if (stream.readableEnded && stream.writableFinished) socket.destroySoon();
    else socket.resetAndDestroy();
  });
}
