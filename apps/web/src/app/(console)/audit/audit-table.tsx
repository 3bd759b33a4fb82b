import { CircleX } from "lucide-react";
import type { AuditEntry } from "~/components/review/answers";
import { exactWords } from "~/components/ui/age-words";
import { Cell, Head, Row, Table, TableBox } from "~/components/ui/table";
import { actionWords } from "./action-words";

/** One line an act. On a phone it folds into two. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  return (
    <TableBox>
      <Table>
        <thead>
          <tr>
            <Head>When</Head>
            <Head className="max-md:hidden">Who</Head>
            <Head className="max-md:hidden">From</Head>
            <Head className="w-full">What</Head>
            <Head className="max-md:hidden">How it ended</Head>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, atMs, actor, address, action, target, outcome }) => (
            <Row key={id}>
              <Cell className="py-1.5 align-top whitespace-nowrap">
                <time dateTime={new Date(atMs).toISOString()} suppressHydrationWarning className="max-md:hidden">
                  {exactWords(atMs)}
                </time>
                <time dateTime={new Date(atMs).toISOString()} suppressHydrationWarning className="md:hidden">
                  {exactWords(atMs).slice(5, 10)}
                  <br />
                  {exactWords(atMs).slice(11)}
                </time>
              </Cell>
              <Cell className="max-w-40 truncate py-1.5 align-top max-md:hidden" title={actor}>
                {actor}
              </Cell>
              <Cell className="py-1.5 align-top whitespace-nowrap max-md:hidden">{address}</Cell>
              <Cell className="max-w-0 min-w-36 py-1.5 align-top">
                <span className="font-medium md:hidden">{actor} </span>
                <span title={action}>{actionWords(action)}</span>
                {target !== "" && <span className="break-words text-muted"> {target}</span>}
                <span className="block text-muted md:hidden">from {address}</span>
                <span className="mt-1 block md:hidden">
                  <Outcome outcome={outcome} />
                </span>
              </Cell>
              <Cell className="py-1.5 align-top max-md:hidden md:min-w-80">
                <Outcome outcome={outcome} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </TableBox>
  );
}

function Outcome({ outcome }: Pick<AuditEntry, "outcome">) {
  if (outcome === "done") return <span className="text-muted">done</span>;
  return (
    <span className="flex gap-1.5 text-down">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{outcome}</span>
    </span>
  );
}
