"use client";

import Link from "next/link";
import { memo } from "react";
import { virtualHref } from "~/components/shell/places";
import { useMayChange } from "~/components/shell/who";
import { ActiveMark } from "~/components/ui/active-mark";
import { Badge } from "~/components/ui/badge";
import { Checkbox } from "~/components/ui/checkbox";
import { cn } from "~/components/ui/cn";
import { Cell, Row } from "~/components/ui/table";
import { NowMark } from "./now-mark";
import { keyOf, whereOf, type VirtualRow } from "./row-order";
import { VirtualMenu } from "./virtual-menu";

type Props = {
  readonly row: VirtualRow;
  readonly rowIndex: number;
  readonly selected: boolean;
  readonly onToggle: (key: string) => void;
};

const TONE = { added: "up", changed: "warn", removed: "down" } as const;
const WIDE = "max-md:hidden";

/** One virtual server of the list. A removed one stays in sight until that is applied. */
export const VirtualLine = memo(function VirtualLine({ row, rowIndex, selected, onToggle }: Props) {
  const mayChange = useMayChange();
  const { id, name, address, port, protocol, device, fwmark, scheduler, servers, active, change } = row;
  const removed = change === "removed";
  return (
    <Row aria-rowindex={rowIndex} aria-selected={selected} className={cn("max-md:h-[60px]", removed && "text-muted")}>
      {mayChange && (
        <Cell className="pr-0">
          {!removed && (
            <Checkbox aria-label={`Select ${name}`} checked={selected} onChange={() => onToggle(keyOf(row))} />
          )}
        </Cell>
      )}
      <Cell className="max-w-0">
        <span className="flex min-w-0 items-center gap-2">
          {removed ? (
            <s className="truncate">{name}</s>
          ) : (
            <Link
              href={virtualHref(id)}
              prefetch={false}
              className="truncate font-medium hover:text-accent hover:underline"
            >
              {name}
            </Link>
          )}
          {change && <Badge tone={TONE[change]}>{change}</Badge>}
        </span>
        <span className="block truncate text-xs text-muted md:hidden">
          {whereOf(row)} {fwmark === null && protocol}
        </span>
      </Cell>
      <Cell className={cn(WIDE, "truncate font-mono text-xs")}>
        {fwmark === null
          ? (address ?? <span className="font-sans text-muted">none yet</span>)
          : `mark ${String(fwmark)}`}
      </Cell>
      <Cell figures className={WIDE}>
        {fwmark === null ? port : "n/a"}
      </Cell>
      <Cell className={WIDE}>{protocol}</Cell>
      <Cell className={cn(WIDE, "truncate font-mono text-xs")}>{device}</Cell>
      <Cell className={WIDE}>{scheduler}</Cell>
      <Cell className={WIDE}>
        {servers.total === 0 ? "none" : `${String(servers.active)} of ${String(servers.total)} active`}
      </Cell>
      <Cell>{!removed && <ActiveMark active={active} />}</Cell>
      <Cell className="max-lg:hidden">
        {!removed && (change === "added" ? <span className="text-muted">not applied</span> : <NowMark id={id} />)}
      </Cell>
      <Cell className="px-1">{mayChange && !removed && <VirtualMenu row={row} />}</Cell>
    </Row>
  );
});
