import type { Readable, Writable } from "node:stream";
import { LabError, within } from "./deadline.ts";
import type { GuestCalls, GuestMessage } from "./protocol.ts";
import { ACKNOWLEDGED, encode, frames, lineSplitter } from "./wire.ts";

type ProcessMessage = Extract<GuestMessage, { process: number }>;

/** The host's end of the conversation with the controller. */
export type Channel = {
  /** @throws {LabError} when the controller refuses, does not answer in time, or is gone. */
  readonly call: <M extends keyof GuestCalls>(
    method: M,
    params: GuestCalls[M]["params"],
    timeoutMs?: number,
  ) => Promise<GuestCalls[M]["result"]>;
  /** Delivers what a started process says and how it ends, from its very beginning. */
  readonly follow: (process: number, onMessage: (message: ProcessMessage) => void) => void;
  readonly ready: Promise<void>;
  /** Fails every open and every later call, and tells followers that their process has ended. */
  readonly close: (reason: string) => void;
};

const ANSWER_MS = 30_000;

export function openChannel(input: Writable, output: Readable): Channel {
  const open = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  const followers = new Map<number, (message: ProcessMessage) => void>();
  const unclaimed = new Map<number, ProcessMessage[]>();
  let closed: string | undefined;
  let lastId = 0;
  let settleReady: { resolve: () => void; reject: (error: Error) => void };
  const ready = new Promise<void>((resolve, reject) => (settleReady = { resolve, reject }));
  ready.catch(() => undefined); // Whoever waits for it hears of it; nobody need.

  const send = frameSender(input);
  const deliver = (message: ProcessMessage): void => {
    const follower = followers.get(message.process);
    if (follower) follower(message);
    else unclaimed.set(message.process, [...(unclaimed.get(message.process) ?? []), message]);
    if (message.kind === "exit") followers.delete(message.process);
  };
  const receive = (message: GuestMessage): void => {
    switch (message.kind) {
      case "ready":
        return settleReady.resolve();
      case "result":
        open.get(message.id)?.resolve(message.result);
        return void open.delete(message.id);
      case "error":
        open.get(message.id)?.reject(new LabError(message.error));
        return void open.delete(message.id);
      case "output":
      case "exit":
        return deliver(message);
    }
  };
  output.setEncoding("latin1").on(
    "data",
    lineSplitter((line) => {
      if (line === ACKNOWLEDGED) send.acknowledged();
      else receive(JSON.parse(line) as GuestMessage);
    }),
  );
  for (const stream of [input, output]) stream.on("error", () => undefined); // The kernel's end is told by `close`.

  return {
    ready,
    call: (method, params, timeoutMs = 0) => {
      if (closed !== undefined) return Promise.reject(new LabError(closed));
      const id = ++lastId;
      const answer = new Promise((resolve, reject) => open.set(id, { resolve, reject }));
      send.message(encode({ id, method, params }));
      return within(timeoutMs + ANSWER_MS, `The lab's answer to ${method}`, answer) as Promise<never>;
    },
    follow: (process, onMessage) => {
      followers.set(process, onMessage);
      const early = unclaimed.get(process) ?? [];
      unclaimed.delete(process);
      for (const message of early) onMessage(message);
    },
    close: (reason) => {
      closed ??= reason;
      const error = new LabError(closed);
      settleReady.reject(error);
      for (const { reject } of open.values()) reject(error);
      open.clear();
      for (const process of [...followers.keys()]) {
        deliver({ kind: "exit", process, exit: { code: null, signal: "SIGKILL" } });
      }
    },
  };
}

/** Sends one frame at a time; the next goes when the guest has acknowledged the last. */
function frameSender(input: Writable): { message: (encoded: string) => void; acknowledged: () => void } {
  const waiting: string[] = [];
  let inFlight = false;
  const next = (): void => {
    const frame = waiting.shift();
    inFlight = frame !== undefined;
    if (frame !== undefined) input.write(`${frame}\n`);
  };
  return {
    message: (encoded) => {
      waiting.push(...frames(encoded));
      if (!inFlight) next();
    },
    acknowledged: next,
  };
}
