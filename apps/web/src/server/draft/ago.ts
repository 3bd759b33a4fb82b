/** `just now`, `20 s ago`, `2 min ago`, `3 h ago`, `5 d ago`. */
export function ago(atMs: number, nowMs = Date.now()): string {
  const seconds = Math.max(0, Math.round((nowMs - atMs) / 1000));
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${String(seconds)} s ago`;
  if (seconds < 3_600) return `${String(Math.round(seconds / 60))} min ago`;
  if (seconds < 172_800) return `${String(Math.round(seconds / 3_600))} h ago`;
  return `${String(Math.round(seconds / 86_400))} d ago`;
}
