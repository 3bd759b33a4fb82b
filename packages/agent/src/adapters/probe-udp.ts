import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { CheckTest } from "@piranha/lvs/config";
import { escapedBytes, expectation } from "@piranha/lvs/nanny";
import { answer } from "./probe-answer.ts";
import { attempt, errnoOf, fault, type ProbeOptions, type ProbeResult } from "./probe-attempt.ts";

export type UdpQuestion = {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly test: Extract<CheckTest, { kind: "sendExpect" }>;
};

/**
 * Sends one datagram (an empty one without `send`) and reads until the answer is right, wrong or the time is over. Without
 * `expect` any answer passes, and so does silence until the deadline: nobody refused. A refusal (ICMP) always fails.
 */
export function probeUdp({ address, port, timeoutMs, test }: UdpQuestion, options: ProbeOptions): Promise<ProbeResult> {
  const { send = "", expect = "", useRegex } = test;
  const expected = expectation(expect, useRegex);
  if (!expected.ok) return Promise.resolve({ outcome: { kind: "fault", problem: expected.error }, transcript: [] });

  return attempt(timeoutMs, options, ({ ms, settle, note }) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const { matcher, take, shown } = answer(expected.start());
    let during: "connect" | "send" | "receive" = "connect";
    let open = true;

    socket.on("connect", () => {
      const bytes = escapedBytes(send);
      during = "send";
      note("sent", bytes);
      socket.send(bytes, (error) => {
        if (error) onError(error);
        else during = "receive";
      });
    });
    socket.on("message", (piece) => {
      note("received", piece);
      take(piece);
      const state = matcher.state();
      if (state === "match") settle({ kind: "pass", ms: ms() });
      if (state === "mismatch") settle({ kind: "fail", failure: { phase: "match", ms: ms(), ...shown() } });
    });
    const onError = (error: NodeJS.ErrnoException) => {
      const { errno, ours } = errnoOf(error);
      note("closed", errno);
      if (ours) {
        settle(fault("send", errno));
        return;
      }
      // A refusal may reach any call after the datagram went out; it means the same everywhere.
      const phase = during === "receive" || errno === "ECONNREFUSED" ? "connect" : during;
      settle({ kind: "fail", failure: { phase, ms: ms(), errno } });
    };
    socket.on("error", onError);

    const { localAddress } = options;
    socket.bind({ port: 0, ...(localAddress && { address: localAddress }) }, () => {
      if (open) socket.connect(port, address);
    });

    return {
      stop: () => {
        if (open) socket.close();
        open = false;
      },
      expired: () => {
        if (expect === "" ? during === "receive" : matcher.end() === "match") return { kind: "pass", ms: ms() };
        return { kind: "fail", failure: { phase: "timeout", ms: ms(), timeoutMs, during, ...shown() } };
      },
    };
  });
}
