import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import * as z from "zod";
import { savedVerdictsSchema } from "@piranha/lvs/nanny";
import type { AgentEvent, RouterFacts } from "@piranha/lvs/status";
import { systemClock as clock } from "../adapters/clock.ts";
import { exec } from "../adapters/exec.ts";
import { makeFolder, readIfThere, replaceFile } from "../adapters/files.ts";
import { memoryInterfaces } from "../adapters/interfaces-memory.ts";
import { ipRoute } from "../adapters/interfaces.ts";
import { ipvsMemory } from "../adapters/ipvs-memory.ts";
import { ipvsadm } from "../adapters/ipvsadm.ts";
import { pingHost } from "../adapters/probe-ping.ts";
import { createProbe } from "../adapters/probe.ts";
import { processAges } from "../adapters/processes.ts";
import { parsedJson, revisionFiles } from "../adapters/revision-files.ts";
import { memorySysctls, procSysctls } from "../adapters/sysctl.ts";
import { serveControl } from "../control/server.ts";
import { eventLog } from "../daemons/events.ts";
import { readFigures } from "../daemons/figures.ts";
import { startLvs, type Lvs } from "../daemons/lvs.ts";
import { startNannies, type Nannies } from "../daemons/nanny.ts";
import { ownership } from "../daemons/ownership.ts";
import { statusStore, type StatusStore } from "../daemons/status-store.ts";
import type { PulseFacts, ToLvs, ToPulse } from "../messages.ts";
import { logLine, surviveLostOutput } from "./log.ts";
import { FLUSHED, readRunOptions } from "./run.ts";
import { VERSION } from "./version.ts";
import { wordsOf } from "../words-of.ts";

const SAVE_MS = 500;
/** The kernel adds its counters up every two seconds; asking more often shows nothing new. */
const FIGURES_MS = 1_000;
const savedFileSchema = z.object({ savedAtMs: z.number(), verdicts: savedVerdictsSchema });
const namesSchema = z.array(z.string());
const valuesSchema = z.record(z.string(), z.string());

