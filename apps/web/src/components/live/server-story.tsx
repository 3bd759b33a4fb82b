"use client";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Dialog } from "~/components/ui/dialog";
import { SkeletonLines } from "~/components/ui/skeleton";
import type { ServerRow, ServiceRow } from "~/live/feed";
import { useLive } from "~/live/use-live";
import { Events } from "./events";
import { Probe } from "./probe";

const Graphs = dynamic(() => import("./graphs").then(({ Graphs }) => Graphs), {
  ssr: false,
  loading: () => <SkeletonLines lines={6} />,
});

type Props = {
  readonly service: ServiceRow;
  readonly server: ServerRow;
  readonly router: string;
  readonly mayChange: boolean;
  readonly mark: ReactNode;
  readonly onClose: () => void;
};

/** What is known of one real server: why it is as it is, what happened to it, how it went, and a probe. */
export function ServerStory({ service, server, router, mayChange, mark, onClose }: Props) {
  const full = `${service.name}/${server.name}`;
  const events =
    useLive((state) => state.events)?.filter(
      ({ text }) => text.includes(full) || text.includes(` ${server.name} `) || text.startsWith(`${server.name} `),
    ) ?? [];
  return (
    <Dialog
      open
      wide
      title={full}
      description={`${server.address}:${String(server.port)}, ${server.forwarding}`}
      onOpenChange={(open) => !open && onClose()}
    >
      <div className="grid min-w-0 gap-5">
        <p className="text-base">{mark}</p>
        {server.verdict.reason && server.admin !== "active" && (
          <p className="text-sm text-muted">
            Its checks say: {server.verdict.kind}
            {server.verdict.reason && `, ${server.verdict.reason}`}
          </p>
        )}
        <Probe virtual={service.name} server={server.name} mayChange={mayChange} />
        <Graphs router={router} subject={`${service.id}/${server.name}`} />
        <Events events={events} />
      </div>
    </Dialog>
  );
}
