"use client";

import { Button } from "~/components/ui/button";
import type { VirtualRow } from "./row-order";
import { useDraftChange } from "./use-draft-change";

type Props = { readonly chosen: readonly VirtualRow[]; readonly onDone: () => void };

/** What can be done with all that are selected; there while some are. */
export function BulkBar({ chosen, onDone }: Props) {
  const { setActive, busy } = useDraftChange();
  if (chosen.length === 0) return null;
  // those that are so already would be switched off by Undo
  const on = chosen.flatMap(({ id, active }) => (active ? [] : [id]));
  const off = chosen.flatMap(({ id, active }) => (active ? [id] : []));
  return (
    <div
      role="region"
      aria-label="Selected virtual servers"
      className="fixed inset-x-3 bottom-3 z-30 mx-auto flex max-w-xl flex-wrap items-center gap-2 rounded-lg border bg-raised px-3 py-2 shadow-pop"
    >
      <p role="status" className="mr-auto font-medium">
        {chosen.length.toLocaleString("en")} selected
      </p>
      <Button size="small" busy={busy} disabled={on.length === 0} onClick={() => setActive(on, true, onDone)}>
        Activate
      </Button>
      <Button size="small" busy={busy} disabled={off.length === 0} onClick={() => setActive(off, false, onDone)}>
        Deactivate
      </Button>
      <Button size="small" look="quiet" onClick={onDone}>
        Clear
      </Button>
    </div>
  );
}
