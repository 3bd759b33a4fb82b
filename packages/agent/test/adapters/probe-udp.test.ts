import { describe, expect, it } from "vitest";
import { createProbe } from "../../src/adapters/probe.ts";
import { check, closedPort, ms, sendExpect, udpServer } from "./probe-server.ts";

const probe = createProbe({ scriptsDirectory: "/nonexistent" });
const udp = (send?: string, expected?: string, useRegex = false) => sendExpect(send, expected, useRegex, "udp");

describe("a UDP check", () => {
  it("passes when the answer is as expected", async () => {
    const { port } = await udpServer((datagram, reply) => reply(`pong ${String(datagram)}`));
    expect((await probe(check(udp(String.raw`p\x69ng`, "pong ping"), { port }))).outcome.kind).toBe("pass");
  });

  it("reads an answer of several datagrams as one", async () => {
    const { port } = await udpServer((_, reply) => {
      reply("po");
      setTimeout(() => reply("ng"), 50);
    });
    expect((await probe(check(udp("ping", "pong"), { port }))).outcome.kind).toBe("pass");
  });

  it("fails at once when the answer is wrong", async () => {
    const { port } = await udpServer((_, reply) => reply("nope"));
    const { outcome } = await probe(check(udp("ping", "pong"), { port, timeoutMs: ms(60_000) }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "match", seen: "nope" } });
  });

  it("fails at once when the port is refused", async () => {
    const { outcome } = await probe(check(udp("ping", "pong"), { port: await closedPort(), timeoutMs: ms(60_000) }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "connect", errno: "ECONNREFUSED" } });
  });

  it("fails at its deadline when nobody answers", async () => {
    const { port } = await udpServer(() => undefined);
    const { outcome } = await probe(check(udp("ping", "pong"), { port, timeoutMs: 200 }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "timeout", during: "receive" } });
  });

  it("without anything to send sends an empty datagram", async () => {
    const { port } = await udpServer((datagram, reply) => reply(`${datagram.length} bytes`));
    expect((await probe(check(udp(undefined, "0 bytes"), { port }))).outcome.kind).toBe("pass");
  });

  it("without anything to expect passes at once on any answer", async () => {
    const { port } = await udpServer((_, reply) => reply("whatever"));
    expect((await probe(check(udp("ping"), { port, timeoutMs: ms(60_000) }))).outcome.kind).toBe("pass");
  });

  it("without anything to expect takes silence until the deadline for a pass, and a refusal for a failure", async () => {
    const { port } = await udpServer(() => undefined);
    expect((await probe(check(udp("ping"), { port, timeoutMs: 200 }))).outcome).toMatchObject({ kind: "pass" });
    const { outcome } = await probe(check(udp(), { port: await closedPort(), timeoutMs: ms(60_000) }));
    expect(outcome).toMatchObject({ kind: "fail", failure: { errno: "ECONNREFUSED" } });
  });

  it("asks from the address it is told to", async () => {
    const { outcome } = await probe(check(udp("ping", "pong"), { port: 9 }), { localAddress: "192.0.2.77" });
    expect(outcome).toEqual({ kind: "fault", problem: "this router could not send (EADDRNOTAVAIL)" });
  });

  it("ends at once when it is aborted", async () => {
    const { port } = await udpServer(() => undefined);
    const abort = new AbortController();
    const probing = probe(check(udp("ping", "pong"), { port, timeoutMs: ms(60_000) }), { signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    expect((await probing).outcome).toEqual({ kind: "aborted" });
  });
});
