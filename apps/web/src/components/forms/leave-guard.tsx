"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Confirm } from "../ui/confirm";

type Leaving = { readonly kind: "link"; readonly href: string } | { readonly kind: "back" };
type Mark = { readonly piranhaGuard?: boolean } | null;

let quiet = false;

/** Goes away from a page on purpose, after saving: the guard neither asks nor puts the history right. */
export function leaveQuietly(go: () => void): void {
  quiet = document.querySelector("[data-leave-guard]") !== null;
  go();
}

/**
 * Asks before unsaved entries are lost: by a link, by the back button, by closing the tab. The back button is caught by a second
 * history entry of the same page, which is taken away again when there is nothing left to lose.
 */
export function LeaveGuard({ when, what }: { readonly when: boolean; readonly what: string }) {
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const router = useRouter();
  const letGo = useRef(false);
  useEffect(() => {
    if (!when) return;
    letGo.current = false;
    pushMark();
    const stopAsking = new AbortController();
    const { signal } = stopAsking;
    const hold = (event: BeforeUnloadEvent) => {
      if (!letGo.current) event.preventDefault();
    };
    const follow = (event: MouseEvent) => {
      const href = letGo.current ? undefined : leavesBy(event);
      if (href === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setLeaving({ kind: "link", href });
    };
    const back = () => {
      if (!letGo.current) setLeaving({ kind: "back" });
    };
    window.addEventListener("beforeunload", hold, { signal });
    document.addEventListener("click", follow, { capture: true, signal });
    window.addEventListener("popstate", back, { signal });
    return () => {
      stopAsking.abort();
      if (isMarked() && !quiet) stepBack();
      quiet = false;
    };
  }, [when]);

  const leave = () => {
    letGo.current = true;
    setLeaving(null);
    if (leaving?.kind === "link") router.push(leaving.href);
    else window.history.back();
  };
  const stay = () => {
    if (leaving?.kind === "back") pushMark();
    setLeaving(null);
  };
  return (
    <>
      {when && <span data-leave-guard hidden />}
      <Confirm
        open={leaving !== null}
        onOpenChange={(open) => !open && !letGo.current && stay()}
        title={`Leave without saving ${what}?`}
        action="Leave, lose my entries"
        cancel="Stay"
        onConfirm={leave}
      >
        What you entered on this page is not in the draft yet.
      </Confirm>
    </>
  );
}

/** Takes the second entry away. Nobody is to be asked about that, also when there is something to lose again by then. */
function stepBack(): void {
  const arrived = (event: PopStateEvent) => {
    event.stopImmediatePropagation();
    if (document.querySelector("[data-leave-guard]")) pushMark();
  };
  window.addEventListener("popstate", arrived, { once: true });
  window.history.back();
}

const isMarked = () => (window.history.state as Mark)?.piranhaGuard === true;

function pushMark(): void {
  // Next's own state goes along, so that it takes the entry for one of its pages
  window.history.pushState({ ...(window.history.state as object | null), piranhaGuard: true }, "");
}

/** Where a click leads away to inside this site; undefined when it stays, or opens elsewhere. */
function leavesBy(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || link.origin !== window.location.origin)
    return undefined;
  const sameDocument = link.pathname === window.location.pathname && link.search === window.location.search;
  return sameDocument ? undefined : link.pathname + link.search + link.hash;
}
