import { connect } from "node:net";
import type { CheckTest } from "@piranha/lvs/config";
import { escapedBytes, expectation } from "@piranha/lvs/nanny";
import { answer } from "./probe-answer.ts";
import { attempt, errnoOf, fault, type ProbeOptions, type ProbeResult } from "./probe-attempt.ts";

export type TcpQuestion = {
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly test: Extract<CheckTest, { kind: "connect" | "sendExpect" }>;
};

/**
 * Connects, sends, and reads until the answer is right, wrong or over. Without `expect` a connection that took what was to
 * be sent is enough. The connection is gone when it resolves.
 */
export function probeTcp({ address, port, timeoutMs, test }: TcpQuestion, options: ProbeOptions): Promise<ProbeResult> {
  const { send = "", expect, useRegex } = test.kind === "sendExpect" ? test : NOTHING;
  const expected = expectation(expect, useRegex);
  if (!expected.ok) return Promise.resolve({ outcome: { kind: "fault", problem: expected.error }, transcript: [] });

  return attempt(timeoutMs, options, ({ ms, settle, note }) => {
    const { localAddress } = options;
    const socket = connect({ host: address, port, noDelay: true, ...(localAddress && { localAddress }) });
    const { matcher, take, shown } = answer(expected.start());
    let during: "connect" | "send" | "receive" = "connect";

    const judge = () => {
      const state = matcher.state();
      if (state === "match") settle({ kind: "pass", ms: ms() });
      if (state === "mismatch") settle({ kind: "fail", failure: { phase: "match", ms: ms(), ...shown() } });
    };
    socket.on("connect", () => {
      note("connected", `${address}:${port}`);
      const bytes = escapedBytes(send);
      during = bytes.length > 0 ? "send" : "receive";
      if (during === "receive") return judge();
      note("sent", bytes);
      socket.write(bytes, (error) => {
        if (error) return; // reported by the error event
        during = "receive";
        judge();
      });
    });
    socket.on("data", (piece) => {
      note("received", piece);
      take(piece);
      if (matcher.state() !== "pending") judge();
    });
    socket.on("end", () => {
      note("closed", "by the server");
      if (matcher.end() === "match") return judge();
      settle({ kind: "fail", failure: { phase: "receive", ms: ms(), ...shown() } });
    });
    socket.on("error", (error) => {
      const { errno, ours } = errnoOf(error);
      note("closed", errno);
      if (ours) return settle(fault("connect", errno));
      if (during === "receive")
        return settle({ kind: "fail", failure: { phase: "receive", ms: ms(), errno, ...shown() } });
      settle({ kind: "fail", failure: { phase: during, ms: ms(), errno } });
    });

    return {
      stop: () => socket.destroy(),
      expired: () => {
        if (during === "receive" && matcher.end() === "match") return { kind: "pass", ms: ms() };
        return { kind: "fail", failure: { phase: "timeout", ms: ms(), timeoutMs, during, ...shown() } };
      },
    };
  });
}

const NOTHING = { send: undefined, expect: undefined, useRegex: false } as const;
