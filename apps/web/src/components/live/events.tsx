"use client";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { PlainAge } from "~/components/ui/age";
import { Card, CardHeader } from "~/components/ui/card";
import type { FeedEvent } from "~/live/feed";

const MARK = {
  info: { icon: Info, look: "text-muted", word: "" },
  warning: { icon: TriangleAlert, look: "text-warn", word: "Warning: " },
  alarm: { icon: CircleAlert, look: "text-down", word: "Alarm: " },
} as const;
const SHOWN = 100;

/** What happened, newest first. */
export function Events({ events }: { readonly events: readonly FeedEvent[] }) {
  const shown = events.slice(-SHOWN).reverse();
  return (
    <Card aria-label="Events">
      <CardHeader title="Events" />
      {shown.length === 0 ? (
        <p className="p-4 text-sm text-muted">Nothing has happened since this console started.</p>
      ) : (
        <div
          role="log"
          aria-relevant="additions"
          tabIndex={0}
          aria-label="Events, newest first"
          className="max-h-96 overflow-y-auto py-1 text-sm"
        >
          <ol>
            {shown.map(({ id, atMs, severity, router, text }) => {
              const { icon: Icon, look, word } = MARK[severity];
              return (
                <li key={id} className="flex items-baseline gap-2 px-4 py-1">
                  <Icon aria-hidden className={`size-3.5 shrink-0 translate-y-0.5 ${look}`} />
                  <span className="w-16 shrink-0 text-right text-xs text-muted tabular-nums">
                    <PlainAge atMs={atMs} />
                  </span>
                  <span className="shrink-0 text-muted">{router}</span>
                  <span className={`min-w-0 break-words ${severity === "info" ? "" : look}`}>
                    {word && <span className="sr-only">{word}</span>}
                    {text}
                  </span>
                </li>
              );
            })}
          </ol>
        </div>
      )}
    </Card>
  );
}
