"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useRef, type Dispatch, type SetStateAction } from "react";
import { useMayChange } from "~/components/shell/who";
import { Checkbox } from "~/components/ui/checkbox";
import { Head, Table, TableBox } from "~/components/ui/table";
import { useNarrow } from "~/components/ui/use-narrow";
import { keyOf, type Order, type SortKey, type VirtualRow } from "./row-order";
import { VirtualLine } from "./virtual-line";

type Props = {
  readonly rows: readonly VirtualRow[];
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: Dispatch<SetStateAction<ReadonlySet<string>>>;
};

const COLUMNS: readonly {
  readonly by: SortKey;
  readonly label: string;
  readonly width: string;
  readonly figures?: boolean;
}[] = [
  { by: "name", label: "Name", width: "" },
  { by: "address", label: "Virtual IP", width: "w-44" },
  { by: "port", label: "Port", width: "w-16", figures: true },
  { by: "protocol", label: "Protocol", width: "w-20" },
  { by: "device", label: "Interface", width: "w-24" },
  { by: "scheduler", label: "Scheduling", width: "w-26" },
  { by: "servers", label: "Real servers", width: "w-28" },
  { by: "active", label: "Status", width: "w-26" },
];

/** Thousands of rows, of which those in sight are drawn. All are in one table with fixed columns, so nothing shifts. */
export function VirtualTable({ rows, order, onOrder, selected, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const mayChange = useMayChange();
  const height = narrow ? 60 : 37;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (index) => keyOf(rows[index] ?? NO_ROW),
    overscan: 6,
    initialRect: { width: 800, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const choosable = rows.filter(({ change }) => change !== "removed");
  const chosen = choosable.filter((row) => selected.has(keyOf(row))).length;
  const toggle = useCallback((key: string) => onSelect((now) => toggled(now, key)), [onSelect]);
  const sort = (by: SortKey) => {
    if (order.by !== by) onOrder({ by, down: false });
    else onOrder(order.down ? { by: "file", down: false } : { by, down: true });
  };
  return (
    <TableBox
      ref={box}
      tabIndex={0}
      role="region"
      aria-label="Virtual servers"
      className="max-h-[calc(100dvh-15rem)] contain-content max-md:max-h-[calc(100dvh-9rem)]"
    >
      <Table className="table-fixed" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {mayChange && (
              <Head className="w-10 pr-0 max-md:w-11">
                <Checkbox
                  aria-label="Select all that are shown"
                  checked={chosen > 0 && chosen === choosable.length}
                  mixed={chosen > 0 && chosen < choosable.length}
                  onChange={() => onSelect(new Set(chosen === choosable.length ? [] : choosable.map(keyOf)))}
                />
              </Head>
            )}
            {COLUMNS.map(({ by, label, width, figures = false }) => (
              <Head
                key={by}
                figures={figures}
                sorted={order.by === by ? (order.down ? "desc" : "asc") : null}
                onSort={() => sort(by)}
                className={`${width} ${by === "name" || by === "active" ? "" : "max-md:hidden"}`}
              >
                {label}
              </Head>
            ))}
            <Head className="w-32 max-lg:hidden">Now</Head>
            <Head className="w-11">
              <span className="sr-only">Actions</span>
            </Head>
          </tr>
        </thead>
        <tbody>
          <Gap height={above} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <VirtualLine
                key={key}
                row={row}
                rowIndex={index + 2}
                selected={selected.has(keyOf(row))}
                onToggle={toggle}
              />
            );
          })}
          <Gap height={below} />
        </tbody>
      </Table>
    </TableBox>
  );
}

/** Stands for the rows out of sight. */
function Gap({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}

const NO_ROW = { id: "", change: null };

function toggled(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}
