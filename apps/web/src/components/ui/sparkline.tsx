type Props = {
  /** Oldest first; below zero stands for "not counted" and leaves a gap. */
  readonly values: readonly number[];
  /** What it shows, for screen readers; without it, figures beside it say the same. */
  readonly label?: string;
  readonly width?: number;
  readonly height?: number;
  /** What full height is, where several are compared; the highest value otherwise. */
  readonly top?: number;
  readonly className?: string;
};

/** How a number went lately, in the room of a word. */
export function Sparkline({ values, label, width = 72, height = 18, top, className }: Props) {
  const most = Math.max(top ?? 0, ...values, 1e-9);
  const step = width / Math.max(1, values.length - 1);
  const place = (value: number, at: number) =>
    `${(at * step).toFixed(1)},${(height - 1 - (value / most) * (height - 2)).toFixed(1)}`;
  return (
    <svg
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      width={width}
      height={height}
      preserveAspectRatio="none"
      className={className}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      {stretches(values).map(({ from, part }) => (
        <polyline
          key={from}
          points={part.map((value, at) => place(value, from + at)).join(" ")}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.25"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

/** The runs of counted values. */
function stretches(values: readonly number[]): { from: number; part: number[] }[] {
  const runs: { from: number; part: number[] }[] = [];
  values.forEach((value, at) => {
    if (value < 0) return;
    const last = runs.at(-1);
    if (last && last.from + last.part.length === at) last.part.push(value);
    else runs.push({ from: at, part: [value] });
  });
  return runs;
}
