import { CircleCheck, CircleHelp, CircleX, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import type { RouterResult } from "./answers";
import { Hash } from "./hash";

type Props = {
  readonly results: readonly RouterResult[];
  /** Behind a router that does not run the text: what it runs now. */
  readonly after?: (router: string) => ReactNode;
};

const ICON = {
  runs: <CircleCheck aria-hidden className="size-4 text-up" />,
  refused: <CircleX aria-hidden className="size-4 text-down" />,
  unreachable: <Unplug aria-hidden className="size-4 text-warn" />,
  unknown: <CircleHelp aria-hidden className="size-4 text-warn" />,
} as const;

/** What each router answered to an apply. */
export function RouterResults({ results, after }: Props) {
  return (
    <ul className="grid gap-2">
      {results.map((result) => (
        <li key={result.router} className="flex gap-2">
          <span className="mt-0.5 shrink-0">{ICON[result.kind]}</span>
          <div className="min-w-0 break-words">
            <strong className="font-semibold">{result.router}</strong> <Answer result={result} />{" "}
            {result.kind !== "runs" && after?.(result.router)}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Answer({ result }: { readonly result: RouterResult }) {
  switch (result.kind) {
    case "runs":
      return (
        <>
          runs serial {result.serialNo} <Hash sha256={result.sha256} />
          <span className="text-muted"> after {secondsWords(result.ms)}</span>
          {result.warnings.length > 0 && (
            <ul className="text-warn">
              {result.warnings.map((words, at) => (
                <li key={at}>{words.replace(PLACE, "line $1: ")}</li>
              ))}
            </ul>
          )}
        </>
      );
    case "refused":
      return <>refused it: {ended(result.reasons.map((words) => words.replace(PLACE, "line $1: ")).join("; "))}</>;
    case "unreachable":
      return <>was not reached: {ended(result.words)}</>;
    case "unknown":
      return <>may run either: {ended(result.words)}</>;
  }
}

const secondsWords = (ms: number) => (ms < 1_000 ? `${String(Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`);
/** How a router names a place in the text. */
const PLACE = /^(\d+):\d+: (?:warning|error): /;
const ended = (words: string) => (/[.!?]$/.test(words) ? words : `${words}.`);
