import { CircleX, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "../ui/badge";
import { Card, CardHeader } from "../ui/card";
import { CodeBlock } from "../ui/code";
import type { Problem, RouterPlan } from "./answers";
import { counted } from "./count-words";
import { SomeOf } from "./some-of";

const FIRST = 40;

type Props = {
  readonly routers: readonly RouterPlan[];
  readonly problems: readonly Problem[];
  /** Routers to which an apply brings nothing new. */
  readonly runsAlready: readonly string[];
};

/** What each router says it would do, in the order it would do it. */
export function RouterPlans({ routers, problems, runsAlready }: Props) {
  const known = new Set(problems.map(({ message }) => message));
  return (
    <>
      {routers.map((plan) => (
        <Card key={plan.name} aria-label={`Plan of ${plan.name}`}>
          <CardHeader title={plan.name}>
            {plan.kind === "plan" && <Badge>{counted(plan.commands.length, "command")}</Badge>}
            {plan.kind === "refused" && <Badge tone="down">would refuse it</Badge>}
            {plan.kind === "unreachable" && <Badge tone="warn">does not answer</Badge>}
          </CardHeader>
          <div className="grid gap-2 p-4 pt-3">
            <PlanBody plan={plan} known={known} runsAlready={runsAlready.includes(plan.name)} />
          </div>
        </Card>
      ))}
    </>
  );
}

type BodyProps = { readonly plan: RouterPlan; readonly known: ReadonlySet<string>; readonly runsAlready: boolean };

function PlanBody({ plan, known, runsAlready }: BodyProps) {
  switch (plan.kind) {
    case "plan":
      return (
        <>
          <Sentences words={ownWords(plan.warnings, known)} className="text-warn" />
          {plan.commands.length === 0 ? (
            <p className="text-muted">
              {runsAlready ? "It runs this already." : "Nothing changes in its kernel: it only keeps the new text."}
            </p>
          ) : (
            <SomeOf items={plan.commands} first={FIRST} what="command">
              {(shown) => (
                <CodeBlock aria-label={`Commands on ${plan.name}`} className="max-h-96 overflow-y-auto">
                  {shown.join("\n")}
                </CodeBlock>
              )}
            </SomeOf>
          )}
        </>
      );
    case "refused": {
      const own = ownWords(plan.reasons, known);
      return (
        <Marked icon={<CircleX aria-hidden className="size-4 text-down" />}>
          <Sentences words={own.length > 0 ? own : ["It refuses what is listed above."]} />
          <p className="text-muted">
            Correct the draft first: routers that run different texts do not back each other up.
          </p>
        </Marked>
      );
    }
    case "unreachable":
      return (
        <Marked icon={<Unplug aria-hidden className="size-4 text-warn" />}>
          <p className="break-words">{plan.words}</p>
          <p className="text-muted">
            An apply leaves it out. It goes on running what it runs; apply again when it answers.
          </p>
        </Marked>
      );
  }
}

/** What a router says beyond the problems that the page lists already. */
function ownWords(words: readonly string[], known: ReadonlySet<string>): readonly string[] {
  return words.filter((one) => !known.has(one.replace(/^\d+:\d+: (?:warning|error): /, "")));
}

function Sentences({ words, className }: { readonly words: readonly string[]; readonly className?: string }) {
  if (words.length === 0) return null;
  return (
    <ul className={className}>
      {words.map((one, at) => (
        <li key={at} className="break-words">
          {one}
        </li>
      ))}
    </ul>
  );
}

function Marked({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <span className="mt-0.5 shrink-0">{icon}</span>
      <div className="grid min-w-0 gap-1">{children}</div>
    </div>
  );
}