/** The child process: configuration, kernel table, nannies and control socket. Ends when its parent tells it to or dies. */
export async function lvsProcess(argv: readonly string[]): Promise<number> {
  surviveLostOutput();
  const { paths, role, ipvs: ipvsKind } = readRunOptions(argv);
  const runDir = path.dirname(paths.socket);
  const inRun = (name: string) => path.join(runDir, name);
  const verdictFile = path.join(paths.stateDir, "verdicts.json");
  await makeFolder(paths.stateDir);

  const send = (message: ToPulse) => void process.send?.(message, undefined, undefined, () => undefined);
  const bootId = randomUUID().slice(0, 8);
  const self: { lvs?: Lvs; status?: StatusStore; pulse?: PulseFacts } = {};
  const events = eventLog(() => self.status?.touch());
  const say = (area: AgentEvent["area"], severity: AgentEvent["severity"], text: string) => {
    const event = { atMs: clock.wallNow(), area, severity, text };
    logLine(event);
    events.add(event);
  };

  // from the first moment on: a process that reads a large file must still say that it lives
  const ended = new Promise<void>((resolve) => {
    process.on("disconnect", resolve);
    process.on("SIGHUP", () => undefined); // the parent hears it and tells
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => undefined);
    process.on("message", (message: ToLvs) => {
      switch (message.kind) {
        case "are you alive":
          send({ kind: "alive" });
          return;
        case "facts":
          self.pulse = message;
          self.lvs?.pulseFacts(message);
          return;
        case "event":
          events.add(message.event);
          return;
        case "reload":
          void self.lvs?.reload();
          return;
        case "done":
          waiting.get(message.id)?.();
          waiting.delete(message.id);
          return;
        case "end":
          resolve();
      }
    });
  });
  let commands = 0;
  const waiting = new Map<number, () => void>();

  const memory = ipvsKind === "memory";
  const ipvs = memory ? ipvsMemory() : ipvsadm(exec);
  const interfaces = memory ? memoryInterfaces() : ipRoute(exec);
  const probe = createProbe({ scriptsDirectory: path.join(path.dirname(paths.config), "scripts") });
  const saved = await parsedJson(verdictFile, savedFileSchema);

  let saving: NodeJS.Timeout | undefined;
  const save = (nannies: Nannies) => {
    clearTimeout(saving);
    saving = undefined;
    const text = JSON.stringify({ savedAtMs: clock.wallNow(), verdicts: nannies.save() });
    return replaceFile(verdictFile, text, 0o600).catch((error: unknown) =>
      say("nanny", "warning", `verdicts could not be saved: ${wordsOf(error)}`),
    );
  };
  const earlier = saved && { verdicts: saved.verdicts, asleepMs: Math.max(0, clock.wallNow() - saved.savedAtMs) };

  const lvs = await startLvs({
    configFile: paths.config,
    role: memory && role === "auto" ? "primary" : role,
    files: await revisionFiles(paths.config, paths.stateDir),
    ipvs,
    interfaces,
    sysctls: memory ? memorySysctls() : procSysctls,
    sysctlMemory: {
      load: async () => (await parsedJson(inRun("sysctls.json"), valuesSchema)) ?? {},
      save: (values) => replaceFile(inRun("sysctls.json"), JSON.stringify(values), 0o600),
    },
    flushMemory: {
      load: async () => (await readIfThere(inRun(FLUSHED))) !== undefined,
      save: (flushed) => (flushed ? replaceFile(inRun(FLUSHED), "", 0o600) : rm(inRun(FLUSHED), { force: true })),
    },
    ours: await ownership({
      load: async () => (memory ? [] : ((await parsedJson(inRun("services.json"), namesSchema)) ?? [])),
      save: (keys) => replaceFile(inRun("services.json"), JSON.stringify(keys), 0o600),
    }),
    startNannies: (onChanges) =>
      startNannies(
        { probe, ping: pingHost(exec), clock, onChanges },
        { heldBack: true, ...(earlier && { saved: earlier }) },
      ),
    saveSoon: (nannies) => {
      saving ??= setTimeout(() => void save(nannies), SAVE_MS);
    },
    saveNow: save,
    clock,
    say,
    tellPulse: (needs) => send({ kind: "needs", ...needs }),
    onChange: () => self.status?.touch(),
  });

  self.lvs = lvs;
  if (self.pulse) lvs.pulseFacts(self.pulse);

  const figures = atMostEvery(FIGURES_MS, clock.now, async () => {
    const config = lvs.effective();
    return config && readFigures(ipvs, config, lvs.table().actual, clock.now);
  });
  const routerFacts = async (): Promise<RouterFacts> => ({
    host: hostname(),
    version: VERSION,
    pulse: self.pulse?.pulse ?? { state: "starting", sinceMs: 0, reason: "pulse has not spoken yet" },
    addresses: self.pulse?.addresses ?? [],
    processes: await processAges({ pulse: process.ppid, lvs: process.pid }, clock.now()),
    ...(await lvs.facts()),
  });
  const status = (self.status = statusStore({
    bootId,
    nowMs: clock.now,
    router: routerFacts,
    services: lvs.rows,
    figures: () => figures().catch(() => undefined), // the table's fault is told by `router`
    eventsSince: events.since,
    lastEvent: events.lastSeq,
  }));

  const stopServing = await serveControl(paths.socket, {
    lvs,
    status,
    version: VERSION,
    eventsSince: events.since,
    figures,
    probe: lvs.probe,
    interfaces: async () =>
      (await interfaces.read()).map(({ name, up, held }) => ({
        name,
        up,
        addresses: held.flatMap(({ address, prefixLength, expires }) =>
          expires ? [] : [`${address}/${String(prefixLength)}`],
        ),
      })),
    pulse: (command) =>
      new Promise((resolve) => {
        const id = ++commands;
        waiting.set(id, resolve);
        send({ kind: "command", id, command });
      }),
  });

  await ended;
  await stopServing();
  await lvs.stop();
  if (process.connected) process.disconnect();
  return 0;
}

/** Answers everybody who asks within `ms` with the same answer. */
function atMostEvery<T>(ms: number, now: () => number, ask: () => Promise<T>): () => Promise<T> {
  let last: { readonly atMs: number; readonly answer: Promise<T> } | undefined;
  return () => {
    if (!last || now() - last.atMs >= ms) last = { atMs: now(), answer: ask() };
    return last.answer;
  };
}
