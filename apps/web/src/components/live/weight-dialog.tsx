"use client";
import { useState } from "react";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions } from "~/components/ui/dialog";
import { Input } from "~/components/ui/input";
import type { ServerRow, ServiceRow } from "~/live/feed";
import { useClick } from "./use-click";

const MOST = 65_535;

/** Sets the weight of one real server, at once. */
export function WeightDialog({
  service,
  server,
  onClose,
}: {
  service: ServiceRow;
  server: ServerRow;
  onClose: () => void;
}) {
  const [text, setText] = useState(String(server.weight));
  const { click } = useClick();
  const weight = Number(text);
  const wrong = !/^\d{1,5}$/.test(text) || weight > MOST;
  const full = `${service.name}/${server.name}`;
  const target = { kind: "server" as const, virtual: service.name, server: server.name };
  return (
    <Dialog
      open
      title={`Weight of ${full}`}
      description="Its share of new connections against the other servers; 0 takes none and keeps those it has."
      onOpenChange={(open) => !open && onClose()}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong) return;
          click(
            { action: "weight", target, weight },
            { says: `weight of ${full} is ${text}`, undo: { action: "weight", target, weight: server.weight } },
          );
          onClose();
        }}
      >
        <label className="grid gap-1">
          <span className="font-medium">Weight</span>
          <Input
            inputMode="numeric"
            value={text}
            aria-invalid={wrong}
            aria-describedby="weight-error"
            onChange={(event) => setText(event.target.value.trim())}
          />
          <span id="weight-error" role="alert" className="min-h-5 text-sm text-down">
            {wrong ? "Enter a weight, 0 to 65535" : ""}
          </span>
        </label>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Set weight
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
