"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Upload } from "lucide-react";
import Link from "next/link";
import { useDeferredValue, useMemo, useState } from "react";
import { LoadPart } from "~/components/forms/load-part";
import { useMayChange } from "~/components/shell/who";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { Input } from "~/components/ui/input";
import { PageHeader } from "~/components/ui/page-header";
import { useTRPC } from "~/trpc/client";
import { BulkBar } from "./bulk-bar";
import { countShown, keyOf, rowsInOrder, SHOWN, type Order, type Shown, type VirtualRow } from "./row-order";
import { VirtualTable } from "./virtual-table";

export function VirtualList() {
  const query = useQuery(useTRPC().virtuals.list.queryOptions());
  return (
    <>
      <PageHeader title="Virtual servers" actions={<AddLinks primary={(query.data?.length ?? 0) > 0} />}>
        Addresses that clients connect to, and the real servers behind each of them, as the draft has them.
      </PageHeader>
      <LoadPart query={query}>{(rows) => (rows.length === 0 ? <NoneYet /> : <List rows={rows} />)}</LoadPart>
    </>
  );
}

function List({ rows }: { readonly rows: readonly VirtualRow[] }) {
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  const [order, setOrder] = useState<Order>({ by: "file", down: false });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const asked = useDeferredValue(filter);
  const counts = useMemo(() => countShown(rows), [rows]);
  const found = useMemo(() => rowsInOrder(rows, asked, shown, order), [rows, asked, shown, order]);
  const chosen = useMemo(
    () => rows.filter((row) => row.change !== "removed" && selected.has(keyOf(row))),
    [rows, selected],
  );
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Input
          type="search"
          aria-label="Filter virtual servers"
          placeholder="Filter: name, address, port…"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="w-64 max-sm:w-full"
        />
        <div role="group" aria-label="Show" className="flex flex-wrap gap-1">
          {SHOWN.map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={shown === kind}
              onClick={() => setShown(kind)}
              className={
                "h-7 rounded-md px-2 text-sm text-muted hover:bg-off-soft aria-pressed:bg-accent-soft aria-pressed:font-medium " +
                "aria-pressed:text-accent pointer-coarse:h-10"
              }
            >
              {kind} {counts[kind].toLocaleString("en")}
            </button>
          ))}
        </div>
        <div className="ml-auto flex flex-wrap items-center gap-4">
          <p role="status" className="text-sm text-muted">
            {found.length === rows.length
              ? ""
              : `${found.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`}
          </p>
          <BulkBar chosen={chosen} onDone={() => setSelected(new Set())} />
        </div>
      </div>
      {found.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-8 text-muted">
          No virtual server matches. Clear the filter to see all {rows.length.toLocaleString("en")}.
        </p>
      ) : (
        <VirtualTable rows={found} order={order} onOrder={setOrder} selected={selected} onSelect={setSelected} />
      )}
    </>
  );
}

function AddLinks({ primary }: { readonly primary: boolean }) {
  if (!useMayChange()) return null;
  return (
    <>
      <Link href="/import" className={buttonClass()}>
        <Upload aria-hidden />
        Import an lvs.cf
      </Link>
      <Link href="/virtual-servers/add" className={buttonClass({ look: primary ? "primary" : "plain" })}>
        <Plus aria-hidden />
        Add virtual server
      </Link>
    </>
  );
}

function NoneYet() {
  const mayChange = useMayChange();
  return (
    <EmptyState
      title="No virtual servers yet"
      actions={
        mayChange && (
          <>
            <Link href="/virtual-servers/add" className={buttonClass({ look: "primary" })}>
              <Plus aria-hidden />
              Add virtual server
            </Link>
            <Link href="/import" className={buttonClass()}>
              <Upload aria-hidden />
              Import an lvs.cf
            </Link>
          </>
        )
      }
    >
      <p>
        A virtual server is an address and a port that clients connect to. The active router answers there, and hands
        each connection to one of the real servers behind it: those that answer their check.
      </p>
      <p className="mt-2">
        If you come from the old Piranha, import its lvs.cf: nothing in it is lost, and nothing takes effect before you
        apply it.
      </p>
    </EmptyState>
  );
}
