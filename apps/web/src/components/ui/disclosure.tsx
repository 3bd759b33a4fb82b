import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  readonly title: string;
  /** Behind the title: how many of what is inside are set. */
  readonly note?: ReactNode;
  readonly open?: boolean;
  readonly children: ReactNode;
};

/** Opens and closes. The page's own search finds what is inside, and opens it. */
export function Disclosure({ title, note, open, children }: Props) {
  return (
    <details open={open} className="group/disclosure border-t">
      <summary className="flex list-none items-center gap-2 rounded-md py-3 font-semibold hover:text-accent [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open/disclosure:rotate-90" />
        {title}
        {note && <span className="text-sm font-normal text-muted">{note}</span>}
      </summary>
      <div className="pb-4">{children}</div>
    </details>
  );
}
