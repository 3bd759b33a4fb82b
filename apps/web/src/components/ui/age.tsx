"use client";

import { ageWords, exactWords } from "./age-words";
import { useNow } from "./now";
import { Tooltip } from "./tooltip";

/** How long ago something happened: "3 min", counted on; the exact time is in its tooltip. Write "ago" or "since" around it. */
export function Age({ atMs, className }: { readonly atMs: number; readonly className?: string }) {
  const now = useNow();
  return (
    <Tooltip text={exactWords(atMs)}>
      <time dateTime={new Date(atMs).toISOString()} className={className} suppressHydrationWarning>
        {ageWords(now - atMs)}
      </time>
    </Tooltip>
  );
}

/** The same without a tooltip, for tables of thousands: the exact time is the element's title. */
export function PlainAge({ atMs, className }: { readonly atMs: number; readonly className?: string }) {
  const now = useNow();
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={exactWords(atMs)}
      className={className}
      suppressHydrationWarning
    >
      {ageWords(now - atMs)}
    </time>
  );
}
