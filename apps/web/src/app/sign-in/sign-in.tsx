"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { SkeletonLines } from "~/components/ui/skeleton";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { NoPassword } from "./no-password";
import { SignInForm } from "./sign-in-form";

type Props = {
  /** A page of ours: see `localPath`. */
  readonly next: string;
  readonly host: string;
  /** The password was changed a moment ago. */
  readonly changed: boolean;
};

/** What can be done at the door: sign in, or be told how to make that possible. */
export function SignIn({ next, host, changed }: Props) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(
    trpc.session.state.queryOptions(undefined, {
      // somebody is at a terminal and sets the first password: go on when it is there
      refetchInterval: ({ state }) => (state.data?.kind === "noPassword" ? 2_000 : false),
    }),
  );
  const inside = data?.kind === "signedIn";
  useEffect(() => {
    if (inside) window.location.replace(next); // signed in in another tab
  }, [inside, next]);

  if (!data && error)
    return (
      <Banner tone="alarm" actions={<Button onClick={() => void refetch()}>Try again</Button>}>
        {refusalWords(error)}
      </Banner>
    );
  if (!data || inside) return <SkeletonLines lines={5} />;
  if (data.kind === "noPassword") return <NoPassword command={data.command} host={host} />;
  return (
    <>
      {changed && (
        <Banner tone="good" className="mb-5">
          Your password was changed and every browser was signed out. Sign in with the new one.
        </Banner>
      )}
      <SignInForm onSignedIn={() => window.location.assign(next)} />
    </>
  );
}
