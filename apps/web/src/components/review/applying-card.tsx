import { CircleDashed, LoaderCircle } from "lucide-react";
import { Age } from "../ui/age";
import { Card, CardHeader } from "../ui/card";
import type { Applying } from "./answers";
import { Quiet } from "~/components/ui/quiet";
import { RouterResults } from "./router-results";

/** An apply that is under way, whoever began it: also for a page that was loaded in the middle of it. */
export function ApplyingCard({ applying, me }: { readonly applying: Applying; readonly me: string }) {
  const { author, sinceMs, serialNo, routers } = applying;
  const now = routers.find(({ result }) => result === null)?.name;
  const waiting = routers.filter(({ result, name }) => result === null && name !== now);
  return (
    <Card role="status" className="border-l-4 border-l-accent">
      <CardHeader title={serialNo > 0 ? `Applying serial ${String(serialNo)}` : "Applying"}>
        <span className="text-muted">
          {author === me ? "by you" : `by ${author}`},{" "}
          <Quiet>
            for <Age atMs={sinceMs} />
          </Quiet>
        </span>
      </CardHeader>
      <div className="grid gap-2 p-4">
        <RouterResults results={routers.flatMap(({ result }) => result ?? [])} />
        {now !== undefined && (
          <p className="flex gap-2">
            <LoaderCircle aria-hidden className="mt-0.5 size-4 shrink-0 animate-spin text-accent" />
            <span className="min-w-0 break-words">
              <strong className="font-semibold">{now}</strong> is told, and asked what it runs then…
            </span>
          </p>
        )}
        {waiting.map(({ name }) => (
          <p key={name} className="flex gap-2 text-muted">
            <CircleDashed aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span className="min-w-0 break-words">{name} is next</span>
          </p>
        ))}
      </div>
    </Card>
  );
}
