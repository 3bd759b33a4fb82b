import type { Choice } from "~/components/forms/directive-field";
import type { Spec } from "~/components/forms/spec";

/** What the page shows, in the original's order. */
export const SPECS: readonly Spec[] = [
  { field: "active", kind: "flag" },
  { field: "name", kind: "text" },
  { field: "address", kind: "text" },
  { field: "port", kind: "number" },
  { field: "weight", kind: "number" },
  { field: "network", kind: "text" },
  { field: "drain", kind: "flag" },
  { field: "until", kind: "text" },
  { field: "upperThreshold", kind: "number" },
  { field: "lowerThreshold", kind: "number" },
  { field: "tunnelType", kind: "text" },
  { field: "tunnelPort", kind: "number" },
];

/** By the form's names. */
export const LABELS: Readonly<Record<string, string>> = {
  active: "Status",
  name: "Name",
  address: "Address",
  port: "Port",
  weight: "Weight",
  network: "Network type",
  drain: "Drain",
  until: "Until",
  upperThreshold: "Upper threshold",
  lowerThreshold: "Lower threshold",
  tunnelType: "Tunnel type",
  tunnelPort: "Tunnel port",
};

export const ADVANCED = [
  "network",
  "drain",
  "until",
  "upperThreshold",
  "lowerThreshold",
  "tunnelType",
  "tunnelPort",
] as const;

export const KEPT = ["netmask"] as const;

export const TUNNEL_CHOICES: readonly Choice[] = [
  { value: "ipip", label: "IPIP" },
  { value: "gue", label: "GUE" },
  { value: "gre", label: "GRE" },
];
