import net from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { afterToken } from "../src/handshake.ts";
import { joinStreams } from "../src/join-streams.ts";
import { type Multiplexer, multiplex } from "../src/multiplex.ts";
import { throttle } from "../src/throttle.ts";

const MEGABYTE = Buffer.from(Array.from({ length: 2 ** 20 }, (_, index) => index % 251));

/** Two ends of a line that hands bytes on later, in chunks of `chunkBytes`. */
function line(onOpen: (destination: string, stream: Duplex) => void, chunkBytes = 1_000): Multiplexer {
  const hand = (to: () => Multiplexer) => (bytes: Buffer) =>
    void setImmediate(() => {
      for (let at = 0; at < bytes.length; at += chunkBytes) to().receive(bytes.subarray(at, at + chunkBytes));
    });
  const near: Multiplexer = multiplex({ write: hand(() => far) });
  const far: Multiplexer = multiplex({ write: hand(() => near), onOpen });
  return near;
}

/** Everything a stream brings. Not through an iterator: that would destroy a stream that may still want to answer. */
const all = (stream: Duplex): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.once("end", () => resolve(Buffer.concat(chunks)));
    stream.once("error", reject);
  });
const text = async (stream: Duplex): Promise<string> => (await all(stream)).toString();

const echo = (_: string, stream: Duplex): void => void stream.pipe(stream);

describe("a multiplexed line", () => {
  it.each([1, 7, 100_000])("carries a stream there and back in chunks of %d bytes", async (chunkBytes) => {
    const bytes = MEGABYTE.subarray(0, chunkBytes * 30_000);
    const stream = line(echo, chunkBytes).open("");
    stream.end(bytes);
    expect((await all(stream)).equals(bytes)).toBe(true);
  });

  it("tells the other end where a stream wants to go, and keeps streams apart", async () => {
    const near = line((destination, stream) => stream.end(`you asked for ${destination}`));
    const streams = Array.from({ length: 20 }, (_, index) => near.open(`port ${index}`));
    expect(await Promise.all(streams.map((stream) => text(stream)))).toEqual(
      streams.map((_, index) => `you asked for port ${index}`),
    );
  });

  it("answers after the question has ended", async () => {
    const near = line((_, stream) => {
      void all(stream).then(({ length }) => stream.end(`${length} bytes`));
    });
    const stream = near.open("");
    stream.end(MEGABYTE);
    expect(await text(stream)).toBe("1048576 bytes");
  });

  it("lets nobody wait for a stream that is not read", async () => {
    let written = 0;
    const near = line((destination, stream) => {
      if (destination === "small") return void stream.end("small");
      const pump = (): void => {
        written += 16_384;
        stream.write(MEGABYTE.subarray(0, 16_384), pump);
      };
      pump();
    });
    const stalled = near.open("endless");
    stalled.read(0);
    expect(await text(near.open("small"))).toBe("small");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written).toBeLessThan(300_000);
    stalled.destroy();
  });

  it("tells the other end of a stream that broke", async () => {
    let far: Duplex | undefined;
    const stream = line((_, opened) => (far = opened)).open("");
    stream.write("hello");
    await expect.poll(() => far?.read() as unknown).toEqual(Buffer.from("hello"));
    stream.destroy();
    await expect.poll(() => far?.destroyed).toBe(true);
  });
});

describe("a socket joined with a stream", () => {
  const servers: net.Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  /** A port of the near end; what connects there is connected by the far end to `port`. */
  const listen = async (onConnection: (socket: net.Socket) => void): Promise<number> => {
    const server = net.createServer({ allowHalfOpen: true }, onConnection);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as net.AddressInfo).port;
  };
  const forwarded = (port: number): Promise<number> => {
    const near = line((_, stream) => {
      joinStreams(net.connect({ host: "127.0.0.1", port, allowHalfOpen: true }), stream);
    }, 50_000);
    return listen((socket) => joinStreams(socket, near.open("")));
  };

  it("hands on bytes and half ends", async () => {
    const port = await forwarded(await listen((socket) => void all(socket).then((bytes) => socket.end(bytes))));
    const client = net.connect({ port, allowHalfOpen: true });
    client.end(MEGABYTE);
    expect((await all(client)).equals(MEGABYTE)).toBe(true);
  });

  it("hands on a refusal and a reset as a reset", async () => {
    const fate = (port: number) =>
      new Promise((resolve) => {
        const client = net.connect({ port });
        client.once("error", (error) => resolve("code" in error && error.code));
        client.once("close", () => resolve("closed"));
        client.resume();
      });
    const refused = await listen(() => undefined);
    servers.pop()?.close();
    expect(await fate(await forwarded(refused))).toBe("ECONNRESET");
    expect(await fate(await forwarded(await listen((socket) => socket.resetAndDestroy())))).toBe("ECONNRESET");
    expect(await fate(await forwarded(await listen((socket) => socket.end())))).toBe("closed");
  });
});

describe("a throttled writer", () => {
  it("never has more bytes on the way than the reader can hold", () => {
    const written: Buffer[] = [];
    const { write, acknowledged } = throttle((bytes) => written.push(bytes), 10);
    write(Buffer.from("0123456"));
    write(Buffer.from("789abcdef"));
    expect(Buffer.concat(written).toString()).toBe("0123456789");
    acknowledged(4);
    expect(Buffer.concat(written).toString()).toBe("0123456789abcd");
    acknowledged(10);
    expect(Buffer.concat(written).toString()).toBe("0123456789abcdef");
  });
});

describe("afterToken", () => {
  it("drops what another left on the line, wherever the chunks are cut", () => {
    const arrived = "left behind TOK TOKEN and the rest TOKEN";
    for (let cut = 0; cut <= arrived.length; cut++) {
      let heard = "";
      const receive = afterToken("TOKEN", (bytes) => (heard += bytes.toString()));
      for (const part of [arrived.slice(0, cut), arrived.slice(cut)]) receive(Buffer.from(part));
      expect(heard).toBe(" and the rest TOKEN");
    }
  });
});
