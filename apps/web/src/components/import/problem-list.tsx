import { CircleAlert, TriangleAlert } from "lucide-react";
import type { GoTo } from "../history/lined-text";
import type { ImportPreview } from "../review/answers";
import { counted, figure } from "../review/count-words";
import { SomeOf } from "../review/some-of";
import { Card, CardHeader } from "../ui/card";

type Props = { readonly preview: ImportPreview; readonly onGo: (place: GoTo) => void };

/** Errors have to be seen, warnings to be known of. */
const FIRST = { errors: 12, warnings: 4 } as const;

/** Everything wrong with a text, errors first; each leads to its line. */
export function ProblemList({ preview: { problems, counts }, onGo }: Props) {
  if (problems.length === 0) return null;
  const total = counts.errors + counts.warnings;
  const words = [
    ...(counts.errors > 0 ? [counted(counts.errors, "error")] : []),
    ...(counts.warnings > 0 ? [counted(counts.warnings, "warning")] : []),
  ];
  return (
    <Card className={`border-l-4 ${counts.errors > 0 ? "border-l-down-mark" : "border-l-warn-mark"}`}>
      <CardHeader title={words.join(", ")}>
        <span className="text-sm text-muted">
          {counts.errors > 0
            ? "Correct the errors in the text; it is looked at again by itself."
            : "It can be applied all the same."}
        </span>
      </CardHeader>
      <div className="p-2">
        <SomeOf items={problems} first={counts.errors > 0 ? FIRST.errors : FIRST.warnings} what="problem">
          {(shown) => (
            <ul>
              {shown.map(({ line, column, severity, message }, at) => (
                <li key={at}>
                  <button
                    type="button"
                    onClick={() => onGo({ line, column })}
                    className="flex w-full gap-2 rounded-md px-2 py-1 text-left hover:bg-sunken pointer-coarse:py-2.5 dark:hover:bg-raised"
                  >
                    {severity === "error" ? (
                      <CircleAlert aria-label="Error" className="mt-0.5 size-4 shrink-0 text-down" />
                    ) : (
                      <TriangleAlert aria-label="Warning" className="mt-0.5 size-4 shrink-0 text-warn" />
                    )}
                    <span className="min-w-0 break-words">
                      <span className="font-medium text-accent underline underline-offset-2">
                        line {line}, column {column}
                      </span>{" "}
                      {message}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
        </SomeOf>
        {total > problems.length && (
          <p className="px-2 pt-2 text-sm text-muted">
            {figure(total - problems.length)} more are not listed. Mend these first.
          </p>
        )}
      </div>
    </Card>
  );
}
