import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { Revision } from "../review/answers";
import { listed } from "../review/count-words";
import { Hash } from "../review/hash";
import { PlainAge } from "../ui/age";
import { exactWords } from "../ui/age-words";
import { Checkbox } from "../ui/checkbox";
import { Cell, Head, Row, Table, TableBox } from "../ui/table";
import { KIND_WORDS } from "./kind-words";
import { RunningBadges } from "./running-badges";
import { useRunning, type RunningOn } from "./use-running";

type Props = {
  readonly revisions: readonly Revision[];
  readonly chosen: readonly Revision[];
  readonly onChoose: (revision: Revision, on: boolean) => void;
};

/** One line a revision. On a phone the less needed columns go under the serial number. */
export function RevisionTable({ revisions, chosen, onChoose }: Props) {
  const runningOn = useRunning();
  const ids = new Set(chosen.map(({ id }) => id));
  return (
    <TableBox>
      <Table>
        <thead>
          <tr>
            <Head className="w-9 pr-0">
              <span className="sr-only">Compare</span>
            </Head>
            <Head>Serial</Head>
            <Head className="max-md:hidden">When</Head>
            <Head className="max-md:hidden">By</Head>
            <Head className="max-md:hidden">How</Head>
            <Head className="w-full max-md:hidden">Note</Head>
            <Head className="max-lg:hidden">SHA-256</Head>
            <Head className="max-md:hidden">Runs on</Head>
          </tr>
        </thead>
        <tbody>
          {revisions.map((revision) => {
            const { id, serialNo, atMs, author, kind, note, sha256 } = revision;
            return (
              <Row key={id} aria-selected={ids.has(id)}>
                <Cell className="pr-0">
                  <label className="flex items-center pointer-coarse:p-2">
                    <Checkbox
                      checked={ids.has(id)}
                      aria-label={`Compare serial ${String(serialNo)} of ${exactWords(atMs)}`}
                      onChange={({ target }) => onChoose(revision, target.checked)}
                    />
                  </label>
                </Cell>
                <Cell className="py-2 max-md:w-full">
                  <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                    <Link
                      href={`/history/${String(id)}`}
                      className="font-medium underline-offset-4 hover:underline pointer-coarse:underline"
                    >
                      {serialNo}
                    </Link>
                    <span className="text-muted md:hidden">
                      {author}, {KIND_WORDS[kind]}, <PlainAge atMs={atMs} /> ago
                    </span>
                  </span>
                  <div className="mt-1 grid gap-1 md:hidden">
                    {note !== "" && <p className="line-clamp-2 break-words">{note}</p>}
                    <Standing revision={revision} on={runningOn(sha256)} />
                  </div>
                </Cell>
                <Cell className="whitespace-nowrap max-md:hidden">
                  <PlainAge atMs={atMs} /> ago
                </Cell>
                <Cell className="max-w-40 truncate max-md:hidden" title={author}>
                  {author}
                </Cell>
                <Cell className="whitespace-nowrap max-md:hidden">{KIND_WORDS[kind]}</Cell>
                <Cell className="max-w-0 min-w-40 py-1.5 max-md:hidden">
                  <span className="line-clamp-2 break-words" title={note}>
                    {note}
                  </span>
                </Cell>
                <Cell className="max-lg:hidden">
                  <Hash sha256={sha256} />
                </Cell>
                <Cell className="max-md:hidden">
                  <Standing revision={revision} on={runningOn(sha256)} />
                </Cell>
              </Row>
            );
          })}
        </tbody>
      </Table>
    </TableBox>
  );
}

/** Where it runs now, and whether it ever ran everywhere. */
function Standing({ revision: { results }, on }: { readonly revision: Revision; readonly on: readonly RunningOn[] }) {
  const missed = results.filter(({ kind }) => kind !== "runs").map(({ router }) => router);
  if (on.length === 0 && missed.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-1">
      <RunningBadges on={on} />
      {missed.length > 0 && (
        <span className="inline-flex items-center gap-1 text-xs whitespace-nowrap text-warn">
          <TriangleAlert aria-hidden className="size-3.5" />
          not taken by {listed(missed)}
        </span>
      )}
    </span>
  );
}
