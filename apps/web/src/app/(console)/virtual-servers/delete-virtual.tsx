"use client";

import { Confirm } from "~/components/ui/confirm";
import { useLive } from "~/live/use-live";
import { useDraftChange } from "./use-draft-change";

type Props = {
  readonly id: string;
  readonly name: string;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDeleted?: () => void;
};

/** Asks before a virtual server leaves the draft, with the connections it has now. */
export function DeleteVirtual({ id, name, onOpenChange, onDeleted }: Props) {
  const { remove } = useDraftChange();
  const open = useLive(({ figures }) => figures[id]?.[0]);
  return (
    <Confirm
      open
      onOpenChange={onOpenChange}
      title={`Delete virtual server ${name}?`}
      action={`Delete ${name}`}
      onConfirm={() => void remove(id, onDeleted)}
    >
      It leaves the draft with all its real servers.
      {open !== undefined && open >= 0 && ` It has ${open.toLocaleString("en")} active connections now.`} The routers go
      on serving it until the draft is applied.
    </Confirm>
  );
}
