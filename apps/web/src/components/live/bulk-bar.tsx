"use client";
import { Button } from "~/components/ui/button";
import type { ServiceRow } from "~/live/feed";
import { useClick } from "./use-click";

type Props = {
  /** Keys of rows: `SERVICE/INDEX`. */
  readonly chosen: ReadonlySet<string>;
  readonly services: ReadonlyMap<string, ServiceRow>;
  readonly disabled: boolean;
  readonly onDone: () => void;
};

const ACTIONS = [
  ["activate", "Activate", "activated"],
  ["deactivate", "Deactivate", "deactivated"],
  ["drain", "Drain", "draining"],
] as const;

/** One change for all chosen servers, in one install. */
export function BulkBar({ chosen, services, disabled, onDone }: Props) {
  const { click, busy } = useClick();
  const servers = [...chosen].flatMap((key) => {
    const at = key.lastIndexOf("/");
    const service = services.get(key.slice(0, at));
    const server = service?.servers[Number(key.slice(at + 1))];
    return service && server ? [{ virtual: service.name, server: server.name }] : [];
  });
  const words = `${String(servers.length)} ${servers.length === 1 ? "server" : "servers"}`;
  return (
    <div
      role="toolbar"
      aria-label="Chosen servers"
      className="sticky bottom-2 z-20 flex flex-wrap items-center gap-2 rounded-lg border border-accent bg-accent-soft px-3 py-2"
    >
      <span className="mr-2 font-medium">{words} chosen</span>
      {ACTIONS.map(([action, label, past]) => (
        <Button
          key={action}
          size="small"
          busy={busy}
          disabled={disabled || servers.length === 0}
          onClick={() => {
            const target = { kind: "many" as const, targets: servers };
            const undo = action === "activate" ? {} : { undo: { action: "activate" as const, target } };
            click({ action, target }, { says: `${words} ${past}`, ...undo });
            onDone();
          }}
        >
          {label}
        </Button>
      ))}
      <Button size="small" look="quiet" onClick={onDone}>
        Choose none
      </Button>
    </div>
  );
}
