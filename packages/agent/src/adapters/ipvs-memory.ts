import { applyOp, applyPlan, type IpvsTable } from "@piranha/lvs/ipvs";
import type { Ipvs, Timeouts } from "./ipvsadm.ts";

/** {@link Ipvs} in memory, for machines without IPVS and for browser tests: it forgets everything when it ends and counts nothing. */
export function ipvsMemory(): Ipvs {
  let table: IpvsTable = new Map();
  let timeouts: Timeouts = { tcp: 900, tcpFin: 120, udp: 300 };
  const applyOne: Ipvs["applyOne"] = async (op) => {
    const result = applyOp(table, op);
    if (result.kind === "refused") return result.refused;
    table = result.table;
    return undefined;
  };
  return {
    kind: "memory",
    read: async () => ({ table, unread: [] }),
    applyAll: async (ops) => {
      table = applyPlan(table, ops).table;
    },
    applyOne,
    setTimeouts: async ({ tcp, tcpFin, udp }) => {
      timeouts = { tcp: tcp || timeouts.tcp, tcpFin: tcpFin || timeouts.tcpFin, udp: udp || timeouts.udp };
    },
    timeouts: async () => timeouts,
    listing: async () => undefined,
    statistics: async () => undefined,
  };
}
