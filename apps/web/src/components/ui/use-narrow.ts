import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 47.999rem)";

/** Whether the page is as narrow as a phone; not before the browser has looked. */
export const useNarrow = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(QUERY);
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    () => window.matchMedia(QUERY).matches,
    () => false,
  );
