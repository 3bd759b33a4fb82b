"use client";

import { Button } from "~/components/ui/button";

/** A bug of the console's own. Traffic does not depend on it. */
export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  return (
    <main className="mx-auto max-w-xl px-6 py-24">
      <h1 className="text-xl font-semibold">This page broke</h1>
      <p className="mt-2 text-muted">
        The routers go on serving as before; only the console has a fault. Try again. If it stays, the console&apos;s
        log has the details: <code className="font-mono text-sm">journalctl -u piranha-console</code>
      </p>
      <p className="mt-3 font-mono text-sm break-words text-down">{error.digest ?? error.message}</p>
      <p className="mt-6 flex gap-2">
        <Button look="primary" onClick={reset}>
          Try again
        </Button>
        <Button asChild>
          {/* a whole new page: whatever broke is gone with the old one */}
          <a href="/">Go to Control</a>
        </Button>
      </p>
    </main>
  );
}
