"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

export { toast } from "sonner";

/** Where toasts appear, once a page. What a toast says also shows in the page itself: it only says it sooner. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-right"
      duration={8_000}
      closeButton
      toastOptions={{ unstyled: false }}
      style={
        {
          "--normal-bg": "var(--raised)",
          "--normal-text": "var(--ink)",
          "--normal-border": "var(--line-strong)",
          fontFamily: "inherit",
        } as React.CSSProperties
      }
    />
  );
}
