import Link from "next/link";
import { useMemo } from "react";
import { SPECS as REDUNDANCY } from "~/app/(console)/redundancy/redundancy-fields";
import { Banner } from "../ui/banner";
import type { Problem } from "./answers";
import { counted } from "./count-words";
import { placesOf } from "./problem-place";
import { SomeOf } from "./some-of";

const REDUNDANCY_FIELDS = new Set(REDUNDANCY.map(({ field }) => field));
const FIRST = 8;

type Props = {
  readonly problems: readonly Problem[];
  /** The text the lines are of. */
  readonly text: string;
};

/** What is wrong with a text: each with the way to its field. */
export function Errors({ problems, text }: Props) {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return null;
  return (
    <Banner tone="alarm" title={`${counted(errors.length, "error")} to correct before it can be applied`}>
      <List problems={errors} text={text} what="error" />
    </Banner>
  );
}

/** What is strange about it, and does not keep it from being applied. */
export function Warnings({ problems, text }: Props) {
  const warnings = problems.filter(({ severity }) => severity === "warning");
  if (warnings.length === 0) return null;
  return (
    <Banner tone="warning" title={`${counted(warnings.length, "warning")}; it can be applied all the same`}>
      <List problems={warnings} text={text} what="warning" />
    </Banner>
  );
}

function List({ problems, text, what }: Props & { readonly what: string }) {
  const placeOf = useMemo(() => placesOf(text, REDUNDANCY_FIELDS), [text]);
  return (
    <SomeOf items={problems} first={FIRST} what={what}>
      {(shown) => (
        <ul className="mt-1 grid gap-1">
          {shown.map(({ line, column, message }, at) => (
            <li key={at} className="break-words">
              <PlaceLink place={placeOf(line)} line={line} column={column} /> {message}
            </li>
          ))}
        </ul>
      )}
    </SomeOf>
  );
}

type PlaceProps = {
  readonly place: ReturnType<ReturnType<typeof placesOf>>;
  readonly line: number;
  readonly column: number;
};

function PlaceLink({ place, line, column }: PlaceProps) {
  const where = `line ${String(line)}${column > 1 ? `:${String(column)}` : ""}`;
  if (!place) return <span className="text-muted">{where}:</span>;
  return (
    <>
      {place.href === null ? (
        <span className="font-medium">{place.words}</span>
      ) : (
        <Link href={place.href} className="font-medium underline underline-offset-2">
          {place.words}
        </Link>
      )}{" "}
      <span className="text-muted">({where}):</span>
    </>
  );
}
