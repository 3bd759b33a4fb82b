import type { ControlRouter } from "@piranha/agent/control";
import { TRPCClientError } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import type { RouterFacts } from "@piranha/lvs/status";
import type { Door } from "../../../src/server/agent/door.ts";
import type { RouterLink } from "../../../src/live/feed.ts";
import type {} from "../../../src/server/agent/follow-router.ts";
import type { Router, Routers } from "../../../src/server/agent/routers.ts";
import { sha256Of } from "../../../src/server/draft/draft-document.ts";

/** What happens to the next install. */
type Mishap = "none" | "refuses" | "cut off before" | "cut off after" | "cut off for good" | "nobody there";

/** A router whose agent is a few variables. */
export type FakeRouter = {
  readonly router: Router;
  /** Somebody else, or a click, changed what it runs; it says so at once. */
  readonly runs: (text: string | undefined) => void;
  readonly text: () => string | undefined;
  readonly pulse: (state: RouterFacts["pulse"]["state"]) => void;
  readonly fallSilent: () => void;
  readonly speak: () => void;
  readonly mishap: (next: Mishap) => void;
  /** Holds the next install until the promise it is given is done. */
  readonly hold: (until: Promise<unknown>) => void;
  /** Serial numbers that it was asked to install. */
  readonly asked: number[];
  readonly onChange: (listener: () => void) => void;
};

/** What the draft asks of an agent. */
type Calls = {
  readonly config: { readonly query: () => Promise<Answers["config"]> };
  readonly plan: { readonly query: (input: Questions["plan"]) => Promise<Answers["plan"]> };
  readonly install: { readonly mutate: (input: Questions["install"]) => Promise<Answers["install"]> };
};
type Questions = inferRouterInputs<ControlRouter>;
type Answers = inferRouterOutputs<ControlRouter>;

export function fakeRouter(name: string, begin?: string): FakeRouter {
  let running = begin;
  let state: RouterFacts["pulse"]["state"] = "active";
  let silent = false;
  let next: Mishap = "none";
  let held: Promise<unknown> = Promise.resolve();
  const listeners: (() => void)[] = [];
  const asked: number[] = [];
  const tell = () => listeners.forEach((listener) => listener());
  const serialOf = (text: string | undefined) =>
    text === undefined ? 0 : (parseLvsCf(text).config.global.serialNo ?? 0);
  const hash = () => (running === undefined ? "" : sha256Of(running));

  const client: Calls = {
    config: {
      query: async () => {
        if (silent) throw lost("ECONNREFUSED");
        if (running === undefined) throw said("no configuration runs");
        return running;
      },
    },
    plan: {
      query: async (input) => {
        const errors = parseLvsCf(input.text ?? "").problems.filter(({ severity }) => severity === "error");
        if (errors.length > 0) return { kind: "refused", reasons: errors.map(({ message }) => message) };
        return { kind: "plan", commands: ["-a -t 192.0.2.10:80 -r 10.0.0.1:80 -m -w 1"], warnings: [] };
      },
    },
    install: {
      mutate: async ({ text, base }) => {
        await held;
        asked.push(serialOf(text));
        const mishap = next;
        next = "none";
        const now = running === undefined ? null : { serialNo: serialOf(running), sha256: hash() };
        const refused = (reason: string): Answers["install"] => ({ kind: "refused", reasons: [reason], running: now });
        if (mishap === "nobody there") throw lost("ECONNREFUSED");
        if (mishap === "refuses") return refused("eth0:1 is no interface of this router");
        if (base !== undefined && base !== hash()) return refused("another text runs by now");
        if (text !== running && running !== undefined && serialOf(text) <= serialOf(running))
          return refused("serial_no is not higher");
        if (mishap === "cut off before") throw lost("ECONNRESET");
        running = text;
        if (mishap === "cut off for good") silent = true;
        tell();
        if (mishap !== "none") throw lost("ECONNRESET");
        return { kind: "installed", serialNo: serialOf(text), sha256: hash(), warnings: [], commands: [] };
      },
    },
  };

  const link = (): RouterLink =>
    silent
      ? { kind: "silent", sinceAtMs: 0, heardAtMs: null, words: "silent for 2.5 s" }
      : { kind: "live", heardAtMs: Date.now() };
  const facts = () =>
    ({
      pulse: { state, sinceMs: 0, reason: "" },
      config: { serialNo: serialOf(running), sha256: hash(), fileSha256: hash(), source: "file", warnings: [] },
    }) as unknown as RouterFacts;

  return {
    router: {
      name,
      address: `unix:/run/${name}.sock`,
      follower: {
        link,
        facts,
        services: () => new Map(),
        order: () => [],
        bootId: () => "boot",
        offsetMs: () => 0,
        close: () => undefined,
      },
      // the draft calls nothing else of an agent
      door: { address: `unix:/run/${name}.sock`, client: client as unknown as Door["client"], close: () => undefined },
    },
    runs: (text) => {
      running = text;
      tell();
    },
    text: () => running,
    pulse: (to) => {
      state = to;
      tell();
    },
    fallSilent: () => {
      silent = true;
      tell();
    },
    speak: () => {
      silent = false;
      tell();
    },
    mishap: (mishap) => {
      next = mishap;
    },
    hold: (until) => {
      held = until;
    },
    asked,
    onChange: (listener) => void listeners.push(listener),
  };
}

/** The routers of a cluster, in the order of the console's settings. */
export function fakeRouters(fakes: readonly FakeRouter[]): Routers {
  const all = fakes.map(({ router }) => router);
  const listeners = new Set<(router: Router, patch: undefined) => void>();
  for (const { router, onChange } of fakes)
    onChange(() => {
      for (const listener of listeners) listener(router, undefined);
    });
  const live = ({ follower }: Router) => follower.link().kind === "live";
  return {
    all,
    byName: (name) => all.find((router) => router.name === name),
    serving: () =>
      all.find((router) => live(router) && router.follower.facts()?.pulse.state === "active") ?? all.find(live),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
  };
}

/** The connection broke, as tRPC's client says it. */
const lost = (code: string) =>
  new TRPCClientError("fetch failed", { cause: Object.assign(new Error(`socket: ${code}`), { code }) });

/** The agent's own answer. */
const said = (message: string) =>
  new TRPCClientError(message, {
    result: { error: { code: -32004, message, data: { code: "NOT_FOUND", httpStatus: 404 } } },
  });
