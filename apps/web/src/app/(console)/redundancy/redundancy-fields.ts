import type { Spec } from "~/components/forms/spec";

/** What the page shows, in the original's order. */
export const SPECS: readonly Spec[] = [
  { field: "backupActive", kind: "flag" },
  { field: "backup", kind: "text" },
  { field: "backupPrivate", kind: "text" },
  { field: "keepaliveSeconds", kind: "number" },
  { field: "deadtimeSeconds", kind: "number" },
  { field: "heartbeatPort", kind: "number" },
  { field: "monitorLinks", kind: "flag" },
  { field: "syncDaemon", kind: "flag" },
  { field: "syncInterface", kind: "text" },
  { field: "syncId", kind: "number" },
  { field: "cluster", kind: "text" },
  { field: "preempt", kind: "flag" },
  { field: "preemptDelaySeconds", kind: "number" },
  { field: "witnesses", kind: "words" },
  { field: "announceIntervalSeconds", kind: "number" },
];

/** By the form's names. */
export const LABELS: Readonly<Record<string, string>> = {
  backupActive: "Backup",
  backup: "Redundant server public IP",
  backupPrivate: "Redundant server private IP",
  keepaliveSeconds: "Heartbeat interval",
  deadtimeSeconds: "Assume dead after",
  heartbeatPort: "Heartbeat runs on port",
  monitorLinks: "Monitor NIC links for failures",
  syncDaemon: "Use sync daemon",
  syncInterface: "Sync daemon interface",
  syncId: "Sync daemon ID",
  cluster: "Cluster",
  preempt: "Primary takes back by itself",
  preemptDelaySeconds: "Take back after",
  witnesses: "Witnesses",
  announceIntervalSeconds: "Announce addresses every",
};

export const ADVANCED = ["cluster", "preempt", "preemptDelaySeconds", "witnesses", "announceIntervalSeconds"] as const;

/** What RESET puts back; heartbeats as new clusters get them (design, addresses), the rest as the original had it. */
export const RESET: Readonly<Record<string, string | boolean>> = {
  backup: "",
  backupPrivate: "",
  keepaliveSeconds: "0.25",
  deadtimeSeconds: "1",
  heartbeatPort: "",
  monitorLinks: false,
  syncDaemon: false,
  syncInterface: "",
  syncId: "",
};
