"use client";
import { Age } from "~/components/ui/age";
import { Cell, Head, Row, Table, TableBox } from "~/components/ui/table";
import type { RouterFeed } from "~/live/feed";

/** What runs on a router, as the old GUI listed it, and what it raised and set. */
export function Processes({ router: { facts } }: { readonly router: RouterFeed }) {
  if (!facts) return null;
  return (
    <div className="grid gap-4">
      <TableBox>
        <Table>
          <thead>
            <tr>
              <Head>Process</Head>
              <Head figures>pid</Head>
              <Head figures>Age</Head>
              <Head figures>Memory MB</Head>
            </tr>
          </thead>
          <tbody>
            {facts.processes.map(({ name, pid, sinceMs, rssBytes }) => (
              <Row key={pid}>
                <Cell>{name}</Cell>
                <Cell figures>{pid}</Cell>
                <Cell figures>
                  <Age atMs={sinceMs} />
                </Cell>
                <Cell figures>{Math.round(rssBytes / 1e6)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </TableBox>
      <TableBox>
        <Table>
          <thead>
            <tr>
              <Head>Address</Head>
              <Head>Interface</Head>
              <Head>State</Head>
            </tr>
          </thead>
          <tbody>
            {facts.addresses.map(({ address, prefixLength, device, state, note }) => (
              <Row key={`${address} ${device}`}>
                <Cell className="font-mono">
                  {address}/{prefixLength}
                </Cell>
                <Cell className="font-mono">{device}</Cell>
                <Cell>
                  {state}
                  {note && `: ${note}`}
                </Cell>
              </Row>
            ))}
            {facts.addresses.length === 0 && (
              <Row>
                <Cell colSpan={3} className="text-muted">
                  No virtual address is raised here.
                </Cell>
              </Row>
            )}
          </tbody>
        </Table>
      </TableBox>
    </div>
  );
}
