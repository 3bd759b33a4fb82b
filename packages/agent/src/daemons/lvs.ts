import type { EffectiveConfig, EffectiveServer, EffectiveVirtualServer } from "@piranha/lvs/config";
import { desiredTable, ipvsadmLine, serviceKey, type IpvsTable, type ServiceKey } from "@piranha/lvs/ipvs";
import { addressCommands, raisedAddresses } from "@piranha/lvs/pulse";
import type { RouterFacts, ServerVerdict, ServiceRow } from "@piranha/lvs/status";
import type { Ipvs } from "../adapters/ipvsadm.ts";
import type { Sysctls } from "../adapters/sysctl.ts";
import type { PlanAnswer, ProbeAnswer } from "../control/answers.ts";
import { ALONE_LIFETIME_SECONDS, type PulseFacts, type PulseNeeds } from "../messages.ts";
import { roleOf, type Role } from "./fitness.ts";
import { heldOver } from "./held-over.ts";
import type { Boot, Revision } from "./installer.ts";
import type { Nannies, VerdictChange } from "./nanny.ts";
import type { Ownership } from "./ownership.ts";
import { probeServer } from "./probe-server.ts";
import { startReconciler, type TableState } from "./reconcile.ts";
import { startRevisions, warningsOf, type RevisionParts, type Revisions } from "./revisions.ts";
import { rowOf, serverId, serviceRows, type ServerId } from "./rows.ts";
import { applySysctls, changedSysctls, wantedSysctls, type SysctlMemory } from "./sysctls.ts";
import { wordsOf } from "../words-of.ts";

/** What the lvs process is made of. */
export type LvsParts = RevisionParts & {
  readonly ipvs: Ipvs;
  readonly sysctls: Sysctls;
  readonly sysctlMemory: SysctlMemory;
  /** Whether an operator has flushed the table; kept as long as the agent runs. */
  readonly flushMemory: { readonly load: () => Promise<boolean>; readonly save: (flushed: boolean) => Promise<void> };
  readonly ours: Ownership;
  /** Starts the service monitors, with who hears of their verdicts. */
  readonly startNannies: (onChanges: (changes: readonly VerdictChange[]) => void) => Nannies;
  /** Verdicts have changed and should be kept. */
  readonly saveSoon: (nannies: Nannies) => void;
  readonly saveNow: (nannies: Nannies) => Promise<void>;
  /** What of the configuration pulse has to know, whenever it may have changed. */
  readonly tellPulse: (needs: PulseNeeds) => void;
  readonly onChange: () => void;
};

