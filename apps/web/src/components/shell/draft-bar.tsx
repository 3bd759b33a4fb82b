"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useDraftFeed, useLine } from "~/live/use-live";
import { Age } from "../ui/age";
import { buttonClass } from "../ui/button-class";
import { useNow } from "../ui/now";
import { ageWords } from "../ui/age-words";
import { Quiet } from "../ui/quiet";
import { useMayChange } from "./who";

const plural = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** What is between what the pages show and what the routers run; nothing when that is nothing. */
export function DraftBar() {
  const draft = useDraftFeed();
  const here = usePathname();
  const mayChange = useMayChange();
  if (!draft || (draft.changes === 0 && draft.conflicts === 0)) return null;
  const { changes, conflicts, lastEdit } = draft;
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-b border-l-4 border-l-warn-mark bg-warn-soft px-3 py-1 sm:px-5"
    >
      <p className="flex-1">
        <strong className="font-semibold">{plural(changes, "change", "changes")} not applied</strong>
        {conflicts > 0 && (
          <span className="font-medium text-down">
            {" "}
            · {plural(conflicts, "conflicts", "conflict")} with what was changed outside this draft
          </span>
        )}
        {lastEdit && (
          <span className="text-muted max-sm:hidden">
            {" "}
            · last by {lastEdit.author},{" "}
            <Quiet>
              <Age atMs={lastEdit.atMs} /> ago
            </Quiet>
          </span>
        )}
      </p>
      {here !== "/review" && (
        <Link href="/review" className={buttonClass({ look: "primary", size: "small" })}>
          {mayChange ? "Review and apply" : "Look at them"}
        </Link>
      )}
    </div>
  );
}

/** Says when the console itself is silent: everything on the page is then as old as it says. */
export function LineBar() {
  const line = useLine();
  const now = useNow();
  if (line?.kind !== "lost") return null;
  return (
    <div role="alert" className="hatched border-b border-l-4 border-l-off-mark bg-off-soft px-3 py-2 sm:px-5">
      <strong className="font-semibold">
        The console has not answered for <Quiet>{ageWords(now - line.sinceMs)}</Quiet>.
      </strong>{" "}
      What you see is from before that. The routers do not need it. {line.words}
    </div>
  );
}

/** For those who look: why there are no buttons. */
export function ViewerNote() {
  if (useMayChange()) return null;
  return (
    <p className="border-b bg-sunken px-3 py-1.5 text-sm text-muted sm:px-5">
      You may look at everything and change nothing. Sign in as piranha to make changes.
    </p>
  );
}
