"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { PlainAge } from "~/components/ui/age";
import { Button } from "~/components/ui/button";
import { Input } from "~/components/ui/input";
import type { RouterFeed, ServiceRow } from "~/live/feed";
import { silentSince } from "~/live/server-state";
import { useLive, useWatch } from "~/live/use-live";
import { BulkBar } from "./bulk-bar";
import { ServerLine } from "./server-line";
import { ServiceLine } from "./service-line";
import { countsOf, problemsFirst, tableRows, type Show } from "./table-rows";

const FILTERS: readonly (readonly [Show, string])[] = [
  ["all", "all"],
  ["problems", "problems"],
  ["draining", "draining"],
  ["inactive", "inactive"],
];
const ROW_PX = 40;

type Props = { readonly router: RouterFeed | undefined; readonly mayChange: boolean };

/** The kernel's table as the router knows it: services, their servers, what they carry. */
export function RoutingTable({ router, mayChange }: Props) {
  const services = useLive((state) => state.services);
  const order = useLive((state) => state.order);
  const [filter, setFilter] = useState("");
  const [show, setShow] = useState<Show>("all");
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const sorted = useStableOrder(order ?? NONE, services ?? EMPTY, busy);
  const list = useMemo(() => sorted.flatMap((id) => services?.get(id) ?? []), [sorted, services]);
  const rows = useMemo(() => tableRows(list, { filter, show, folded }), [list, filter, show, folded]);
  const counts = useMemo(() => countsOf(list), [list]);
  const silentAtMs = silentSince(router);

  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => setTop(box.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const inSight = items.flatMap(({ index }) => {
    const row = rows[index];
    return row?.kind === "server" ? [row.service.id] : [];
  });
  useWatch([...new Set(inSight)]);

  const choose = (key: string, on: boolean) =>
    setChosen((known) => {
      const next = new Set(known);
      if (on) next.add(key);
      else next.delete(key);
      return next;
    });

  return (
    <section aria-label="Routing table" className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-lg font-semibold">Routing table</h2>
        <span className="relative w-full sm:w-64">
          <Search
            aria-hidden
            className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
          />
          <Input
            aria-label="Filter the routing table"
            placeholder="Filter by name or address"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            className="pl-8"
          />
        </span>
        <div role="group" aria-label="Show" className="flex flex-wrap gap-1">
          {FILTERS.map(([value, label]) => (
            <Button
              key={value}
              size="small"
              look={show === value ? "plain" : "quiet"}
              aria-pressed={show === value}
              onClick={() => setShow(value)}
            >
              {label} <span className="tabular-nums text-muted">{counts[value]}</span>
            </Button>
          ))}
        </div>
        <Updated router={router} />
      </div>
      {chosen.size > 0 && (
        <BulkBar
          chosen={chosen}
          services={services ?? EMPTY}
          disabled={silentAtMs !== undefined}
          onDone={() => setChosen(new Set())}
        />
      )}
      <div
        role="table"
        aria-label="Routing table"
        aria-rowcount={rows.length}
        className="overflow-clip rounded-lg border bg-surface text-sm"
        onPointerEnter={() => setBusy(true)}
        onPointerLeave={() => setBusy(false)}
        onFocus={() => setBusy(true)}
        onBlur={() => setBusy(false)}
      >
        <Heads />
        <div ref={box} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${String(item.start - virtual.options.scrollMargin)}px)` }}
              >
                {row.kind === "service" ? (
                  <ServiceLine
                    row={row}
                    silentAtMs={silentAtMs}
                    mayChange={mayChange}
                    onFold={() => setFolded((known) => new Map(known).set(row.service.id, !row.open))}
                  />
                ) : (
                  <ServerLine
                    row={row}
                    router={router?.name ?? ""}
                    silentAtMs={silentAtMs}
                    mayChange={mayChange}
                    chosen={chosen.has(row.key)}
                    onChoose={(on) => choose(row.key, on)}
                  />
                )}
              </div>
            );
          })}
        </div>
        {rows.length === 0 && (
          <p className="p-6 text-muted">
            {list.length === 0
              ? "The router runs no virtual server."
              : "Nothing matches. Clear the filter to see everything."}
          </p>
        )}
      </div>
    </section>
  );
}

/** The columns; on a phone each row names its own figures. */
export const COLUMNS =
  "grid grid-cols-[1.75rem_minmax(0,1fr)_auto] md:grid-cols-[1.75rem_minmax(0,1.5fr)_minmax(0,1.6fr)_4rem_4.5rem_4.5rem_4.5rem_5rem_5rem_6rem_minmax(8.5rem,auto)] items-center gap-x-2 px-2";

function Heads() {
  const head = "hidden md:block text-right";
  return (
    <div role="rowgroup" className="sticky top-0 z-10">
      <div role="row" className={`${COLUMNS} h-8 border-b bg-sunken text-xs font-medium text-muted`}>
        <span role="columnheader">
          <span className="sr-only">Choose</span>
        </span>
        <span role="columnheader">Server</span>
        <span role="columnheader" className="hidden md:block">
          State
        </span>
        <span role="columnheader" className={head}>
          Weight
        </span>
        <span role="columnheader" className={head}>
          Active
        </span>
        <span role="columnheader" className={head}>
          Inactive
        </span>
        <span role="columnheader" className={head}>
          Conn/s
        </span>
        <span role="columnheader" className={head}>
          In B/s
        </span>
        <span role="columnheader" className={head}>
          Out B/s
        </span>
        <span role="columnheader" className="hidden pl-3 md:block">
          Last min
        </span>
        <span role="columnheader" className="text-right">
          <span className="sr-only">Actions</span>
        </span>
      </div>
    </div>
  );
}

function Updated({ router }: { readonly router: RouterFeed | undefined }) {
  const readAtMs = router?.facts?.table.readSinceMs;
  const silentAtMs = silentSince(router);
  return (
    <p className="ml-auto text-xs text-muted">
      {silentAtMs !== undefined ? (
        <>
          as of <PlainAge atMs={silentAtMs} /> ago
        </>
      ) : readAtMs ? (
        <>
          kernel read <PlainAge atMs={readAtMs} /> ago
        </>
      ) : (
        "not read yet"
      )}
    </p>
  );
}

const NONE: readonly string[] = [];
const EMPTY: ReadonlyMap<string, ServiceRow> = new Map();

/** Problems first, but nothing moves under a pointer: while `busy`, rows keep their places and new ones come last. */
function useStableOrder(
  order: readonly string[],
  services: ReadonlyMap<string, ServiceRow>,
  busy: boolean,
): readonly string[] {
  const shown = useRef<readonly string[]>(NONE);
  return useMemo(() => {
    if (busy && shown.current.length > 0) {
      const kept = shown.current.filter((id) => services.has(id));
      const known = new Set(kept);
      shown.current = [...kept, ...order.filter((id) => !known.has(id))];
    } else shown.current = problemsFirst(order, services);
    return shown.current;
  }, [order, services, busy]);
}
