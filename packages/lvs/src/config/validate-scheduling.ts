import { DEFAULTS } from "./defaults.ts";
import type { Report } from "./finding.ts";
import { maskProblem } from "./validate-mask.ts";
import { inEffect } from "./validate-terms.ts";
import type { Scheduler, SchedulerFlag, VirtualServer } from "./virtual-server.ts";

/** The rules for who gets the next connection: scheduler, weights, persistence (ipvsadm(8)). */
export function validateScheduling(virtual: VirtualServer, report: Report): void {
  const { active, address, fwmark, onePacket, protocol, schedulerFlags = [] } = virtual;
  const { persistentSeconds = 0, persistenceMask } = virtual;
  const scheduler = virtual.scheduler ?? DEFAULTS.service.scheduler;
  if (WEIGHTLESS.has(scheduler) && differentWeights(virtual))
    report(
      "warning",
      "scheduler",
      `Write ${WEIGHTLESS.get(scheduler) ?? "wlc"}: ${scheduler} ignores the weights, and they differ.`,
    );
  const foreign = schedulerFlags.filter((flag) => !flagFits(flag, scheduler));
  if (foreign.length > 0)
    report("warning", "schedulerFlags", `Remove ${foreign.join(", ")}: the scheduler ${scheduler} has no such switch.`);
  if (onePacket && protocol !== "udp" && !fwmark)
    report(
      inEffect(active),
      "onePacket",
      "Write protocol = udp or one_packet = 0: only UDP can be taken packet by packet.",
    );
  if (persistentSeconds > LONGEST_PERSISTENCE)
    report(inEffect(active), "persistentSeconds", `Write at most ${String(LONGEST_PERSISTENCE)} seconds (31 days).`);
  if (persistenceMask === undefined || WHOLE.includes(persistenceMask)) return;
  if (persistentSeconds === 0)
    report("warning", "persistenceMask", "Write persistent = SECONDS too; without it pmask does nothing.");
  if (address) maskProblem(address.address, persistenceMask, "pmask", "persistenceMask", report);
}

/** Schedulers that look at no weight but 0, and the nearest that does. sh and mh fill their tables by weight. */
const WEIGHTLESS: ReadonlyMap<Scheduler, Scheduler> = new Map([
  ["rr", "wrr"],
  ["lc", "wlc"],
  ["dh", "mh"],
]);

const LONGEST_PERSISTENCE = 31 * 86_400;

/** Masks that mean no mask. */
const WHOLE: readonly string[] = ["0.0.0.0", "255.255.255.255", "128"];

function differentWeights({ servers }: VirtualServer): boolean {
  const weights = servers
    .filter(({ active, drain }) => active && !drain)
    .map(({ weight = DEFAULTS.server.weight }) => weight)
    .filter((weight) => weight !== 0);
  return new Set(weights).size > 1;
}

/** `sh-port` belongs to sh alone, `flag-1` to whoever knows what it does there. */
const flagFits = (flag: SchedulerFlag, scheduler: Scheduler) =>
  flag.startsWith("flag-") || flag.startsWith(`${scheduler}-`);
