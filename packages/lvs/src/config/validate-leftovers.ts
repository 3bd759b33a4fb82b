import type { Report } from "./finding.ts";
import type { FailoverService, VirtualServer } from "./virtual-server.ts";

/** What a service block has from the original that means nothing any more, or that its daemons never took. */
export function validateServiceLeftovers(service: VirtualServer | FailoverService, report: Report): void {
  const { clientMonitor, expectProgram, loadMonitor } = service;
  if (clientMonitor !== undefined)
    report(
      "warning",
      "clientMonitor",
      "This is kept and ignored: the agent checks real servers itself. Remove the line.",
    );
  if (expectProgram !== undefined) report("warning", "expectProgram", GUI_ONLY);
  if ("deadtime" in service && service.deadtime !== undefined) report("warning", "deadtime", GUI_ONLY);
  if ("heartbeat" in service && service.heartbeat !== undefined) report("warning", "heartbeat", GUI_ONLY);
  if (loadMonitor !== undefined && !LOAD_MONITORS.includes(loadMonitor))
    report("warning", "loadMonitor", `${loadMonitor} is kept and means none; write uptime or none.`);
}

export const GUI_ONLY =
  "This is kept and ignored, and the daemons of the original refuse the whole file for it. Remove the line.";

/** The load monitors that do something, and their absence. */
const LOAD_MONITORS: readonly string[] = ["none", "uptime"];