/** The lvs process: the configuration in force, the kernel's table, the nannies. */
export type Lvs = Pick<Revisions, "install" | "admin" | "rollback" | "reload" | "history"> & {
  readonly plan: (text: string | undefined) => Promise<PlanAnswer>;
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

const TEND_MS = 2_000;
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
  /** The kernel has been told the table of the file once. */
  let inPlace = false;
  let names: ReadonlyMap<ServerId, string> = new Map();
  /** Flushed by an operator: nothing is wanted in the kernel until start. */
  let flushed = await parts.flushMemory.load();

  const reconciler = startReconciler(ipvs, parts.ours, clock, say, () => {
    tellPulse();
    parts.onChange();
  });

  const nannies = parts.startNannies((changes) => {
    for (const { id, from, verdict } of changes)
      if (from !== verdict.kind) say("nanny", verdict.kind === "down" ? "warning" : "info", verdictWords(id, verdict));
    void reconcile();
    parts.saveSoon(nannies);
    parts.onChange();
  });

  const verdictWords = (id: ServerId, { kind, reason }: ServerVerdict) =>
    `${names.get(id) ?? id} is ${kind}${reason === "" ? "" : `: ${reason}`}`;

  const verdictOf = (id: ServerId): ServerVerdict => nannies.verdictOf(id) ?? UNASKED;

  const serving = (virtual: EffectiveVirtualServer, server: EffectiveServer) => {
    const { kind } = verdictOf(serverId(virtual, server));
    // not asked yet: whatever the kernel has of it from an earlier life keeps serving
    const serves = kind === "unknown" ? heldByKernel(virtual, server) : kind === "up";
    return { kind: serves ? "in" : "out" } as const;
  };

  const heldByKernel = (virtual: EffectiveVirtualServer, server: EffectiveServer) => {
    const { key, at } = rowOf(virtual, server);
    return (reconciler.state().actual?.get(key)?.destinations.get(at)?.weight ?? 0) > 0;
  };

  const desired = (config: EffectiveConfig): IpvsTable =>
    flushed ? NOTHING : heldOver(desiredTable(config, serving), reconciler.state().actual, unasked(config));

  /** Services some of whose servers have not been asked yet. */
  const unasked = ({ virtualServers }: EffectiveConfig): ReadonlySet<ServiceKey> =>
    new Set(
      virtualServers
        .filter((virtual) =>
          virtual.servers.some((server) => server.active && verdictOf(serverId(virtual, server)).kind === "unknown"),
        )
        .map(({ identity }) => serviceKey(identity)),
    );

  const reconcile = async () => {
    if (running) await reconciler.want(desired(running.effective));
  };

  const tableCommands = (config: EffectiveConfig) =>
    reconciler.plan(desired(config)).map((op) => `ipvsadm ${ipvsadmLine(op)}`);

  const tellPulse = () => {
    // addresses go up only when the table is in place
    if (!running || !inPlace) return;
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

  /** Makes a revision the one in force; resolves with the commands the table took. */
  const enter = async (revision: Revision, from: Boot["source"]) => {
    const { effective } = revision;
    running = revision;
    source = from;
    role = roleOf(effective, await interfaces.read(), parts.role);
    sysctlFacts = await applySysctls(parts.sysctls, wantedSysctls(effective), parts.sysctlMemory);
    await setTimeouts(effective);
    const servers = effective.virtualServers.flatMap((virtual) =>
      virtual.servers.map((server) => ({ virtual, server, id: serverId(virtual, server) })),
    );
    names = new Map(servers.map(({ virtual, server, id }) => [id, `${virtual.name}/${server.name}`]));
    const watched = servers.filter(({ virtual, server }) => virtual.active && server.active);
    nannies.watch(watched.map(({ id, server }) => ({ id, checks: server.checks })));
    const commands = tableCommands(effective);
    await reconcile();
    inPlace = true;
    nannies.begin();
    tellPulse();
    parts.onChange();
    return commands;
  };

  /** What may change under us: our own address may come late, kernel settings may be changed, or be new with their interface. */
  const tend = async () => {
    if (!running) return;
    const { effective } = running;
    if (role === "unknown") {
      role = roleOf(effective, await interfaces.read(), parts.role);
      tellPulse();
    }
    const wanted = wantedSysctls(effective);
    const refused = new Set(sysctlFacts.filter(({ fault }) => fault !== null).map(({ name }) => name));
    const drifted = (await changedSysctls(parts.sysctls, wanted)).filter(({ name }) => !refused.has(name));
    if (drifted.length === 0) return;
    sysctlFacts = await applySysctls(parts.sysctls, wanted, parts.sysctlMemory);
    const said = drifted.map(({ name, value }) => `${name} = ${value}`).join(", ");
    say("lvs", "warning", `kernel settings were not as they have to be; set again: ${said}`);
    parts.onChange();
  };
  const tending = setInterval(() => {
    void tend().catch((error: unknown) => say("lvs", "alarm", wordsOf(error)));
  }, TEND_MS);

  const {
    judge,
    stop: stopRevisions,
    ...revisions
  } = await startRevisions(parts, {
    running: () => running,
    enter,
    adopt: (config) => reconciler.adopt([...desired(config).keys()]),
  });

  return {
    ...revisions,
    plan: async (text) => {
      const candidate = text === undefined ? undefined : await judge(text);
      if (candidate?.kind === "unfit") return { kind: "refused", reasons: [...candidate.reasons] };
      const revision = candidate?.revision ?? running;
      if (!revision) return { kind: "refused", reasons: ["no configuration runs and no file was given"] };
      const { effective } = revision;
      const sysctls = await changedSysctls(parts.sysctls, wantedSysctls(effective));
      const timeouts = await timeoutChange(effective);
      const stopped = pulse?.pulse.state === "stopped";
      const held = (pulse?.addresses ?? []).filter(({ state }) => state === "raised");
      const commands = [
        ...sysctls.map(({ name, value }) => `sysctl -w ${name}=${value}`),
        ...timeouts.map(({ tcp, tcpFin, udp }) => `ipvsadm --set ${tcp} ${tcpFin} ${udp}`),
        ...tableCommands(effective),
        ...addressCommands(stopped ? [] : raisedAddresses(effective), held, ALONE_LIFETIME_SECONDS),
      ];
      return { kind: "plan", commands, warnings: warningsOf(revision) };
    },
    configText: () => running?.text,
    flush: async (out) => {
      flushed = out;
      await parts.flushMemory.save(out);
      await reconcile();
    },
    rows: () => (running ? serviceRows(running.effective, verdictOf, reconciler.state().actual) : []),
    probe: (virtual, server) => probeServer(running?.effective, nannies, virtual, server),
    effective: () => running?.effective,
    facts: async () => {
      const { readSinceMs, fault, refused, foreign, conflicts } = reconciler.state();
      return {
        role,
        config: {
          serialNo: running?.effective.serialNo ?? 0,
          sha256: running?.sha256 ?? "",
          fileSha256: (await files.currentHash()) ?? null,
          source,
          warnings: running ? warningsOf(running) : [],
        },
        table: {
          kind: ipvs.kind,
          readSinceMs: readSinceMs ?? null,
          fault: fault ?? null,
          refused: refused.map(({ command, words }) => ({ command, words })),
          foreign: [...foreign],
          conflicts: [...conflicts],
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
      clearInterval(tending);
      stopRevisions();
      await parts.saveNow(nannies);
      await nannies.stop();
      await reconciler.stop();
    },
  };
}

const UNASKED: ServerVerdict = { kind: "unknown", sinceMs: 0, reason: "" };
