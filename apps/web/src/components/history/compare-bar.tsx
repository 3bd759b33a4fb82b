import Link from "next/link";
import type { Revision } from "../review/answers";
import { Button } from "../ui/button";
import { buttonClass } from "../ui/button-class";

type Props = { readonly chosen: readonly Revision[]; readonly onClear: () => void };

/** What is chosen to be compared; stays in sight at the foot of the page. */
export function CompareBar({ chosen, onClear }: Props) {
  const [older, newer] = [...chosen].sort((a, b) => a.id - b.id);
  return (
    <div
      role="status"
      className="sticky bottom-0 z-20 flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-t bg-page py-2 pointer-coarse:min-h-14"
    >
      {!older && <span className="text-muted">Tick two to compare them; open one to read or restore it.</span>}
      {older && !newer && <span>Serial {older.serialNo} is chosen. Tick another one.</span>}
      {older && newer && (
        <Link href={compareHref(older.id, newer.id)} className={buttonClass({ look: "primary" })}>
          Compare serial {older.serialNo} with {newer.serialNo}
        </Link>
      )}
      {older && (
        <Button look="quiet" onClick={onClear}>
          Clear
        </Button>
      )}
    </div>
  );
}

/** The page that shows what changed from `a` to `b`. */
export const compareHref = (a: number, b: number): string => `/history/compare?a=${String(a)}&b=${String(b)}`;
