"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button";

/** Puts a text on the clipboard and says so. Where a page may not (plain http), it selects nothing and says that. */
export function CopyButton({ text, label = "Copy" }: { readonly text: string; readonly label?: string }) {
  const [said, setSaid] = useState<"Copied" | "The browser does not allow it here" | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  // the DOM's types promise a clipboard; outside https and localhost there is none
  const clipboard = (globalThis.navigator as { clipboard?: Clipboard } | undefined)?.clipboard;
  const copy = () =>
    (clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"))).then(
      () => setSaid("Copied"),
      () => setSaid("The browser does not allow it here"),
    );
  return (
    <Button look="quiet" size="small" onClick={() => void copy()}>
      {said === "Copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{said ?? label}</span>
    </Button>
  );
}
