"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Sparkline } from "~/components/ui/sparkline";
import { FIGURES } from "~/live/feed";
import { countWords, figureWords } from "~/live/figure-words";
import { useLive } from "~/live/use-live";
import { COLUMNS } from "./routing-table";
import { ServerMark } from "./server-mark";
import { ServerMenu } from "./server-menu";
import { Figure } from "./service-line";
import type { TableRow } from "./table-rows";
import { undoOf, useClick } from "./use-click";

const ServerStory = dynamic(() => import("./server-story").then((module) => module.ServerStory), { ssr: false });

type Props = {
  readonly row: Extract<TableRow, { kind: "server" }>;
  readonly router: string;
  readonly silentAtMs: number | undefined;
  readonly mayChange: boolean;
  readonly chosen: boolean;
  readonly onChoose: (on: boolean) => void;
};

/** One real server of one virtual server. */
export function ServerLine({
  row: { service, server, index },
  router,
  silentAtMs,
  mayChange,
  chosen,
  onChoose,
}: Props) {
  const figures = useLive((state) => state.serverFigures[service.id]);
  const history = useLive((state) => state.serverHistory.get(service.id));
  const [story, setStory] = useState(false);
  const { click, busy } = useClick();
  const stale = silentAtMs !== undefined;
  const [active, inactive, rate, inBytes, outBytes] = stale
    ? []
    : (figures?.slice(index * FIGURES, (index + 1) * FIGURES) ?? []);
  const full = `${service.name}/${server.name}`;
  const mark = <ServerMark service={service} server={server} silentAtMs={silentAtMs} connections={active} />;
  const target = { kind: "server" as const, virtual: service.name, server: server.name };
  const next = server.admin === "active" ? "deactivate" : "activate";
  const NEXT = server.admin === "active" ? "Deactivate" : server.admin === "drain" ? "Resume" : "Activate";
  const kernel = server.kernelWeight === null ? "out" : String(server.kernelWeight);
  return (
    <div role="row" aria-label={full} className={`${COLUMNS} min-h-10 border-b py-1 hover:bg-sunken/60`}>
      <span role="cell" className="grid place-items-center">
        {mayChange && (
          <input
            type="checkbox"
            className="size-4 accent-accent"
            aria-label={`Choose ${full}`}
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        )}
      </span>
      <span role="cell" className="min-w-0">
        <button
          onClick={() => setStory(true)}
          className="max-w-full text-left font-medium break-words underline-offset-4 hover:underline"
        >
          {server.name}
        </button>{" "}
        <span className="font-mono text-xs break-all text-muted">
          {server.address.includes(":") ? `[${server.address}]` : server.address}:{server.port}
        </span>{" "}
        <span className="text-xs text-muted">{server.forwarding}</span>
        <span className="block md:hidden">
          {mark}
          <span className="block text-xs text-muted tabular-nums">
            {server.kernelWeight === null ? "not in the table" : `weight ${kernel} of ${String(server.weight)}`} ·{" "}
            {countWords(active)} active · {figureWords(rate)} conn/s
          </span>
        </span>
      </span>
      <span role="cell" className="hidden min-w-0 break-words md:block">
        {mark}
      </span>
      <span role="cell" className="hidden text-right tabular-nums md:block">
        {stale ? "–" : kernel}
        <span className="text-muted">/{server.weight}</span>
      </span>
      <Figure value={countWords(active)} />
      <Figure value={countWords(inactive)} />
      <Figure value={figureWords(rate)} />
      <Figure value={figureWords(inBytes)} />
      <Figure value={figureWords(outBytes)} />
      <span role="cell" className="hidden pl-3 text-accent md:block">
        {!stale && <Sparkline values={history?.[index] ?? []} />}
      </span>
      <span role="cell" className="flex items-center justify-end gap-1">
        {!mayChange && <Badge tone="outline">read only</Badge>}
        {mayChange && (
          <>
            <Button
              size="small"
              busy={busy}
              disabled={stale}
              aria-label={`${NEXT} ${full}`}
              onClick={() =>
                click({ action: next, target }, { says: `${full} ${next}d`, undo: undoOf(service.name, server) })
              }
            >
              {NEXT}
            </Button>
            <ServerMenu
              service={service}
              server={server}
              disabled={stale}
              connections={active}
              onStory={() => setStory(true)}
            />
          </>
        )}
      </span>
      {story && (
        <ServerStory
          service={service}
          server={server}
          router={router}
          mayChange={mayChange && !stale}
          mark={mark}
          onClose={() => setStory(false)}
        />
      )}
    </div>
  );
}
