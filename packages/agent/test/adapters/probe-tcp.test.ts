import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { createProbe } from "../../src/adapters/probe.ts";
import { check, closedPort, ms, sendExpect, tcpServer } from "./probe-server.ts";

const probe = createProbe({ scriptsDirectory: "/nonexistent" });

describe("a connect check", () => {
  it("passes when the connection is accepted, and lets go of it", async () => {
    const { port, open } = await tcpServer((socket) => socket.resume());
    expect((await probe(check({ kind: "connect" }, { port }))).outcome).toEqual({
      kind: "pass",
      ms: expect.any(Number) as number,
    });
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  it("fails with the errno when the connection is refused", async () => {
    const { outcome } = await probe(check({ kind: "connect" }, { port: await closedPort() }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "connect", errno: "ECONNREFUSED" } });
  });

  it("asks from the address it is told to", async () => {
    let from: string | undefined;
    const { port } = await tcpServer((socket) => (from = socket.remoteAddress));
    await probe(check({ kind: "connect" }, { port }), { localAddress: "127.0.0.2" });
    await vi.waitFor(() => expect(from).toBe("127.0.0.2"));
  });

  it("is a fault of ours when that address is not on this router", async () => {
    const { port } = await tcpServer((socket) => socket.resume());
    const { outcome } = await probe(check({ kind: "connect" }, { port }), { localAddress: "192.0.2.77" });
    expect(outcome).toEqual({ kind: "fault", problem: "this router could not connect (EADDRNOTAVAIL)" });
  });

  it("reaches servers over IPv6", async () => {
    const { port } = await tcpServer((socket) => socket.resume(), "::1");
    expect((await probe(check({ kind: "connect" }, { port, address: "::1" }))).outcome.kind).toBe("pass");
  });
});

describe("a send and expect check", () => {
  it("passes as soon as the answer begins as expected", async () => {
    const { port } = await tcpServer((socket) =>
      socket.on("data", (sent) => socket.write(`HTTP/1.0 200 ${String(sent)}`)),
    );
    const { outcome } = await probe(check(sendExpect(String.raw`GET / HTTP/1.0\r\n\r\n`, "HTTP/*.* 200"), { port }));
    expect(outcome.kind).toBe("pass");
  });

  it("passes when the answer comes in pieces", async () => {
    const { port } = await tcpServer((socket) => {
      socket.setNoDelay().write("HT");
      setTimeout(() => socket.write("TP/1.0"), 50);
    });
    expect((await probe(check(sendExpect(undefined, "HTTP"), { port }))).outcome.kind).toBe("pass");
  });

  it.each([sendExpect("QUIT"), sendExpect("QUIT", ""), sendExpect("QUIT", "", true)])(
    "without anything to expect passes once everything is sent",
    async (test) => {
      let sent = "";
      const { port } = await tcpServer((socket) => socket.on("data", (piece) => (sent += String(piece))));
      expect((await probe(check(test, { port }))).outcome.kind).toBe("pass");
      await vi.waitFor(() => expect(sent).toBe("QUIT"));
    },
  );

  it("fails at the first wrong byte, long before its deadline, and shows what came", async () => {
    const { port } = await tcpServer((socket) => socket.write("500 busy\r\n"));
    const { outcome } = await probe(check(sendExpect(undefined, "200"), { port, timeoutMs: ms(60_000) }));
    expect(outcome).toMatchObject({
      kind: "fail",
      failure: { phase: "match", bytes: 10, seen: String.raw`500 busy\r\n` },
    });
  });

  it("fails at its deadline when the server accepts and says nothing", async () => {
    const { port, open } = await tcpServer((socket) => socket.resume());
    const { outcome } = await probe(check(sendExpect("hello", "hello"), { port, timeoutMs: 200 }));
    expect(outcome).toMatchObject({
      kind: "fail",
      failure: { phase: "timeout", during: "receive", timeoutMs: 200, bytes: 0 },
    });
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  it("ends at its deadline when the answer drips for ever", async () => {
    const { port } = await tcpServer((socket) => {
      const drip = setInterval(() => socket.write("."), 10);
      socket.on("close", () => clearInterval(drip));
    });
    const { outcome } = await probe(check(sendExpect(undefined, "never", true), { port, timeoutMs: 300 }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "timeout", during: "receive" } });
  });

  it("reads no more than it needs of an endless answer", async () => {
    let written = 0;
    const block = Buffer.alloc(65_536, "x");
    const { port } = await tcpServer((socket) => {
      const pour = () => {
        while (socket.writable && socket.write(block)) written += block.length;
      };
      socket.on("drain", pour);
      pour();
    });
    const { outcome } = await probe(check(sendExpect(undefined, "needle", true), { port, timeoutMs: ms(20_000) }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "match", seen: "x".repeat(64) } });
    expect(written).toBeLessThan(100_000_000);
  });

  it("fails when the server closes without an answer", async () => {
    const { port } = await tcpServer((socket) => socket.end());
    const { outcome } = await probe(check(sendExpect("hello", "hello"), { port }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "receive", bytes: 0 } });
  });

  it("fails when the server closes in the middle of its answer, and shows how far it came", async () => {
    const { port } = await tcpServer((socket) => socket.end("HT"));
    const { outcome } = await probe(check(sendExpect(undefined, "HTTP"), { port }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "receive", bytes: 2, seen: "HT" } });
  });

  it("fails when the server resets the connection", async () => {
    const { port } = await tcpServer((socket) => socket.on("data", () => socket.resetAndDestroy()));
    const { outcome } = await probe(check(sendExpect("hello", "hello"), { port }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "receive", errno: "ECONNRESET" } });
  });

  it("takes the close of the connection for the end of the answer", async () => {
    const { port } = await tcpServer((socket) => socket.end("all is well"));
    expect((await probe(check(sendExpect(undefined, "well$", true), { port }))).outcome.kind).toBe("pass");
  });

  it("takes what has come by the deadline for the whole answer, where an expression asks for its end", async () => {
    const { port } = await tcpServer((socket) => socket.write("220 ready"));
    const { outcome } = await probe(check(sendExpect(undefined, "^220 .*ready$", true), { port, timeoutMs: 300 }));
    expect(outcome.kind).toBe("pass");
  });

  it("is a fault of ours when the expression is wrong", async () => {
    const { outcome } = await probe(check(sendExpect(undefined, "(", true)));
    expect(outcome).toEqual({ kind: "fault", problem: "the regular expression is wrong: a ( is not closed" });
  });
});

