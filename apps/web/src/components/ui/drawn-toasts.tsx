"use client";

import { useTheme } from "next-themes";
import { useEffect, type CSSProperties } from "react";
import { toast, Toaster } from "sonner";

/** The library that draws toasts, in our colours. It forgets those from before it is there, so it says when that is. */
export function DrawnToasts({ onReady }: { readonly onReady: (shows: typeof toast) => void }) {
  const { resolvedTheme } = useTheme();
  useEffect(() => onReady(toast), [onReady]);
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      duration={8_000}
      closeButton
      // above the bars with buttons at the bottom of a phone
      mobileOffset={{ bottom: 80 }}
      style={
        {
          "--normal-bg": "var(--raised)",
          "--normal-text": "var(--ink)",
          "--normal-border": "var(--line-strong)",
          fontFamily: "inherit",
        } as CSSProperties
      }
    />
  );
}
