"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { DiffView } from "../ui/diff-view";
import type { BlockDiff } from "./answers";
import { counted, figure } from "./count-words";
import { firstLines, lineCount } from "./first-lines";

const FIRST = 300;
/** A browser takes this many at once without stopping. */
const STEP = 4_000;

/** A difference of any length: the first lines of it, and the rest when asked for. */
export function LongDiff({ blocks }: { readonly blocks: readonly BlockDiff[] }) {
  const [limit, setLimit] = useState(FIRST);
  const total = lineCount(blocks);
  const shown = firstLines(blocks, limit);
  return (
    <div className="grid grid-cols-1 gap-3">
      <DiffView blocks={shown} />
      {total > limit && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-dashed border-line-strong px-4 py-3">
          <p className="flex-1 basis-48 text-muted" role="status">
            {figure(limit)} of {counted(total, "line")} shown, {shown.length} of {counted(blocks.length, "block")}.
          </p>
          <Button onClick={() => setLimit(total <= limit + STEP ? total : limit + STEP)}>
            {total <= limit + STEP ? `Show all ${figure(total)} lines` : `Show ${figure(STEP)} more lines`}
          </Button>
        </div>
      )}
    </div>
  );
}
