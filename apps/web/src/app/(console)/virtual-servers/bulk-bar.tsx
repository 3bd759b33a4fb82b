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
      className={
        "flex items-center gap-2 max-lg:fixed max-lg:inset-x-3 max-lg:bottom-3 max-lg:z-30 max-lg:mx-auto max-lg:max-w-xl " +
        "max-lg:rounded-lg max-lg:border max-lg:bg-raised max-lg:px-3 max-lg:py-2 max-lg:shadow-pop"
      }
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
