"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { virtualHref } from "~/components/shell/places";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Sparkline } from "~/components/ui/sparkline";
import { StateMark } from "~/components/ui/state-mark";
import { countWords, figureWords } from "~/live/figure-words";
import type { ServiceSummary } from "~/live/server-state";
import { useLive } from "~/live/use-live";
import { COLUMNS } from "./routing-table";
import type { TableRow } from "./table-rows";
import { useClick } from "./use-click";

type Props = {
  readonly row: Extract<TableRow, { kind: "service" }>;
  readonly silentAtMs: number | undefined;
  readonly mayChange: boolean;
  readonly onFold: () => void;
};

/** One virtual server: the head of its group. */
export function ServiceLine({ row: { service, summary, open }, silentAtMs, mayChange, onFold }: Props) {
  const figures = useLive((state) => state.figures[service.id]);
  const history = useLive((state) => state.serviceHistory.get(service.id));
  const { click, busy } = useClick();
  const stale = silentAtMs !== undefined;
  const [active, inactive, rate, inBytes, outBytes] = stale ? [] : (figures ?? []);
  const Fold = open ? ChevronDown : ChevronRight;
  const sticky = service.persistentSeconds > 0 ? ` · persistent ${String(service.persistentSeconds)} s` : "";
  return (
    <div role="row" className={`${COLUMNS} min-h-10 border-b bg-sunken/50 py-1`}>
      <span role="cell">
        <button
          onClick={onFold}
          aria-expanded={open}
          aria-label={`${open ? "Hide" : "Show"} the servers of ${service.name}`}
          className="grid size-7 place-items-center rounded text-muted hover:bg-sunken hover:text-ink"
        >
          <Fold aria-hidden className="size-4" />
        </button>
      </span>
      <span role="cell" className="min-w-0">
        <Link href={virtualHref(service.id)} className="font-semibold break-words underline-offset-4 hover:underline">
          {service.name}
        </Link>{" "}
        <span className="text-xs break-words text-muted">
          <span className="font-mono">{service.key}</span> · {service.scheduler}
          {sticky}
        </span>
        <span className="block md:hidden">
          <ServiceMark summary={summary} active={service.active} stale={stale} />
        </span>
      </span>
      <span role="cell" className="hidden min-w-0 md:block">
        <ServiceMark summary={summary} active={service.active} stale={stale} />{" "}
        {service.active && !service.programmed && !stale && <Badge tone="down">not in the kernel</Badge>}
        {service.sorry?.standsIn && !stale && (
          <Badge tone="warn">
            sorry server {service.sorry.address}:{service.sorry.port}
          </Badge>
        )}
      </span>
      <span role="cell" className="hidden md:block" />
      <Figure value={countWords(active)} />
      <Figure value={countWords(inactive)} />
      <Figure value={figureWords(rate)} />
      <Figure value={figureWords(inBytes)} />
      <Figure value={figureWords(outBytes)} />
      <span role="cell" className="hidden pl-3 text-accent md:block">
        {!stale && <Sparkline values={history ?? []} />}
      </span>
      <span role="cell" className="flex justify-end">
        {mayChange && (
          <Button
            size="small"
            look="quiet"
            busy={busy}
            disabled={stale}
            aria-label={`${service.active ? "Deactivate" : "Activate"} virtual server ${service.name}`}
            onClick={() => {
              const target = { kind: "virtual" as const, virtual: service.name };
              const [now, back] = service.active
                ? (["deactivate", "activate"] as const)
                : (["activate", "deactivate"] as const);
              click({ action: now, target }, { says: `${service.name} ${now}d`, undo: { action: back, target } });
            }}
          >
            {service.active ? "Deactivate" : "Activate"}
          </Button>
        )}
      </span>
    </div>
  );
}

export function Figure({ value }: { readonly value: string }) {
  return (
    <span role="cell" className="hidden text-right tabular-nums md:block">
      {value}
    </span>
  );
}

function ServiceMark({ summary, active, stale }: { summary: ServiceSummary; active: boolean; stale: boolean }) {
  const { up, down, draining, inactive, unknown, problem } = summary;
  if (stale) return <StateMark state="unknown">unknown</StateMark>;
  if (!active) return <StateMark state="inactive">inactive</StateMark>;
  const all = up + down + draining + inactive + unknown;
  const words = all === 0 ? "no real servers" : `${String(up)} of ${String(all)} up`;
  const state = problem ? "down" : unknown > 0 && up === 0 ? "unknown" : "up";
  return <StateMark state={state}>{words}</StateMark>;
}
