"use client";
import { Card } from "~/components/ui/card";
import { Sparkline } from "~/components/ui/sparkline";
import { byteRateWords, countWords, figureWords } from "~/live/figure-words";

type Props = {
  readonly totals: readonly number[];
  readonly history: readonly number[];
  readonly stale: boolean;
  readonly onOpen: () => void;
};

/** All services together. */
export function TrafficCard({ totals, history, stale, onOpen }: Props) {
  const [active, inactive, perSecond, inBytes, outBytes] = stale ? [] : totals;
  return (
    <Card aria-label="Traffic" className="flex flex-col">
      <div className="grid flex-1 content-start gap-1.5 p-4">
        <h2 className="text-lg font-semibold">Traffic</h2>
        <div className="flex items-end gap-3">
          <p>
            <span className="text-2xl font-semibold tabular-nums">{figureWords(perSecond)}</span>{" "}
            <span className="text-muted">connections/s</span>
          </p>
          <Sparkline
            values={stale ? [] : history}
            label="Connections a second in the last minute"
            width={120}
            height={28}
            className="ml-auto text-accent"
          />
        </div>
        <dl className="grid grid-cols-2 gap-x-4 gap-y-1 text-sm tabular-nums">
          <dt className="text-muted">in</dt>
          <dd className="text-right">{byteRateWords(inBytes)}</dd>
          <dt className="text-muted">out</dt>
          <dd className="text-right">{byteRateWords(outBytes)}</dd>
          <dt className="text-muted">active connections</dt>
          <dd className="text-right">{countWords(active)}</dd>
          <dt className="text-muted">inactive connections</dt>
          <dd className="text-right">{countWords(inactive)}</dd>
        </dl>
      </div>
      <div className="border-t px-4 py-2 text-xs">
        <button className="text-muted underline-offset-4 hover:text-ink hover:underline" onClick={onOpen}>
          Last hour and day
        </button>
      </div>
    </Card>
  );
}
