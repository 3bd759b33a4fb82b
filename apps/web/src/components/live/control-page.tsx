"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Button } from "~/components/ui/button";
import { Dialog } from "~/components/ui/dialog";
import { useMayChange } from "~/components/shell/who";
import { EmptyState } from "~/components/ui/empty-state";
import { SkeletonLines } from "~/components/ui/skeleton";
import { silentSince } from "~/live/server-state";
import { useLine, useLive } from "~/live/use-live";
import { Events } from "./events";
import { RouterCard } from "./router-card";
import { RoutingTable } from "./routing-table";
import { TrafficCard } from "./traffic-card";

const Graphs = dynamic(() => import("./graphs").then(({ Graphs }) => Graphs), {
  ssr: false,
  loading: () => <SkeletonLines lines={6} />,
});

/** Control / Monitoring: what is wrong, since when, why, and what to press. */
export function ControlPage() {
  const admin = useMayChange();
  const routers = useLive((state) => state.routers);
  const tableOf = useLive((state) => state.tableOf);
  const totals = useLive((state) => state.totals);
  const history = useLive((state) => state.totalsHistory);
  const events = useLive((state) => state.events);
  const services = useLive((state) => state.services.size);
  const line = useLine();
  const [graphs, setGraphs] = useState(false);
  const mayChange = admin && line?.kind !== "lost";
  const shown = routers?.find(({ name }) => name === tableOf);
  if (!routers) return <SkeletonLines lines={8} label="Asking the routers…" />;
  const stale = silentSince(shown) !== undefined || line?.kind === "lost";
  return (
    <div className={`grid gap-5 ${line?.kind === "lost" ? "grayscale" : ""}`}>
      <h1 className="sr-only">Control and monitoring</h1>
      <div className="grid gap-4 sm:grid-cols-[repeat(auto-fit,minmax(22rem,1fr))]">
        {routers.map((router) => (
          <RouterCard
            key={router.name}
            router={router}
            connections={router === shown && totals ? totals[0] : undefined}
            mayChange={mayChange}
          />
        ))}
        <TrafficCard totals={totals ?? []} history={history ?? []} stale={stale} onOpen={() => setGraphs(true)} />
      </div>
      {services === 0 && shown ? (
        <EmptyState
          title="No virtual servers yet"
          actions={
            <>
              <Button asChild look="primary">
                <Link href="/virtual-servers/add">Add virtual server</Link>
              </Button>
              <Button asChild>
                <Link href="/import">Import an lvs.cf</Link>
              </Button>
            </>
          }
        >
          A virtual server is an address clients connect to. {shown.name} passes their connections on to real servers.
        </EmptyState>
      ) : (
        <RoutingTable router={shown} mayChange={mayChange} />
      )}
      <Events events={events ?? []} />
      <Dialog open={graphs} onOpenChange={setGraphs} wide title="Traffic of all services">
        <Graphs router={tableOf ?? ""} subject="" />
      </Dialog>
    </div>
  );
}
