const STEPS = ["", "k", "M", "G", "T"] as const;

/** A number with at most three digits, and its power of a thousand: `0`, `0.4`, `12`, `1.2k`, `610M`. `–` for what nobody counts. */
export function figureWords(value: number | undefined): string {
  if (value === undefined || value < 0) return "–";
  let step = 0;
  let rest = value;
  while (rest >= 999.5 && step < STEPS.length - 1) {
    rest /= 1_000;
    step++;
  }
  const text =
    rest >= 99.5 || (step === 0 && Number.isInteger(rest))
      ? rest.toFixed(0)
      : rest >= 9.95
        ? rest.toFixed(step === 0 ? 0 : 1)
        : rest.toFixed(1);
  return `${text.replace(/\.0$/, "")}${STEPS[step] ?? ""}`;
}

/** Bytes a second, with the unit. */
export const byteRateWords = (value: number | undefined): string =>
  value === undefined || value < 0 ? "–" : `${figureWords(value).replace(/([kMGT]?)$/, " $1")}B/s`;

/** Whole numbers as people write them: `14,011`. */
export const countWords = (value: number | undefined): string =>
  value === undefined || value < 0 ? "–" : Math.round(value).toLocaleString("en");
