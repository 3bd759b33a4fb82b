import { ageWords, exactWords } from "~/components/ui/age-words";
import { useNow } from "~/components/ui/now";

/** When an administrative state ends by itself; nothing where it does not. */
export function Until({ until, words }: { readonly until: string | null; readonly words: string }) {
  const now = useNow();
  if (until === null) return null;
  const atMs = Date.parse(until);
  return (
    <span title={exactWords(atMs)} suppressHydrationWarning>
      {words === "until" ? `, ${ageWords(atMs - now)} to go` : `, ${words} ${ageWords(atMs - now)}`}
    </span>
  );
}
