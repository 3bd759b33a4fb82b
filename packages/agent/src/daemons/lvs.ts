import type { EffectiveConfig, EffectiveServer, EffectiveVirtualServer } from "@piranha/lvs/config";
import { desiredTable, ipvsadmLine, type IpvsTable } from "@piranha/lvs/ipvs";
import { editLvsCf, type Edit } from "@piranha/lvs/lvs-cf";
import { addressCommands, raisedAddresses } from "@piranha/lvs/pulse";
import type { RouterFacts, ServerVerdict, ServiceRow } from "@piranha/lvs/status";
import type { Clock } from "../adapters/clock.ts";
import type { Interfaces } from "../adapters/interfaces.ts";
import type { Ipvs } from "../adapters/ipvsadm.ts";
import type { RevisionFiles } from "../adapters/revision-files.ts";
import type { Sysctls } from "../adapters/sysctl.ts";
import type { AdminInput, HistoryEntry, InstallAnswer, PlanAnswer, ProbeAnswer } from "../control/answers.ts";
import { ALONE_LIFETIME_SECONDS, type PulseFacts, type PulseNeeds } from "../messages.ts";
import { adminEdits, expiredEdits } from "./admin.ts";
import type { Say } from "./events.ts";
import { misfits, notYet, roleOf, type Role } from "./fitness.ts";
import { boot, examine, inWords, type Boot, type Candidate, type Revision } from "./installer.ts";
import type { Nannies, VerdictChange } from "./nanny.ts";
import type { Ownership } from "./ownership.ts";
import { probeServer } from "./probe-server.ts";
import { startReconciler, type TableState } from "./reconcile.ts";
import { rowOf, serverId, serviceRows, type ServerId } from "./rows.ts";
import { applySysctls, changedSysctls, wantedSysctls, type SysctlMemory } from "./sysctls.ts";

/** What the lvs process is made of. */
export type LvsParts = {
  readonly configFile: string;
  readonly role: "auto" | "primary" | "backup";
  readonly files: RevisionFiles;
  readonly ipvs: Ipvs;
  readonly interfaces: Interfaces;
  readonly sysctls: Sysctls;
  readonly sysctlMemory: SysctlMemory;
  readonly ours: Ownership;
  /** Starts the service monitors, with who hears of their verdicts. */
  readonly startNannies: (onChanges: (changes: readonly VerdictChange[]) => void) => Nannies;
  /** Verdicts have changed and should be kept. */
  readonly saveSoon: (nannies: Nannies) => void;
  readonly saveNow: (nannies: Nannies) => Promise<void>;
  readonly clock: Clock;
  readonly say: Say;
  /** What of the configuration pulse has to know, whenever it may have changed. */
  readonly tellPulse: (needs: PulseNeeds) => void;
  readonly onChange: () => void;
};

/** The lvs process: the configuration in force, the kernel's table, the nannies. */
export type Lvs = {
  readonly install: (
    text: string,
    options: { readonly base?: string; readonly adopt?: boolean },
  ) => Promise<InstallAnswer>;
  readonly admin: (input: AdminInput) => Promise<InstallAnswer>;
  /** Installs the text before the running one, under a new serial number. */
  readonly rollback: () => Promise<InstallAnswer>;
  readonly reload: () => Promise<InstallAnswer>;
  readonly plan: (text: string | undefined) => Promise<PlanAnswer>;
  readonly history: () => Promise<HistoryEntry[]>;
  readonly configText: () => string | undefined;
  /** Takes our services out of the kernel, or puts them back. */
  readonly flush: (out: boolean) => Promise<void>;
  readonly rows: () => ServiceRow[];
  readonly probe: (virtual: string, server: string) => Promise<ProbeAnswer>;
  readonly effective: () => EffectiveConfig | undefined;
  readonly facts: () => Promise<Pick<RouterFacts, "role" | "config" | "table" | "sysctls">>;
  readonly table: () => TableState;
  readonly pulseFacts: (facts: PulseFacts) => void;
  readonly stop: () => Promise<void>;
};

const EXPIRY_MS = 1_000;
const NOTHING: IpvsTable = new Map();

