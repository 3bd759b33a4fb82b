import Link from "next/link";
import { Age } from "../ui/age";
import { Banner } from "../ui/banner";
import { buttonClass } from "../ui/button-class";
import type { Applied } from "./answers";
import { listed } from "./count-words";
import { Quiet } from "~/components/ui/quiet";
import { RouterResults } from "./router-results";
import { WhatRuns } from "./what-runs";

/** What became of an apply: which router runs what, and what to do about those that do not run it. */
export function AppliedCard({ applied }: { readonly applied: Applied }) {
  const { results, serialNo, author, atMs, note, revisionId } = applied;
  const { tone, title, next } = outcome(applied);
  return (
    <Banner
      tone={tone}
      title={title}
      actions={
        revisionId !== null && (
          <Link href={`/history/${String(revisionId)}`} className={buttonClass({ size: "small" })}>
            Serial {serialNo} in the history
          </Link>
        )
      }
    >
      <p className="text-muted">
        Applied by {author},{" "}
        <Quiet>
          <Age atMs={atMs} /> ago
        </Quiet>
        {note !== "" && <>: “{note}”</>}
      </p>
      <div className="my-2">
        <RouterResults results={results} after={(router) => <WhatRuns router={router} />} />
      </div>
      {next !== "" && <p>{next}</p>}
    </Banner>
  );
}

type Outcome = { readonly tone: "good" | "warning" | "alarm"; readonly title: string; readonly next: string };

function outcome({ results, serialNo }: Applied): Outcome {
  const serial = `serial ${String(serialNo)}`;
  const run = results.filter(({ kind }) => kind === "runs").map(({ router }) => router);
  const rest = results.filter(({ kind }) => kind !== "runs").map(({ router }) => router);
  const unsure = results.filter(({ kind }) => kind === "unknown").map(({ router }) => router);
  const verb = (names: readonly string[], one: string, many: string) =>
    `${listed(names)} ${names.length === 1 ? one : many}`;
  if (rest.length === 0) return { tone: "good", title: `${verb(run, "runs", "run")} ${serial}`, next: "" };
  if (run.length > 0)
    return {
      tone: "alarm",
      title: `${verb(run, "runs", "run")} ${serial}, ${verb(rest, "does", "do")} not`,
      next: `Until ${listed(rest)} ${rest.length === 1 ? "runs" : "run"} it too, a switch-over changes what is served. Mend what is said above, then apply again: routers that run it already are left alone.`,
    };
  return unsure.length > 0
    ? {
        tone: "alarm",
        title: `It is not known whether ${listed(unsure)} took ${serial}`,
        next: `The draft is kept. Wait until ${listed(unsure)} ${unsure.length === 1 ? "says" : "say"} what runs there, then apply again if that is not it.`,
      }
    : {
        tone: "alarm",
        title: `Nothing was applied: ${verb(rest, "runs", "run")} what ran before`,
        next: "The draft is kept as it is. Mend what is said above, then apply again.",
      };
}
