"use client";

import { Copy, Ellipsis, Pencil, Power, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState, type ComponentProps } from "react";
import { virtualHref } from "~/components/shell/places";
import { Button } from "~/components/ui/button";
import { Menu, MenuItem, MenuLine } from "~/components/ui/menu";
import { DeleteVirtual } from "./delete-virtual";
import { DuplicateVirtual } from "./duplicate-virtual";
import type { VirtualRow } from "./row-order";
import { useDraftChange } from "./use-draft-change";

/** What can be done with one virtual server, in the draft. A table has thousands of these, so it is a bare button at first. */
export function VirtualMenu({ row }: { readonly row: VirtualRow }) {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <OpenedMenu row={row} />;
  return <DotsButton name={row.name} aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />;
}

function DotsButton({ name, ...props }: ComponentProps<"button"> & { readonly name: string }) {
  return (
    <Button look="quiet" size="icon" aria-label={`Actions for ${name}`} {...props}>
      <Ellipsis aria-hidden />
    </Button>
  );
}

function OpenedMenu({ row }: { readonly row: VirtualRow }) {
  const { id, name, active } = row;
  const [asks, setAsks] = useState<"delete" | "duplicate" | null>(null);
  const { setActive } = useDraftChange();
  const close = (open: boolean) => !open && setAsks(null);
  return (
    <>
      <Menu defaultOpen trigger={<DotsButton name={name} />}>
        <MenuItem asChild>
          <Link href={virtualHref(id)}>
            <Pencil aria-hidden />
            Edit
          </Link>
        </MenuItem>
        <MenuItem onSelect={() => setActive([id], !active)}>
          <Power aria-hidden />
          {active ? "Deactivate in the draft" : "Activate in the draft"}
        </MenuItem>
        <MenuItem onSelect={() => setAsks("duplicate")}>
          <Copy aria-hidden />
          Duplicate…
        </MenuItem>
        <MenuLine />
        <MenuItem danger onSelect={() => setAsks("delete")}>
          <Trash2 aria-hidden />
          Delete…
        </MenuItem>
      </Menu>
      {asks === "delete" && <DeleteVirtual id={id} name={name} onOpenChange={close} />}
      {asks === "duplicate" && <DuplicateVirtual id={id} name={name} onOpenChange={close} />}
    </>
  );
}
