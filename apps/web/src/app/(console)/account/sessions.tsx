"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Age } from "~/components/ui/age";
import { Badge } from "~/components/ui/badge";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { Card, CardHeader } from "~/components/ui/card";
import { Confirm } from "~/components/ui/confirm";
import { SkeletonLines } from "~/components/ui/skeleton";
import { Cell, Head, Row, Table, TableBox } from "~/components/ui/table";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { browserWords } from "./browser-words";

/** The browsers that are signed in as me. */
export function Sessions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: sessions, error } = useQuery(
    trpc.account.sessions.queryOptions(undefined, { refetchInterval: 30_000 }),
  );
  const endOne = useMutation(
    trpc.account.endSession.mutationOptions({
      onSuccess: () => toast.success("That browser is signed out."),
      onError: (refused) => toast.error(refusalWords(refused)),
      onSettled: () => queryClient.invalidateQueries(trpc.account.pathFilter()),
    }),
  );
  const endAll = useMutation(
    trpc.account.signOutEverywhere.mutationOptions({
      onSuccess: () => window.location.assign("/sign-in"),
      onError: (refused) => toast.error(refusalWords(refused)),
    }),
  );
  const many = sessions?.length ?? 0;
  return (
    <Card>
      <CardHeader title="Signed in">
        <div className="ml-auto">
          <Confirm
            title="Log out everywhere?"
            action="Log out everywhere"
            onConfirm={() => endAll.mutate()}
            trigger={
              <Button size="small" busy={endAll.isPending}>
                Log out everywhere
              </Button>
            }
          >
            {many === 1 ? "This browser is" : `All ${String(many)} browsers, this one too, are`} signed out at once.
            Changes that are not applied stay in the draft.
          </Confirm>
        </div>
      </CardHeader>
      {error && !sessions && (
        <Banner tone="alarm" className="m-4">
          {refusalWords(error)}
        </Banner>
      )}
      {!sessions && !error && (
        <div className="px-4 py-2">
          <SkeletonLines lines={2} />
        </div>
      )}
      {sessions && (
        <TableBox className="rounded-t-none border-0">
          <Table className="whitespace-nowrap">
            <thead>
              <tr>
                <Head>Browser</Head>
                <Head>Address</Head>
                <Head>Signed in</Head>
                <Head>Last used</Head>
                <Head>
                  <span className="sr-only">Sign out</span>
                </Head>
              </tr>
            </thead>
            <tbody>
              {sessions.map(({ id, browser, address, createdAtMs, seenAtMs, current }) => (
                <Row key={id}>
                  <Cell title={browser}>
                    {browserWords(browser)} {current && <Badge tone="accent">this one</Badge>}
                  </Cell>
                  <Cell className="font-mono">{address}</Cell>
                  <Cell>
                    <Age atMs={createdAtMs} /> ago
                  </Cell>
                  <Cell>
                    {current ? (
                      "now"
                    ) : (
                      <span>
                        <Age atMs={seenAtMs} /> ago
                      </span>
                    )}
                  </Cell>
                  <Cell className="text-right">
                    {!current && (
                      <Button
                        size="small"
                        busy={endOne.isPending && endOne.variables.id === id}
                        aria-label={`End the session of ${browserWords(browser)} at ${address}`}
                        onClick={() => endOne.mutate({ id })}
                      >
                        End
                      </Button>
                    )}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </TableBox>
      )}
    </Card>
  );
}
