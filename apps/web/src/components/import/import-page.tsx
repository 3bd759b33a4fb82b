"use client";

import { useMemo, useState } from "react";
import { useDraftFeed } from "~/live/use-live";
import type { GoTo, LineMark } from "../history/lined-text";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { SkeletonLines } from "../ui/skeleton";
import { Becomes } from "./becomes";
import { ProblemList } from "./problem-list";
import { readFile } from "./read-file";
import { SourceBox } from "./source-box";
import { TakeButton } from "./take-button";
import { usePreview } from "./use-preview";

type Source = {
  readonly text: string;
  readonly name: string | null;
  readonly note: string | null;
  readonly typed: boolean;
};

const NOTHING: Source = { text: "", name: null, note: null, typed: false };

/** Brings in an lvs.cf from elsewhere: what it becomes, what is wrong with it, and what would be lost, before it is taken. */
export function ImportPage() {
  const [source, setSource] = useState<Source>(NOTHING);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [goTo, setGoTo] = useState<GoTo | null>(null);
  const version = useDraftFeed()?.version;
  const state = usePreview(source.text, { atOnce: !source.typed, renew: version });
  const { preview, current, looking } = state;
  const marks = useMemo(() => marksOf(current ? preview : null), [current, preview]);
  const load = async (file: File) => {
    const read = await readFile(file);
    setRefusal("refusal" in read ? read.refusal : null);
    if (!("refusal" in read)) setSource({ ...read, typed: false });
  };
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="grid min-w-0 gap-3 lg:sticky lg:top-28">
        {refusal !== null && (
          <Banner tone="alarm" title="The file was not read">
            {refusal}
          </Banner>
        )}
        {source.note !== null && <Banner tone="warning">{source.note}</Banner>}
        <SourceBox
          text={source.text}
          name={source.name}
          onText={(text) => {
            setRefusal(null);
            // a paste into the empty box is as good as a file
            setSource((was) => ({ ...was, text, typed: was.text !== "" }));
          }}
          onFile={(file) => void load(file)}
          onClear={() => {
            setRefusal(null);
            setSource(NOTHING);
          }}
          marks={marks}
          goTo={goTo}
        />
      </div>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
        {state.refusal !== null && (
          <Banner
            tone="alarm"
            title="It could not be looked at"
            actions={
              <Button size="small" onClick={state.look}>
                Try again
              </Button>
            }
          >
            {state.refusal}
          </Banner>
        )}
        {source.text.trim() === "" ? (
          <Teaching />
        ) : (
          <>
            {preview && preview.counts.errors > 0 && <ProblemList preview={preview} onGo={setGoTo} />}
            <TakeButton text={source.text} state={state} />
            {preview && preview.counts.errors === 0 && <ProblemList preview={preview} onGo={setGoTo} />}
            {!current && !looking && preview && state.refusal === null && source.text.length > 0 && (
              <Banner
                actions={
                  <Button size="small" onClick={state.look}>
                    Look at it again
                  </Button>
                }
              >
                The text has changed since. What is below is of the one before.
              </Banner>
            )}
            {preview ? (
              <Becomes preview={preview} />
            ) : (
              state.refusal === null && <SkeletonLines label="Looking at it…" />
            )}
          </>
        )}
      </div>
    </div>
  );
}

function Teaching() {
  return (
    <div className="max-w-prose rounded-lg border border-dashed border-line-strong px-6 py-8 text-muted">
      <h2 className="mb-2 text-lg font-semibold text-ink">What happens with it</h2>
      <ol className="grid list-decimal gap-2 pl-5">
        <li>Every line is read. What is wrong is said with its line and column, and can be mended right here.</li>
        <li>You see which virtual servers it becomes, and what changes against the draft.</li>
        <li>You take it as the draft. Its comments and its order are kept.</li>
        <li>The review shows what each router would do. Only an apply brings it to them.</li>
      </ol>
    </div>
  );
}

function marksOf(preview: { readonly problems: readonly { line: number; severity: LineMark }[] } | null) {
  const marks = new Map<number, LineMark>();
  for (const { line, severity } of preview?.problems ?? []) if (marks.get(line) !== "error") marks.set(line, severity);
  return marks;
}
