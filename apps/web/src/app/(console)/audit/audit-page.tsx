"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { LoadPart } from "~/components/forms/load-part";
import type { AuditEntry } from "~/components/review/answers";
import { counted, figure } from "~/components/review/count-words";
import { Button } from "~/components/ui/button";
import { exactWords } from "~/components/ui/age-words";
import { EmptyState } from "~/components/ui/empty-state";
import { Input } from "~/components/ui/input";
import { actionWords } from "./action-words";
import { AuditTable } from "./audit-table";
import { useAudit } from "./use-audit";

/** Who did what, from where, and how it ended. */
export function AuditPage() {
  const query = useAudit();
  const [filter, setFilter] = useState("");
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    <LoadPart query={query}>
      {({ pages }) => {
        const entries = pages.flatMap((page) => page.entries);
        if (entries.length === 0)
          return (
            <EmptyState title="Nothing was done yet">
              Every sign-in and every change made with this console is kept here: who, from where, and how it ended.
            </EmptyState>
          );
        const found = words.length === 0 ? entries : entries.filter((entry) => matches(entry, words));
        return (
          <div className="grid grid-cols-1 gap-3">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <label className="relative block w-full sm:w-80">
                <span className="sr-only">Filter by name, address, action or words</span>
                <Search aria-hidden className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted" />
                <Input
                  type="search"
                  value={filter}
                  onChange={({ target }) => setFilter(target.value)}
                  placeholder="Filter: name, address, action, words"
                  className="pl-8"
                />
              </label>
              <p role="status" className="text-muted">
                {words.length > 0
                  ? `${counted(found.length, "line")} of the newest ${figure(entries.length)}`
                  : query.hasNextPage
                    ? `The newest ${figure(entries.length)} lines`
                    : counted(entries.length, "line")}
              </p>
            </div>
            {found.length > 0 ? (
              <AuditTable entries={found} />
            ) : (
              <EmptyState
                title="No line has these words"
                actions={<Button onClick={() => setFilter("")}>Clear the filter</Button>}
              >
                {query.hasNextPage
                  ? `Among the newest ${figure(entries.length)}. Older ones may: show more of them below.`
                  : "All lines were looked at."}
              </EmptyState>
            )}
            {query.hasNextPage && (
              <Button
                className="justify-self-start"
                busy={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {query.isFetchingNextPage ? "Loading…" : words.length > 0 ? "Search older ones" : "Show older ones"}
              </Button>
            )}
          </div>
        );
      }}
    </LoadPart>
  );
}

function matches({ atMs, actor, address, action, target, outcome }: AuditEntry, words: readonly string[]): boolean {
  const line = [exactWords(atMs), actor, address, action, actionWords(action), target, outcome].join(" ").toLowerCase();
  return words.every((word) => line.includes(word));
}
