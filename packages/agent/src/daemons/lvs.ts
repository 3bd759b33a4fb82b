import type { EffectiveConfig, EffectiveServer, EffectiveVirtualServer, RaisedAddress } from "@piranha/lvs/config";
import { desiredTable, ipvsadmLine, type IpvsTable } from "@piranha/lvs/ipvs";
import { editLvsCf, type Edit } from "@piranha/lvs/lvs-cf";
import { whyNotRunnable } from "@piranha/lvs/nanny";
import { raiseAddress, removeAddress } from "@piranha/lvs/pulse";
import type { RouterFacts, ServerVerdict, ServiceRow } from "@piranha/lvs/status";
import type { Clock } from "../adapters/clock.ts";
import type { Interfaces } from "../adapters/interfaces.ts";
import type { Ipvs } from "../adapters/ipvsadm.ts";
import type { RevisionFiles } from "../adapters/revision-files.ts";
import type { Sysctls } from "../adapters/sysctl.ts";
import type { AdminInput, HistoryEntry, InstallAnswer, PlanAnswer, ProbeAnswer } from "../control/answers.ts";
import type { PulseFacts, PulseNeeds } from "../messages.ts";
import { adminEdits, expiredEdits } from "./admin.ts";
import type { Say } from "./events.ts";
import { boot, examine, inWords, type Boot, type Revision } from "./installer.ts";
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
  let role: RouterFacts["role"] = "unknown";
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

  const roleOf = async ({ primary, backup }: EffectiveConfig): Promise<RouterFacts["role"]> => {
    if (parts.role !== "auto") return parts.role;
    const own = (await interfaces.read()).flatMap(({ held }) => held.map(({ address }) => address));
    if (primary === undefined) return "alone";
    if (own.includes(primary)) return backup === undefined ? "alone" : "primary";
    return backup !== undefined && own.includes(backup) ? "backup" : "unknown";
  };

  /** Makes a revision the one in force. */
  const enter = async (revision: Revision, from: Boot["source"]) => {
    running = revision;
    source = from;
    role = await roleOf(revision.effective);
    sysctlFacts = await applySysctls(parts.sysctls, wantedSysctls(revision.effective), parts.sysctlMemory);
    const { tcp, tcpFin, udp } = revision.effective.timeouts;
    if (tcp + tcpFin + udp > 0)
      await ipvs
        .setTimeouts(revision.effective.timeouts)
        .catch((error: unknown) => say("lvs", "alarm", `ipvsadm --set: ${wordsOf(error)}`));
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

  const refusal = (reasons: string[]): InstallAnswer => ({
    kind: "refused",
    reasons,
    running: running ? { serialNo: running.effective.serialNo, sha256: running.sha256 } : null,
  });

  const install: Lvs["install"] = (text, { base, adopt = false }) =>
    inTurn(async () => {
      if (base !== undefined && base !== running?.sha256)
        return refusal([
          `another text runs by now (sha256 ${running?.sha256 ?? "none"}): read it and apply your change to it`,
        ]);
      const candidate = await examine(text, files);
      if (candidate.kind === "unfit") return refusal(candidate.problems.map(inWords));
      const { revision } = candidate;
      const reasons = [...serialReasons(revision, running), ...(await misfits(revision.effective))];
      if (reasons.length > 0) return refusal(reasons);
      try {
        await files.replaceCurrent(text);
        await files.savePins(revision.pins);
        await files.saveLastGood(text);
        if (text !== running?.text) await files.keep(text);
      } catch (error) {
        return refusal([`cannot write ${parts.configFile}: ${wordsOf(error)}; the old configuration runs on`]);
      }
      const wish = desired(revision.effective);
      if (adopt) await reconciler.adopt([...wish.keys()]);
      const commands = reconciler.plan(wish).map((op) => `ipvsadm ${ipvsadmLine(op)}`);
      await enter(revision, "file");
      say(
        "control",
        "info",
        `installed serial_no ${String(revision.effective.serialNo)} (${String(commands.length)} commands)`,
      );
      const warnings = revision.warnings.map(inWords);
      return { kind: "installed", serialNo: revision.effective.serialNo, sha256: revision.sha256, warnings, commands };
    });

  /** What of a configuration this router and this version cannot do, in words. */
  const misfits = async (config: EffectiveConfig): Promise<string[]> => {
    const links = (await interfaces.read()).map(({ name }) => name);
    const names = links.filter((name) => name !== "lo").join(", ");
    const devices = [...new Set(raisedAddresses(config).map(({ device }) => device.split(":")[0] ?? device))];
    const runs = config.virtualServers
      .filter(({ active }) => active)
      .flatMap(({ name, servers }) =>
        servers.flatMap((server) => server.checks.map((check) => ({ name: `${name}/${server.name}`, check }))),
      );
    return [
      ...devices
        .filter((device) => !links.includes(device))
        .map((device) => `no interface ${device} on this router: it has ${names}; correct the address lines`),
      ...((await roleOf(config)) === "unknown"
        ? [
            `primary = ${config.primary ?? ""} is not an address of this machine: correct it, or start the agent with --role`,
          ]
        : []),
      ...runs.flatMap(({ name, check }) => {
        const why = whyNotRunnable(check);
        return why === undefined ? [] : [`check ${check.name} of ${name}: ${why}`];
      }),
    ];
  };

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

  const begin = await boot(files, parts.configFile);
  if (begin.complaint !== undefined) say("lvs", "alarm", begin.complaint);
  if (begin.revision) {
    await enter(begin.revision, begin.source);
    if (begin.source === "file")
      await files
        .saveLastGood(begin.revision.text)
        .catch((error: unknown) => say("lvs", "alarm", `the last good copy could not be written: ${wordsOf(error)}`));
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
    reload: () =>
      inTurn(async () => {
        const text = await files.current();
        if (text === undefined) return refusal([`${parts.configFile} is missing; the running configuration stays`]);
        const candidate = await examine(text, files);
        const reasons =
          candidate.kind === "unfit" ? candidate.problems.map(inWords) : await misfits(candidate.revision.effective);
        if (candidate.kind === "unfit" || reasons.length > 0) {
          say(
            "lvs",
            "alarm",
            `${parts.configFile} is not taken over: ${reasons.slice(0, 3).join("; ")}; the running configuration stays`,
          );
          return refusal(reasons);
        }
        const { revision } = candidate;
        await files.savePins(revision.pins);
        await files.saveLastGood(text);
        if (text !== running?.text) await files.keep(text);
        const commands = reconciler.plan(desired(revision.effective)).map((op) => `ipvsadm ${ipvsadmLine(op)}`);
        await enter(revision, "file");
        say("lvs", "info", `read ${parts.configFile} again: serial_no ${String(revision.effective.serialNo)}`);
        return {
          kind: "installed",
          serialNo: revision.effective.serialNo,
          sha256: revision.sha256,
          warnings: revision.warnings.map(inWords),
          commands,
        };
      }),
    plan: async (text) => {
      const candidate = text === undefined ? undefined : await examine(text, files);
      if (candidate?.kind === "unfit") return { kind: "refused", reasons: candidate.problems.map(inWords) };
      const revision = candidate?.revision ?? running;
      if (!revision) return { kind: "refused", reasons: ["no configuration runs and no file was given"] };
      const reasons = await misfits(revision.effective);
      if (reasons.length > 0) return { kind: "refused", reasons };
      const sysctls = await changedSysctls(parts.sysctls, wantedSysctls(revision.effective));
      const table = reconciler.plan(desired(revision.effective));
      return {
        kind: "plan",
        commands: [
          ...sysctls.map(({ name, value }) => `sysctl -w ${name}=${value}`),
          ...table.map((op) => `ipvsadm ${ipvsadmLine(op)}`),
          ...addressCommands(raisedAddresses(revision.effective), pulse?.addresses ?? []),
        ],
        warnings: revision.warnings.map(inWords),
      };
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
          warnings: (running?.warnings ?? []).map(inWords),
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

/** Every address the serving router raises, each once. */
function raisedAddresses({ virtualServers, natRouter }: EffectiveConfig): RaisedAddress[] {
  const all = [natRouter, ...virtualServers.filter(({ active }) => active).map(({ raised }) => raised)];
  return [...new Map(all.flatMap((one) => (one ? [[one.address, one] as const] : []))).values()];
}

/** A text's serial number must be higher than the running one's, unless the text is the same. */
function serialReasons(next: Revision, running: Revision | undefined): string[] {
  if (!running || next.text === running.text || next.effective.serialNo > running.effective.serialNo) return [];
  const [has, runs] = [next.effective.serialNo, running.effective.serialNo];
  return [
    `serial_no ${String(has)} is not higher than that of the running text, ${String(runs)}: write serial_no = ${String(runs + 1)}`,
  ];
}

const serialOf = (text: string) => Number(/^\s*serial_no\s*=\s*"?(\d+)/m.exec(text)?.[1] ?? 0);

function addressCommands(wanted: readonly RaisedAddress[], held: RouterFacts["addresses"]): string[] {
  const kept = new Set<string>(wanted.map(({ address }) => address));
  const there = new Set(held.filter(({ state }) => state === "raised").map(({ address }) => address));
  return [
    ...wanted
      .filter(({ address }) => !there.has(address))
      .map(
        (one) =>
          `ip ${raiseAddress({ ...one, device: one.device.split(":")[0] ?? one.device, label: one.device, lifetimeSeconds: 10 })}`,
      ),
    ...held
      .filter(({ address, state }) => state === "raised" && !kept.has(address))
      .map((one) => `ip ${removeAddress(one)}`),
  ];
}
