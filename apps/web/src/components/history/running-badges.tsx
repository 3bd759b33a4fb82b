import { Badge } from "../ui/badge";
import type { RunningOn } from "./use-running";

/** The routers that run a revision now. */
export function RunningBadges({ on }: { readonly on: readonly RunningOn[] }) {
  return (
    <>
      {on.map(({ router, live }) =>
        live ? (
          <Badge key={router} tone="up">
            {router} runs it
          </Badge>
        ) : (
          <Badge key={router} tone="outline" title={`${router} does not answer; it ran this when it was heard last`}>
            {router} ran it last
          </Badge>
        ),
      )}
    </>
  );
}
