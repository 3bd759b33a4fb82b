"use client";

import { StateMark } from "~/components/ui/state-mark";
import { silentSince, summaryOf } from "~/live/server-state";
import { useLive } from "~/live/use-live";

/** What the routers say of a virtual server that runs: how many of its real servers are up. */
export function NowMark({ id }: { readonly id: string }) {
  const service = useLive(({ services }) => services.get(id));
  const silent = useLive(
    ({ routers, tableOf }) => silentSince(routers.find(({ name }) => name === tableOf)) !== undefined,
  );
  if (!service) return <span className="text-muted">{silent === undefined ? "" : "not applied"}</span>;
  if (silent) return <StateMark state="unknown" />;
  const { up, down, unknown } = summaryOf(service);
  const asked = up + down + unknown;
  if (!service.active || asked === 0) return <StateMark state="inactive">serves nobody</StateMark>;
  const state = down > 0 ? "down" : unknown > 0 ? "unknown" : "up";
  return (
    <StateMark state={state}>
      {up} of {asked} up
    </StateMark>
  );
}
