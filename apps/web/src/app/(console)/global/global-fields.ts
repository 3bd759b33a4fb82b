import type { Spec } from "~/components/forms/spec";

/** What the page shows, in the original's order. */
export const SPECS: readonly Spec[] = [
  { field: "primary", kind: "text" },
  { field: "primaryPrivate", kind: "text" },
  { field: "tcpTimeoutSeconds", kind: "number" },
  { field: "tcpFinTimeoutSeconds", kind: "number" },
  { field: "udpTimeoutSeconds", kind: "number" },
  { field: "network", kind: "text" },
  { field: "natRouter", kind: "interface" },
  { field: "natNetmask", kind: "mask", beside: "natRouter" },
  { field: "masquerade", kind: "flag" },
  { field: "activeCommand", kind: "quoted" },
  { field: "inactiveCommand", kind: "quoted" },
];

/** By the form's names. */
export const LABELS: Readonly<Record<string, string>> = {
  primary: "Primary server public IP",
  primaryPrivate: "Primary server private IP",
  tcpTimeoutSeconds: "TCP timeout",
  tcpFinTimeoutSeconds: "TCP FIN timeout",
  udpTimeoutSeconds: "UDP timeout",
  network: "Use network type",
  natRouter: "NAT router IP",
  natRouterDevice: "NAT router device",
  natNetmask: "NAT router netmask",
  masquerade: "Masquerade",
  activeCommand: "Command when active",
  inactiveCommand: "Command when inactive",
};

export const ADVANCED = ["masquerade", "activeCommand", "inactiveCommand"] as const;

/** Read from old files, written back, used by nothing. */
export const KEPT = [
  "service",
  "rshCommand",
  "primaryShared",
  "backupShared",
  "heartbeat",
  "reservationConflictAction",
  "debugLevel",
  "hardShutdown",
  "ipvsadm",
  "sync",
] as const;