/** Starts from lvs.cf or, where that is unfit, from the last good copy; resolves when the kernel has the table. */
export async function startLvs(parts: LvsParts): Promise<Lvs> {
  const { files, ipvs, interfaces, clock, say } = parts;
  let running: Revision | undefined;
  let source: Boot["source"] = "none";
  let role: Role = "unknown";
  let sysctlFacts: RouterFacts["sysctls"] = [];
  let pulse: PulseFacts | undefined;
  let told = "";
  let names: ReadonlyMap<ServerId, string> = new Map();
  let turn: Promise<unknown> = Promise.resolve();
  /** Flushed by an operator: nothing is wanted in the kernel until start. */
  let flushed = false;

  const changed = () => {
    tellPulse();
    parts.onChange();
  };
  const reconciler = startReconciler(ipvs, parts.ours, clock, say, changed);

  const nannies = parts.startNannies((changes) => {
    for (const { id, from, verdict } of changes)
      if (from !== verdict.kind) say("nanny", verdict.kind === "down" ? "warning" : "info", verdictWords(id, verdict));
    void reconcile();
    parts.saveSoon(nannies);
    parts.onChange();
  });

  const verdictWords = (id: ServerId, { kind, reason }: ServerVerdict) =>
    `${names.get(id) ?? id} is ${kind}${reason === "" ? "" : `: ${reason}`}`;

  /** Installs follow one another; none sees another half done. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const verdictOf = (id: ServerId): ServerVerdict => nannies.verdictOf(id) ?? UNASKED;

  const serving = (virtual: EffectiveVirtualServer, server: EffectiveServer) => {
    const { kind } = verdictOf(serverId(virtual, server));
    // not asked yet: whatever the kernel has of it from an earlier life keeps serving
    if (kind === "unknown") return { kind: heldByKernel(virtual, server) ? "in" : "out" } as const;
    return { kind: kind === "up" ? "in" : "out" } as const;
  };

  const heldByKernel = (virtual: EffectiveVirtualServer, server: EffectiveServer) => {
    const { key, at } = rowOf(virtual, server);
    return (reconciler.state().actual?.get(key)?.destinations.get(at)?.weight ?? 0) > 0;
  };

  const desired = (config: EffectiveConfig) => desiredTable(config, serving);

  const reconcile = () =>
    running ? reconciler.want(flushed ? NOTHING : desired(running.effective)) : Promise.resolve();

  const tellPulse = () => {
    if (!running) return;
    const { effective } = running;
    const needs: PulseNeeds = {
      addresses: raisedAddresses(effective),
      partner: effective.backup !== undefined,
      role,
      keepaliveMs: effective.keepaliveSeconds * 1000,
      announceMs: effective.announceIntervalSeconds * 1000,
      fault: reconciler.state().fault ?? null,
    };
    if (JSON.stringify(needs) === told) return;
    told = JSON.stringify(needs);
    parts.tellPulse(needs);
  };

  /** Makes a revision the one in force. */
  const enter = async (revision: Revision, from: Boot["source"]) => {
    running = revision;
    source = from;
    role = roleOf(revision.effective, await interfaces.read(), parts.role);
    sysctlFacts = await applySysctls(parts.sysctls, wantedSysctls(revision.effective), parts.sysctlMemory);
    await setTimeouts(revision.effective);
    names = new Map(
      revision.effective.virtualServers.flatMap((virtual) =>
        virtual.servers.map((server) => [serverId(virtual, server), `${virtual.name}/${server.name}`] as const),
      ),
    );
    nannies.watch(
      revision.effective.virtualServers
        .filter(({ active }) => active)
        .flatMap((virtual) =>
          virtual.servers
            .filter(({ active }) => active)
            .map((server) => ({ id: serverId(virtual, server), checks: server.checks })),
        ),
    );
    await reconcile();
    changed();
  };

  /** The connection timeouts to set, none when the kernel has them; 0 leaves the kernel's own. */
  const timeoutChange = async ({ timeouts }: EffectiveConfig): Promise<EffectiveConfig["timeouts"][]> => {
    if (timeouts.tcp + timeouts.tcpFin + timeouts.udp === 0) return [];
    const now = await ipvs.timeouts();
    const same = (["tcp", "tcpFin", "udp"] as const).every(
      (name) => timeouts[name] === 0 || timeouts[name] === now[name],
    );
    return same ? [] : [timeouts];
  };

  const setTimeouts = async (config: EffectiveConfig) => {
    try {
      for (const timeouts of await timeoutChange(config)) await ipvs.setTimeouts(timeouts);
    } catch (error) {
      say("lvs", "alarm", `connection timeouts could not be set: ${wordsOf(error)}`);
    }
  };

  const refusal = (reasons: readonly string[]): InstallAnswer => ({
    kind: "refused",
    reasons: [...reasons],
    running: running ? { serialNo: running.effective.serialNo, sha256: running.sha256 } : null,
  });

  /** Reads a text as this router would run it. */
  const judge = async (text: string): Promise<Candidate> => {
    const candidate = await examine(text, files, "anew");
    if (candidate.kind === "unfit") return candidate;
    const { effective } = candidate.revision;
    const links = await interfaces.read();
    const reasons = misfits(effective, links, roleOf(effective, links, parts.role));
    return reasons.length > 0 ? { kind: "unfit", reasons } : candidate;
  };

  /** Writes down a revision that is about to run, makes it run, and tells what that took. */
  const adoptRevision = async (revision: Revision, words: string): Promise<InstallAnswer> => {
    await files.savePins(revision.pins);
    await files.saveLastGood(revision.text);
    if (revision.text !== running?.text) await files.keep(revision.text);
    const commands = reconciler.plan(desired(revision.effective)).map((op) => `ipvsadm ${ipvsadmLine(op)}`);
    await enter(revision, "file");
    const { serialNo } = revision.effective;
    say("control", "info", `${words}: serial_no ${serialNo}, ${commands.length} commands`);
    return { kind: "installed", serialNo, sha256: revision.sha256, warnings: warningsOf(revision), commands };
  };

  const install: Lvs["install"] = (text, { base, adopt = false }) =>
    inTurn(async () => {
      if (base !== undefined && base !== running?.sha256)
        return refusal([
          `another text runs by now (sha256 ${running?.sha256 ?? "none"}): read it and apply your change to it`,
        ]);
      const candidate = await judge(text);
      if (candidate.kind === "unfit") return refusal(candidate.reasons);
      const { revision } = candidate;
      const reasons = serialReasons(revision, running);
      if (reasons.length > 0) return refusal(reasons);
      if (adopt) await reconciler.adopt([...desired(revision.effective).keys()]);
      try {
        await files.replaceCurrent(text);
        return await adoptRevision(revision, "installed");
      } catch (error) {
        return refusal([`cannot write ${parts.configFile} or the agent's state: ${wordsOf(error)}`]);
      }
    });

  const reload: Lvs["reload"] = () =>
    inTurn(async () => {
      const text = await files.current();
      const candidate = text === undefined ? undefined : await judge(text);
      if (candidate?.kind === "fit") return adoptRevision(candidate.revision, `read ${parts.configFile} again`);
      const reasons = candidate?.reasons ?? [`${parts.configFile} is missing`];
      const stays = "the running configuration stays";
      say("lvs", "alarm", `${parts.configFile} is not taken over: ${reasons.slice(0, 3).join("; ")}; ${stays}`);
      return refusal([...reasons]);
    });

  const change = async (list: readonly Edit[], text: string): Promise<InstallAnswer> => {
    if (!running) return refusal(["no configuration runs: install one first"]);
    const edited = editLvsCf(running.text, list);
    if (edited.kind !== "edited") return refusal([edited.message]);
    if (!edited.inPlace)
      say("control", "warning", `${parts.configFile} was written anew: its comments could not be kept`);
    const answer = await install(edited.text, { base: running.sha256 });
    if (answer.kind === "installed") say("control", "info", text);
    return answer;
  };

  const expiry = setInterval(() => {
    const list = running ? expiredEdits(running.effective, clock.wallNow()) : [];
    if (list.length > 0) void change(list, "an administrative state ended at its time");
  }, EXPIRY_MS);

  /** What runs from the file at start is a good copy too, and the text that a first install can go back from. */
  const keepStart = async ({ text, pins }: Revision) => {
    try {
      await files.saveLastGood(text);
      await files.savePins(pins);
      if ((await files.history()).at(-1)?.text !== text) await files.keep(text);
    } catch (error) {
      say("lvs", "alarm", `the last good copy could not be kept: ${wordsOf(error)}`);
    }
  };

  const begin = await boot(files, parts.configFile);
  if (begin.complaint !== undefined) say("lvs", "alarm", begin.complaint);
  if (begin.revision) {
    await enter(begin.revision, begin.source);
    if (begin.source === "file") await keepStart(begin.revision);
  }

  return {
    install,
    admin: async (input) => {
      if (!running) return refusal(["no configuration runs: install one first"]);
      const wanted = adminEdits(input, running.effective);
      return wanted.kind === "refused" ? refusal(wanted.reasons) : change(wanted.edits, wanted.text);
    },
    rollback: async () => {
      const before = (await files.history()).filter(({ text }) => text !== running?.text).at(-1);
      if (!before || !running) return refusal(["there is no earlier text to go back to"]);
      const serialNo = running.effective.serialNo + 1;
      const edited = editLvsCf(before.text, [{ kind: "global", field: "serialNo", value: serialNo }]);
      return edited.kind === "edited" ? install(edited.text, { base: running.sha256 }) : refusal([edited.message]);
    },
    reload,
    plan: async (text) => {
      const candidate = text === undefined ? undefined : await judge(text);
      if (candidate?.kind === "unfit") return { kind: "refused", reasons: [...candidate.reasons] };
      const revision = candidate?.revision ?? running;
      if (!revision) return { kind: "refused", reasons: ["no configuration runs and no file was given"] };
      const { effective } = revision;
      const held = (pulse?.addresses ?? []).filter(({ state }) => state === "raised");
      const commands = [
        ...(await changedSysctls(parts.sysctls, wantedSysctls(effective))).map(
          ({ name, value }) => `sysctl -w ${name}=${value}`,
        ),
        ...(await timeoutChange(effective)).map(({ tcp, tcpFin, udp }) => `ipvsadm --set ${tcp} ${tcpFin} ${udp}`),
        ...reconciler.plan(desired(effective)).map((op) => `ipvsadm ${ipvsadmLine(op)}`),
        ...addressCommands(raisedAddresses(effective), held, ALONE_LIFETIME_SECONDS),
      ];
      return { kind: "plan", commands, warnings: warningsOf(revision) };
    },
    history: async () =>
      (await files.history()).map(({ installedAt, text }) => ({
        installedAt,
        serialNo: serialOf(text),
        sha256: files.hash(text),
      })),
    configText: () => running?.text,
    flush: async (out) => {
      flushed = out;
      await reconcile();
    },
    rows: () => (running ? serviceRows(running.effective, verdictOf, reconciler.state().actual) : []),
    probe: (virtual, server) => probeServer(running?.effective, nannies, virtual, server),
    effective: () => running?.effective,
    facts: async () => {
      const table = reconciler.state();
      const text = await files.current();
      return {
        role,
        config: {
          serialNo: running?.effective.serialNo ?? 0,
          sha256: running?.sha256 ?? "",
          fileSha256: text === undefined ? null : files.hash(text),
          source,
          warnings: running ? warningsOf(running) : [],
        },
        table: {
          kind: ipvs.kind,
          readSinceMs: table.readSinceMs ?? null,
          fault: table.fault ?? null,
          refused: table.refused.map(({ command, words }) => ({ command, words })),
          foreign: [...table.foreign],
          conflicts: [...table.conflicts],
        },
        sysctls: sysctlFacts,
      };
    },
    table: () => reconciler.state(),
    pulseFacts: (facts) => {
      pulse = facts;
      parts.onChange();
    },
    stop: async () => {
      clearInterval(expiry);
      await parts.saveNow(nannies);
      await nannies.stop();
      await reconciler.stop();
    },
  };
}

const UNASKED: ServerVerdict = { kind: "unknown", sinceMs: 0, reason: "" };

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Everything about a revision that its operator should know. */
const warningsOf = ({ warnings, config }: Revision): string[] => [...warnings.map(inWords), ...notYet(config)];

/** A text's serial number must be higher than the running one's, unless the text is the same. */
function serialReasons(next: Revision, running: Revision | undefined): string[] {
  if (!running || next.text === running.text || next.effective.serialNo > running.effective.serialNo) return [];
  const [has, runs] = [next.effective.serialNo, running.effective.serialNo];
  return [
    `serial_no ${String(has)} is not higher than that of the running text, ${String(runs)}: write serial_no = ${String(runs + 1)}`,
  ];
}

const serialOf = (text: string) => Number(/^\s*serial_no\s*=\s*"?(\d+)/m.exec(text)?.[1] ?? 0);
