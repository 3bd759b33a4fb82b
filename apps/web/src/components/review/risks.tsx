import { Banner } from "../ui/banner";
import type { Review } from "./answers";
import { counted, figure, listed } from "./count-words";

const NAMED = 6;

/** `12 connections will be cut (number2 of web: 12).` and which are not counted; null when none can be. */
export function cutWords({ connections }: Pick<Review, "connections">): string | null {
  const busy = connections.filter(({ count }) => count !== null && count > 0);
  const unknown = connections.filter(({ count }) => count === null);
  const total = busy.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const counts = firstOf(busy.map(({ part, count }) => `${serverWords(part)}: ${figure(count ?? 0)}`));
  const silent = firstOf(unknown.map(({ part }) => serverWords(part)));
  const words = [
    ...(total > 0 ? [`${counted(total, "connection")} will be cut (${counts}).`] : []),
    ...(unknown.length > 0 ? [`Those of ${silent} are not counted, and will be cut too.`] : []),
  ];
  return words.length > 0 ? words.join(" ") : null;
}

const firstOf = (words: readonly string[]) =>
  words.length <= NAMED
    ? listed(words)
    : `${words.slice(0, NAMED).join(", ")} and ${String(words.length - NAMED)} more`;

/** What to think about twice: each of them asks again before it is applied. */
export function Risks({ review }: { readonly review: Review }) {
  const cut = cutWords(review);
  if (review.risky.length === 0 && cut === null) return null;
  return (
    <Banner tone="warning" title="Think twice: traffic will notice this">
      <ul className="grid gap-1">
        {review.risky.map((words) => (
          <li key={words} className="break-words">
            {words}
          </li>
        ))}
        {cut !== null && <li className="break-words">{cut} Drain a server first to cut none.</li>}
      </ul>
    </Banner>
  );
}

/** `server web/number2` as people say it. */
const serverWords = (part: string) => part.replace(/^server ([^/]*)\/(.*)$/, "$2 of $1");