describe("any check", () => {
  it("ends at once when it is aborted, and its connection with it", async () => {
    const { port, open } = await tcpServer((socket) => socket.resume());
    const abort = new AbortController();
    const probing = probe(check(sendExpect(undefined, "x"), { port, timeoutMs: ms(60_000) }), { signal: abort.signal });
    await vi.waitFor(() => expect(open.size).toBe(1));
    abort.abort();
    expect((await probing).outcome).toEqual({ kind: "aborted" });
    await vi.waitFor(() => expect(open.size).toBe(0));
  });

  it("does not begin when it was aborted before", async () => {
    const { outcome } = await probe(check({ kind: "connect" }), { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: "aborted" });
  });

  it("does not blame the server when this router stood still past the deadline", async () => {
    const { port } = await tcpServer((socket) => socket.resume());
    const probing = probe(check(sendExpect(undefined, "x"), { port, timeoutMs: 100 }));
    await sleep(20);
    const until = performance.now() + 800;
    while (performance.now() < until);
    expect((await probing).outcome).toEqual({
      kind: "fault",
      problem: "this router was too busy to notice an answer",
    });
  });

  it("reads an answer that arrived in time even when this router looks only after the deadline", async () => {
    const { port } = await tcpServer((socket) => socket.write("hello"));
    const probing = probe(check(sendExpect(undefined, "hello, world"), { port, timeoutMs: 200 }));
    await sleep(50);
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect((await probing).outcome).toMatchObject({ failure: { phase: "timeout", bytes: 5 } });
  });

  it("keeps a bounded transcript when it is asked to, and none otherwise", async () => {
    const { port } = await tcpServer((socket) => socket.on("data", () => socket.write("220 ready\r\n")));
    const test = check(sendExpect(String.raw`EHLO x\r\n`, "220"), { port });
    expect((await probe(test)).transcript).toEqual([]);
    const { transcript } = await probe(test, { transcript: true });
    expect(transcript.map(({ what, text }) => [what, text])).toEqual([
      ["connected", `127.0.0.1:${port}`],
      ["sent", String.raw`EHLO x\r\n`],
      ["received", String.raw`220 ready\r\n`],
    ]);
    const endless = await tcpServer((socket) => {
      const drip = setInterval(() => socket.write("x".repeat(3000)), 1);
      socket.on("close", () => clearInterval(drip));
    });
    const long = check(sendExpect(undefined, "^x*$", true), { port: endless.port, timeoutMs: 500 });
    const { transcript: lines } = await probe(long, { transcript: true });
    expect(lines.length).toBeLessThanOrEqual(64);
    expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThanOrEqual(4096);
  });

  it("leaves nothing open behind, however it ended", async () => {
    const { port } = await tcpServer((socket) => socket.resume().on("end", () => socket.destroy()));
    const refused = await closedPort();
    const resources = () =>
      process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap" || name === "TCPConnectWrap").length;
    await Promise.all([
      ...Array.from({ length: 20 }, () => probe(check({ kind: "connect" }, { port }))),
      ...Array.from({ length: 20 }, () => probe(check({ kind: "connect" }, { port: refused }))),
      ...Array.from({ length: 20 }, () => probe(check(sendExpect(undefined, "x"), { port, timeoutMs: 100 }))),
      ...Array.from({ length: 20 }, () => {
        const signal = AbortSignal.timeout(50);
        return probe(check(sendExpect(undefined, "x"), { port }), { signal });
      }),
    ]);
    await vi.waitFor(() => expect(resources()).toBe(0));
  });
});
