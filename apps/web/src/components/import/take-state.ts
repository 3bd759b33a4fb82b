import type { DraftFeed } from "~/live/feed";
import { counted } from "../review/count-words";
import type { PreviewState } from "./use-preview";

export type TakeState = {
  /** Why the text cannot become the draft, and what to do; null when it can. */
  readonly blocked: string | null;
  /** What is lost by it; empty when nothing is. */
  readonly ask: readonly string[];
};

/** Whether a text can become the draft, by what is known of it now. */
export function takeState({ preview, current, refusal }: PreviewState, draft: DraftFeed | undefined): TakeState {
  const blocked = blockedWords(preview, current, refusal, draft);
  const edits = draft?.changes ?? 0;
  const who = draft?.lastEdit ? `, the last of them by ${draft.lastEdit.author}` : "";
  return {
    blocked,
    ask: [
      ...(edits > 0 ? [`The draft's ${counted(edits, "change")} ${edits === 1 ? "is" : "are"} lost${who}.`] : []),
      ...(preview && preview.unread.length > 0 ? ["What is listed under “This would be lost” is not taken."] : []),
      ...(preview && preview.counts.virtualServers + preview.counts.failoverServices === 0
        ? ["There is no virtual server in it: applied, it takes every service down."]
        : []),
    ],
  };
}

function blockedWords(
  preview: PreviewState["preview"],
  current: boolean,
  refusal: string | null,
  draft: DraftFeed | undefined,
): string | null {
  if (refusal !== null) return "It cannot be taken: see above.";
  if (!preview || !current) return "It is taken when it has been looked at.";
  if (!preview.installable) {
    const { errors } = preview.counts;
    return `Correct the ${counted(errors, "error")} first: no router would run it as it is.`;
  }
  return draft ? null : "Waiting for the console to say what the draft is.";
}
