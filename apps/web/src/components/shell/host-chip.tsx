"use client";

import { useLive } from "~/live/use-live";
import { cn } from "../ui/cn";
import { Tooltip } from "../ui/tooltip";

type Role = "primary" | "backup" | "alone" | "unknown";

const LOOK: Readonly<Record<Role, string>> = {
  primary: "border-accent text-accent",
  alone: "border-accent text-accent",
  backup: "border-dashed border-backup text-backup",
  unknown: "border-line-strong text-muted",
};

const WORDS: Readonly<Record<Role, string>> = {
  primary: "It is the primary router.",
  backup: "It is the backup router.",
  alone: "It is the only router.",
  unknown: "It is none of the routers that answer.",
};

/** Which machine serves these pages: always in sight, because both routers can. */
export function HostChip({ host, cluster }: { readonly host: string; readonly cluster: string }) {
  const role = useLive(({ routers }) => routers.find(({ facts }) => facts?.host === host)?.facts?.role) ?? "unknown";
  return (
    <Tooltip text={`This console runs on ${host}. ${WORDS[role]} Cluster: ${cluster}.`}>
      <button
        type="button"
        className={cn(
          "flex h-7 max-w-44 cursor-default items-center gap-1.5 rounded border-2 px-2 text-sm font-medium pointer-coarse:h-9",
          LOOK[role],
        )}
      >
        <span className="sr-only">This console runs on </span>
        <span className="truncate">{host}</span>
        {role !== "unknown" && <span className="text-2xs font-normal tracking-wide">{role}</span>}
      </button>
    </Tooltip>
  );
}
