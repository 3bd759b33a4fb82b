import { Duplex } from "node:stream";

/** Many streams over one line of bytes. Both ends of the line run this code. */
export type Multiplexer = {
  /** Opens a stream; the other end is told `destination`. */
  readonly open: (destination: string) => Duplex;
  /** To be called with every chunk that arrives on the line. */
  readonly receive: (chunk: Buffer) => void;
  /** Tells the other end that we have read `count` bytes of the line. */
  readonly acknowledge: (count: number) => void;
  /** Destroys every stream. */
  readonly close: () => void;
};

type Wiring = {
  readonly write: (bytes: Buffer) => void;
  readonly onOpen?: (destination: string, stream: Duplex) => void;
  readonly onAcknowledged?: (count: number) => void;
};

export function multiplex({ write, onOpen, onAcknowledged }: Wiring): Multiplexer {
  const ends = new Map<number, StreamEnd>();
  let lastId = 0;
  const add = (id: number): Duplex => {
    const end = streamEnd(
      (kind, payload) => write(frame(kind, id, payload)),
      () => ends.delete(id),
    );
    ends.set(id, end);
    return end.stream;
  };
  return {
    open: (destination) => {
      const stream = add(++lastId);
      write(frame("open", lastId, Buffer.from(destination)));
      return stream;
    },
    receive: unframer((kind, id, payload) => {
      if (kind === "acknowledge") onAcknowledged?.(payload.readUInt32BE());
      else if (kind === "open") onOpen?.(payload.toString(), add(id));
      else ends.get(id)?.take(kind, payload); // One that is gone may still be spoken to.
    }),
    acknowledge: (count) => write(frame("acknowledge", 0, uint32(count))),
    close: () => {
      for (const { stream } of [...ends.values()]) stream.destroy();
    },
  };
}

/** How much one end may send before the other has handed it on: a reader that stalls holds up its own stream only. */
const WINDOW_BYTES = 65_536;
const FRAME_BYTES = 16_384;

type StreamEnd = { readonly stream: Duplex; readonly take: (kind: Kind, payload: Buffer) => void };

function streamEnd(send: (kind: Kind, payload?: Buffer) => void, onGone: () => void): StreamEnd {
  const arrived: Buffer[] = [];
  let outgoing: { rest: Buffer; done: () => void } | undefined;
  let room = WINDOW_BYTES;
  let wanted = false;
  const ended = { here: false, there: false, reset: false };

  const flush = (): void => {
    while (outgoing && room > 0) {
      const part = outgoing.rest.subarray(0, Math.min(room, FRAME_BYTES));
      room -= part.length;
      send("data", part);
      const { rest, done } = outgoing;
      outgoing = part.length < rest.length ? { rest: rest.subarray(part.length), done } : undefined;
      if (!outgoing) done();
    }
  };
  const deliver = (): void => {
    while (wanted) {
      const chunk = arrived.shift();
      if (chunk) send("room", uint32(chunk.length));
      else if (!ended.there) return;
      wanted = stream.push(chunk ?? null);
    }
  };
  const stream = new Duplex({
    allowHalfOpen: true,
    write: (chunk: Buffer, _encoding, done) => {
      outgoing = { rest: chunk, done };
      flush();
    },
    final: (done) => {
      ended.here = true;
      send("end");
      done();
    },
    read: () => {
      wanted = true;
      deliver();
    },
    destroy: (error, done) => {
      if (!ended.reset && !(ended.here && ended.there)) send("reset");
      onGone();
      done(error);
    },
  });
  stream.on("error", () => undefined); // Whoever holds it looks at how it closes.
  return {
    stream,
    take: (kind, payload) => {
      if (kind === "data") arrived.push(payload);
      else if (kind === "end") ended.there = true;
      else if (kind === "room") {
        room += payload.readUInt32BE();
        return flush();
      } else {
        ended.reset = true;
        stream.destroy();
      }
      deliver();
    },
  };
}

const KINDS = ["open", "data", "end", "reset", "room", "acknowledge"] as const;
type Kind = (typeof KINDS)[number];
/** The kind, the stream's id, the payload's length. */
const HEADER_BYTES = 9;

function frame(kind: Kind, id: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(KINDS.indexOf(kind), 0);
  header.writeUInt32BE(id, 1);
  header.writeUInt32BE(payload.length, 5);
  return Buffer.concat([header, payload]);
}

function unframer(onFrame: (kind: Kind, id: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUInt32BE(5);
      if (rest.length < end) return;
      const kind = KINDS[rest.readUInt8(0)];
      const [id, payload] = [rest.readUInt32BE(1), rest.subarray(HEADER_BYTES, end)];
      rest = rest.subarray(end);
      if (kind) onFrame(kind, id, payload);
    }
  };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
