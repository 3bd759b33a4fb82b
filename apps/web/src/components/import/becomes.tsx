"use client";

import type { ReactNode } from "react";
import type { ImportPreview } from "../review/answers";
import { ChangesList } from "../review/changes-list";
import { counted, figure } from "../review/count-words";
import { SomeOf } from "../review/some-of";
import { Badge } from "../ui/badge";
import { Banner } from "../ui/banner";
import { Card, CardHeader } from "../ui/card";
import { Cell, Head, Row, Table } from "../ui/table";

const FIRST = 25;

/** What a text would be as the draft: its virtual servers, what changes against the draft, and what of it would be lost. */
export function Becomes({ preview }: { readonly preview: ImportPreview }) {
  const { counts, changes, changeCount, unread } = preview;
  return (
    <>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-4">
        <Count name="virtual servers">{figure(counts.virtualServers)}</Count>
        <Count name="real servers">{figure(counts.realServers)}</Count>
        <Count name="failover services">{figure(counts.failoverServices)}</Count>
        <Count name="lines">{figure(counts.lines)}</Count>
      </dl>
      {unread.length > 0 ? (
        <Banner tone="warning" title="This would be lost">
          <SomeOf items={unread} first={8} what="line">
            {(shown) => (
              <ul className="grid gap-0.5">
                {shown.map((words, at) => (
                  <li key={at} className="break-words">
                    {words}
                  </li>
                ))}
              </ul>
            )}
          </SomeOf>
        </Banner>
      ) : (
        <Banner tone="good" title="Nothing of it is lost: every line is kept as it stands, comments included" />
      )}
      <Virtuals virtuals={preview.virtuals} />
      {changeCount === 0 ? (
        <p className="text-muted">It says what the draft says already.</p>
      ) : (
        <section aria-label="Against the draft" className="grid gap-2">
          <h2 className="font-semibold">Against the draft</h2>
          <ChangesList changes={changes} count={changeCount} links={false} />
          {changeCount > changes.length && (
            <p className="text-sm text-muted">
              The first {figure(changes.length)} are listed here. The review shows every line.
            </p>
          )}
        </section>
      )}
    </>
  );
}

function Count({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse bg-surface px-4 py-2.5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight">{children}</dd>
    </div>
  );
}

function Virtuals({ virtuals }: Pick<ImportPreview, "virtuals">) {
  if (virtuals.length === 0) return null;
  return (
    <Card>
      <CardHeader title={counted(virtuals.length, "virtual server")} />
      <div className="[&>button]:mb-3 [&>button]:ml-3">
        <SomeOf items={virtuals} first={FIRST} what="virtual server">
          {(shown) => (
            <div className="overflow-x-auto">
              <Table>
                <thead>
                  <tr>
                    <Head>Name</Head>
                    <Head>Address</Head>
                    <Head>Scheduler</Head>
                    <Head figures>Real servers</Head>
                  </tr>
                </thead>
                <tbody>
                  {shown.map(({ id, address, device, port, protocol, fwmark, scheduler, servers, active }) => (
                    <Row key={id}>
                      <Cell className="max-w-48 min-w-24 py-1.5">
                        <span className="font-medium break-words">{id}</span>
                        {!active && <Badge className="ml-2">inactive</Badge>}
                      </Cell>
                      <Cell className="whitespace-nowrap">
                        {fwmark === null
                          ? `${address ?? "no address"}:${String(port)} ${protocol}`
                          : `mark ${String(fwmark)}`}
                        {device !== null && <span className="text-muted"> on {device}</span>}
                      </Cell>
                      <Cell>{scheduler}</Cell>
                      <Cell figures>
                        {servers.active === servers.total
                          ? servers.total
                          : `${String(servers.active)} of ${String(servers.total)} active`}
                      </Cell>
                    </Row>
                  ))}
                </tbody>
              </Table>
            </div>
          )}
        </SomeOf>
      </div>
    </Card>
  );
}
