/** One line of the result. */
export type Figure = {
  readonly what: string;
  readonly seen: string;
  /** Absent where nothing was promised. */
  readonly aim?: string;
};

/** What a part of the benchmark has found; `title` says how it was measured. */
export type Findings = { readonly title: string; readonly figures: readonly Figure[] };

/** The middle of a series; of an even one the upper middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** The middle of a series and, in brackets, its ends. */
export const spread = (values: readonly number[]): string =>
  `${ms(median(values))} (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;

/** The findings as a table. */
export function tableText(all: readonly Findings[]): string {
  const rows = all.flatMap(({ figures }) => figures);
  const width = (text: (row: Figure) => string) => Math.max(...rows.map((row) => text(row).length));
  const [what, seen] = [width((row) => row.what), width((row) => row.seen)];
  return all
    .flatMap(({ title, figures }) => [
      "",
      title,
      ...figures.map((row) =>
        `  ${row.what.padEnd(what)}  ${row.seen.padStart(seen)}  ${row.aim === undefined ? "" : `aim ${row.aim}`}`.trimEnd(),
      ),
    ])
    .join("\n");
}
