"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { SkeletonLines } from "~/components/ui/skeleton";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { Graph } from "./graph";

type Props = { readonly router: string; readonly subject: string };

const SPANS = [
  ["hour", "Last hour"],
  ["day", "Last day"],
] as const;

/** Connections, bytes and servers of one subject over the last hour or day. */
export function Graphs({ router, subject }: Props) {
  const trpc = useTRPC();
  const [span, setSpan] = useState<"hour" | "day">("hour");
  const { data, error } = useQuery(
    trpc.live.series.queryOptions({ router, subject, span }, { refetchInterval: span === "hour" ? 10_000 : 60_000 }),
  );
  const lines = useMemo(
    () =>
      data && {
        rate: [{ label: "connections/s", values: data.connPerSecond, colour: "--accent" }],
        active: [{ label: "active", values: data.active, colour: "--accent" }],
        bytes: [
          { label: "in", values: data.inBytesPerSecond, colour: "--accent" },
          { label: "out", values: data.outBytesPerSecond, colour: "--backup" },
        ],
        up: [
          { label: "up", values: data.up, colour: "--up-mark" },
          { label: "servers", values: data.servers, colour: "--off-mark" },
        ],
      },
    [data],
  );
  return (
    <div className="grid gap-4">
      <div role="group" aria-label="Span of the graphs" className="flex gap-1">
        {SPANS.map(([value, label]) => (
          <Button
            key={value}
            size="small"
            look={value === span ? "plain" : "quiet"}
            aria-pressed={value === span}
            onClick={() => setSpan(value)}
          >
            {label}
          </Button>
        ))}
      </div>
      {error && <Banner tone="alarm">{refusalWords(error)}</Banner>}
      {!data || !lines ? (
        !error && <SkeletonLines lines={6} />
      ) : data.connPerSecond.every((value) => value === null) ? (
        <p className="text-sm text-muted">
          Nothing was counted in this time. The first point comes ten seconds after the console hears this router; a
          table in memory counts nothing.
        </p>
      ) : (
        <div className="grid gap-5 lg:grid-cols-2">
          <Graph title="New connections" unit="a second" atSeconds={data.atSeconds} lines={lines.rate} />
          <Graph title="Active connections" unit="" atSeconds={data.atSeconds} lines={lines.active} />
          <Graph title="Bytes" unit="a second" atSeconds={data.atSeconds} lines={lines.bytes} />
          <Graph title="Real servers" unit="up" atSeconds={data.atSeconds} lines={lines.up} />
        </div>
      )}
    </div>
  );
}
