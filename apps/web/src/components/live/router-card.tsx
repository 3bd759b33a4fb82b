"use client";
import { Square, Play } from "lucide-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Age } from "~/components/ui/age";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { Confirm } from "~/components/ui/confirm";
import { Dialog } from "~/components/ui/dialog";
import { Quiet } from "~/components/ui/quiet";
import { StateMark } from "~/components/ui/state-mark";
import { toast } from "~/components/ui/toast";
import type { RouterFeed } from "~/live/feed";
import { countWords } from "~/live/figure-words";
import { silentSince } from "~/live/server-state";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { Processes } from "./processes";

const ROLE = { primary: "primary", backup: "backup", alone: "alone", unknown: "role unknown" } as const;

type Props = { readonly router: RouterFeed; readonly connections: number | undefined; readonly mayChange: boolean };

/** One router: what it is, since when, why, and what it runs. */
export function RouterCard({ router, connections, mayChange }: Props) {
  const { facts, link, name } = router;
  const silentAtMs = silentSince(router);
  const state = silentAtMs !== undefined || !facts ? "unknown" : facts.pulse.state;
  return (
    <Card aria-label={`Router ${name}`} className={silentAtMs === undefined ? "" : "border-dashed"}>
      <div className="grid gap-1.5 p-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="text-lg font-semibold">{name}</h2>
          {facts && <Badge tone="outline">{ROLE[facts.role]}</Badge>}
          {facts?.table.kind === "memory" && (
            <Badge tone="warn" title="--ipvs memory: no packet is forwarded by this table">
              table in memory only
            </Badge>
          )}
          <span className="ml-auto">
            <PulseButton router={router} connections={connections} mayChange={mayChange} />
          </span>
        </div>
        <p className="text-base" role="status">
          <StateMark state={state}>
            {silentAtMs !== undefined ? (
              <>
                unknown since{" "}
                <Quiet>
                  <Age atMs={silentAtMs} />
                </Quiet>
              </>
            ) : facts ? (
              <>
                <span className="uppercase">{facts.pulse.state}</span> since{" "}
                <Quiet>
                  <Age atMs={facts.pulse.sinceMs} />
                </Quiet>
              </>
            ) : (
              "unknown: it has not spoken yet"
            )}
          </StateMark>
        </p>
        {link.kind === "silent" ? <Silent name={name} words={link.words} address={router.address} /> : null}
        {link.kind === "live" && facts && <Running facts={facts} />}
      </div>
      {facts && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-xs text-muted">
          <Dialog
            trigger={
              <button className="underline-offset-4 hover:underline">
                {countWords(facts.processes.length)} processes
              </button>
            }
            title={`Processes of ${name}`}
            wide
          >
            <Processes router={router} />
          </Dialog>
          <span>piranha-agent {facts.version}</span>
          <span className="min-w-0 truncate font-mono" title={router.address}>
            {router.address}
          </span>
        </div>
      )}
    </Card>
  );
}

function Silent({ name, words, address }: { name: string; words: string; address: string }) {
  const host = /^ssh:\/\/(?:[^@]*@)?(.*)$/.exec(address)?.[1];
  const command = `${host === undefined ? "" : `ssh ${host} `}systemctl status piranha-agent`;
  return (
    <p className="text-sm">
      {name} does not answer: {words}. What it last said is shown in grey. Its kernel goes on forwarding by its last
      table. Check its power, or run: <code className="font-mono">{command}</code>
    </p>
  );
}

function Running({ facts }: { facts: NonNullable<RouterFeed["facts"]> }) {
  const drift = facts.config.fileSha256 !== null && facts.config.fileSha256 !== facts.config.sha256;
  const lost = facts.addresses.filter(({ state }) => state !== "raised");
  return (
    <dl className="grid gap-1 text-sm">
      <Fact name="why">{facts.pulse.reason}</Fact>
      <Fact name="revision">
        {facts.config.source === "none" ? (
          "none: it has no configuration yet. Review and apply one, or import an lvs.cf"
        ) : (
          <>
            <span className="figure">{facts.config.serialNo}</span>{" "}
            <span className="font-mono text-xs text-muted">{facts.config.sha256.slice(0, 8)}</span>
            {facts.config.source === "last good copy" && " — the last good copy: its file cannot be used"}
            {drift && (
              <span className="text-warn"> — lvs.cf on its disk is another one: reload it, or apply yours over it</span>
            )}
          </>
        )}
      </Fact>
      <Fact name="addresses">
        {facts.addresses.length === 0
          ? "none raised"
          : lost.length === 0
            ? `${String(facts.addresses.length)} raised`
            : lost.map((one) => `${one.address} ${one.state}${one.note ? `: ${one.note}` : ""}`).join("; ")}
      </Fact>
      {facts.table.fault && <p className="text-down">Routing table: {facts.table.fault}</p>}
      {facts.table.conflicts.length > 0 && (
        <p className="text-warn">
          Somebody else's in the kernel: {facts.table.conflicts.join(", ")}. Remove it there, or install with --adopt.
        </p>
      )}
      {facts.table.refused.slice(0, 3).map(({ command, words }) => (
        <p key={command} className="text-down">
          The kernel refuses <code className="font-mono">{command}</code>: {words}
        </p>
      ))}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[5.5rem_1fr] gap-2">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function PulseButton({ router, connections, mayChange }: Props) {
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const pulse = useMutation(trpc.control.pulse.mutationOptions());
  const { name, facts, link } = router;
  if (!mayChange || !facts || link.kind === "silent") return null;
  const stopped = facts.pulse.state === "stopped";
  const run = (command: "start" | "stop") =>
    pulse.mutate(
      { router: name, command },
      {
        onSuccess: ({ text }) => toast.success(text),
        onError: (error) => toast.error(refusalWords(error), { duration: 20_000 }),
      },
    );
  if (stopped)
    return (
      <Button size="small" busy={pulse.isPending} onClick={() => run("start")}>
        <Play aria-hidden /> Start pulse
      </Button>
    );
  return (
    <>
      <Button size="small" look="quiet" busy={pulse.isPending} onClick={() => setAsking(true)}>
        <Square aria-hidden /> Stop pulse
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Stop pulse on ${name}?`}
        action={`Stop pulse on ${name}`}
        onConfirm={() => run("stop")}
      >
        {name} takes{" "}
        {facts.addresses.length === 1
          ? "its virtual address"
          : `its ${String(facts.addresses.length)} virtual addresses`}{" "}
        away, and{" "}
        {connections === undefined || connections < 0
          ? "open connections"
          : `${countWords(connections)} open connections`}{" "}
        can no longer reach it. The rows of its table stay. Start pulse to serve again.
      </Confirm>
    </>
  );
}
