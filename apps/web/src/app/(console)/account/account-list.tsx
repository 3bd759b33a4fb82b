"use client";

import { useQuery } from "@tanstack/react-query";
import { Age } from "~/components/ui/age";
import { Badge } from "~/components/ui/badge";
import { Banner } from "~/components/ui/banner";
import { Card, CardBody, CardHeader } from "~/components/ui/card";
import { CodeBlock } from "~/components/ui/code";
import { SkeletonLines } from "~/components/ui/skeleton";
import { Cell, Head, Row, Table, TableBox } from "~/components/ui/table";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

/** Everybody who may sign in, and the commands that change that: only whoever is root on this machine decides it. */
export function AccountList() {
  const trpc = useTRPC();
  const { data: accounts, error } = useQuery(trpc.account.list.queryOptions());
  const command = useQuery(trpc.account.me.queryOptions()).data?.command ?? "piranha-passwd";
  return (
    <Card>
      <CardHeader title="Accounts" />
      {error && !accounts && (
        <Banner tone="alarm" className="m-4">
          {refusalWords(error)}
        </Banner>
      )}
      {!accounts && !error && (
        <div className="px-4 py-2">
          <SkeletonLines lines={2} />
        </div>
      )}
      {accounts && (
        <TableBox className="rounded-none border-0">
          <Table className="whitespace-nowrap">
            <thead>
              <tr>
                <Head>Name</Head>
                <Head>May</Head>
                <Head>Last used</Head>
                <Head>Last signed in</Head>
                <Head>Password set</Head>
                <Head figures>Browsers</Head>
              </tr>
            </thead>
            <tbody>
              {accounts.map(({ name, role, seenAtMs, signedInAtMs, changedAtMs, sessions }) => (
                <Row key={name}>
                  <Cell className="font-medium">{name}</Cell>
                  <Cell>
                    <Badge tone={role === "admin" ? "accent" : "outline"}>{role === "admin" ? "change" : "look"}</Badge>
                  </Cell>
                  <Cell>{ago(seenAtMs, "not signed in")}</Cell>
                  <Cell>{ago(signedInAtMs, "never")}</Cell>
                  <Cell>{ago(changedAtMs, "")}</Cell>
                  <Cell figures>{sessions}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </TableBox>
      )}
      <CardBody className="grid gap-2 text-muted">
        <p>Accounts are made and taken away on this machine, as root:</p>
        <CodeBlock>
          {[
            `${command}                  # the password of piranha`,
            `${command} --viewer NAME    # an account that may only look, or its new password`,
            `${command} --remove NAME    # takes one away`,
          ].join("\n")}
        </CodeBlock>
      </CardBody>
    </Card>
  );
}

const ago = (atMs: number | null, never: string) =>
  atMs === null ? (
    <span className="text-muted">{never}</span>
  ) : (
    <span>
      <Age atMs={atMs} /> ago
    </span>
  );
