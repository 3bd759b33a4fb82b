"use client";
import { useMutation } from "@tanstack/react-query";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { StateMark } from "~/components/ui/state-mark";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

type Props = { readonly virtual: string; readonly server: string; readonly mayChange: boolean };

/** Every check of one server, now, with what went over the wire. Changes no verdict. */
export function Probe({ virtual, server, mayChange }: Props) {
  const trpc = useTRPC();
  const probe = useMutation(trpc.control.probe.mutationOptions());
  return (
    <section aria-label="Probe" className="grid gap-2">
      <div className="flex items-center gap-3">
        <Button busy={probe.isPending} disabled={!mayChange} onClick={() => probe.mutate({ virtual, server })}>
          {probe.isPending ? "Probing…" : "Probe now"}
        </Button>
        <span className="text-sm text-muted">Asks once, changes no verdict.</span>
      </div>
      <div role="status" className="grid gap-3">
        {probe.error && <Banner tone="alarm">{refusalWords(probe.error)}</Banner>}
        {probe.data?.kind === "refused" && <Banner tone="warning">{probe.data.reasons.join(". ")}</Banner>}
        {probe.data?.kind === "probed" &&
          probe.data.checks.map(({ name, ok, text, transcript }) => (
            <div key={name} className="grid gap-1">
              <StateMark state={ok ? "up" : "down"}>
                {name}: {text}
              </StateMark>
              <ol className="overflow-x-auto rounded-md bg-sunken p-2 font-mono text-xs">
                {transcript.map(({ atMs, what, text: words }, index) => (
                  <li key={index} className="flex gap-3 whitespace-pre-wrap">
                    <span className="w-14 shrink-0 text-right text-muted">{atMs.toFixed(0)} ms</span>
                    <span className="w-16 shrink-0 text-muted">{what}</span>
                    <span className="min-w-0 break-all">{words}</span>
                  </li>
                ))}
              </ol>
            </div>
          ))}
      </div>
    </section>
  );
}
