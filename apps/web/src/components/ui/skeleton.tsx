import { cn } from "./cn";

/** Keeps the place of something that is on its way. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cn("block h-4 animate-wait rounded bg-off-soft", className)} />;
}

/** The place of a table or a form. */
export function SkeletonLines({ lines = 6, label = "Loading…" }: { readonly lines?: number; readonly label?: string }) {
  return (
    <div role="status" className="grid gap-3 py-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, at) => (
        <Skeleton key={at} className={cn("h-6", ["w-full", "w-11/12", "w-4/5"][at % 3])} />
      ))}
    </div>
  );
}
