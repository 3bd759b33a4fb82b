import { destinationKey, type DestinationKey, type ServiceKey } from "./key.ts";
import type { IpvsOp } from "./plan.ts";
import { familyProblem, reportedDestination, reportedSettings, settingsProblem, thresholdProblem } from "./rules.ts";
import type { Destination, IpvsTable, ServiceSettings } from "./table.ts";

/** What became of an operation; `refused` is what ipvsadm says on standard error. */
export type Applied =
  { readonly kind: "applied"; readonly table: IpvsTable } | { readonly kind: "refused"; readonly refused: string };

/**
 * Does to a table what the kernel does to its own when ipvsadm carries out `op`, refusals included. Not modelled: what
 * depends on more than the table, that is schedulers that are not installed, addresses that are not unicast to the
 * machine's routes, and tunnels into the other family while a sync daemon runs.
 */
export function applyOp(table: IpvsTable, op: IpvsOp): Applied {
  const service = table.get(op.key);
  const draft: Draft = new Map(table as Draft);
  if (service) draft.set(op.key, { ...service, destinations: new Map(service.destinations) });
  const refused = apply(draft, op);
  return refused === undefined ? { kind: "applied", table: draft } : { kind: "refused", refused };
}

/** Runs operations one after the other, as `ipvsadm -R` does: a refused one changes nothing and the rest still run. */
export function applyPlan(
  table: IpvsTable,
  ops: readonly IpvsOp[],
): { readonly table: IpvsTable; readonly refused: readonly { readonly op: IpvsOp; readonly refused: string }[] } {
  const draft: Draft = new Map();
  for (const [key, service] of table) draft.set(key, { ...service, destinations: new Map(service.destinations) });
  const refused = ops.flatMap((op) => {
    const words = apply(draft, op);
    return words === undefined ? [] : [{ op, refused: words }];
  });
  return { table: draft, refused };
}

type Draft = Map<ServiceKey, ServiceSettings & { readonly destinations: Map<DestinationKey, Destination> }>;

/** Changes `draft` in place, or says why not. */
function apply(draft: Draft, op: IpvsOp): string | undefined {
  const service = draft.get(op.key);
  switch (op.kind) {
    case "addService":
    case "editService": {
      const problem = settingsProblem(op.key, op.service);
      if (problem !== undefined) return problem;
      if (op.kind === "addService" && service) return "Service already exists";
      if (op.kind === "editService" && !service) return "No such service";
      draft.set(op.key, {
        ...reportedSettings(op.service),
        destinations: service?.destinations ?? new Map<DestinationKey, Destination>(),
      });
      return undefined;
    }
    case "deleteService":
      return draft.delete(op.key) ? undefined : "No such service";
    case "addDestination":
    case "editDestination": {
      const destination = reportedDestination(op.key, op.destination);
      const at = destinationKey(destination);
      const family = familyProblem(op.key, destination);
      if (family !== undefined) return family;
      if (!service) return "Service not defined";
      const threshold = thresholdProblem(destination);
      if (threshold !== undefined) return threshold;
      const exists = service.destinations.has(at);
      if (op.kind === "addDestination" && exists) return "Destination already exists";
      if (op.kind === "editDestination" && !exists) return "No such destination";
      service.destinations.set(at, destination);
      return undefined;
    }
    case "deleteDestination":
      if (!service) return "Service not defined";
      return service.destinations.delete(op.at) ? undefined : "No such destination";
  }
}
