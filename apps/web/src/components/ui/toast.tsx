"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import type { toast as SonnerToast } from "sonner";

type Shows = Pick<typeof SonnerToast, "success" | "error" | "warning" | "info">;

// a page is there before the part that draws toasts, which is as large as some pages
const Drawn = dynamic(() => import("./drawn-toasts").then((module) => module.DrawnToasts), { ssr: false });

let drawing: Shows | undefined;
let waiting: ((shows: Shows) => void)[] = [];

/** What just happened, in the corner for some seconds, with Undo where there is one. Works from anywhere. */
export const toast = {
  success: (...words: Parameters<Shows["success"]>) => later((shows) => shows.success(...words)),
  error: (...words: Parameters<Shows["error"]>) => later((shows) => shows.error(...words)),
  warning: (...words: Parameters<Shows["warning"]>) => later((shows) => shows.warning(...words)),
  info: (...words: Parameters<Shows["info"]>) => later((shows) => shows.info(...words)),
};

function later(show: (shows: Shows) => void): void {
  if (drawing) show(drawing);
  else waiting.push(show);
}

const AFTER_MS = 1_000;

/** Where toasts appear, once a page. What a toast says also shows in the page itself: it only says it sooner. */
export function Toaster() {
  const [on, setOn] = useState(false);
  useEffect(() => {
    // soon, not at the first toast: that may be to say that the console does not answer
    const timer = setTimeout(() => setOn(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!on) return null;
  return (
    <Drawn
      onReady={(shows) => {
        drawing = shows;
        for (const show of waiting) show(shows);
        waiting = [];
      }}
    />
  );
}
