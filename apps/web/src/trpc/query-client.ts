import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { refusalCode } from "./refusal";

/** One a browser tab. What moves comes over the live feed; everything else is asked again when a page comes back into sight. */
export function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (refusalCode(error) === "UNAUTHORIZED") toSignIn();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // a refusal stays one; only silence is worth asking again
        retry: (failures, error) => refusalCode(error) === "OFFLINE" && failures < 2,
        retryDelay: 1_000,
      },
    },
  });
}

/** The session is over: signs in again, and comes back to the same page. */
function toSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname === "/sign-in") return;
  window.location.assign(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
}
