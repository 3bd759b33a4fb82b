import { LinedText } from "../history/lined-text";
import { Banner } from "../ui/banner";
import { Disclosure } from "../ui/disclosure";
import type { Review } from "./answers";
import { ApplyPanel } from "./apply-panel";
import { ChangesList } from "./changes-list";
import { Conflicts } from "./conflicts";
import { counted, listed } from "./count-words";
import { LongDiff } from "./long-diff";
import { Errors, Warnings } from "./problems";
import { Risks } from "./risks";
import { RouterPlans } from "./router-plans";

type Props = {
  readonly review: Review;
  /** Routers that run another text than the one the draft starts from. */
  readonly behind: readonly string[];
  readonly busy: boolean;
  readonly refusal: string | null;
  readonly onApply: (note: string) => void;
};

/** A draft that can be applied: what to know above, the difference on the left, what the routers do on the right. */
export function ReviewBody({ review, behind, busy, refusal, onApply }: Props) {
  const { problems, text, conflicts, changes, diff, routers, serialNo } = review;
  const already = diff.length > 0 ? [] : routers.map(({ name }) => name).filter((name) => !behind.includes(name));
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,26rem),1fr))] gap-3 empty:hidden">
        <Errors problems={problems} text={text} />
        <Conflicts conflicts={conflicts} />
        <Risks review={review} />
        <Behind review={review} behind={behind} />
        <Warnings problems={problems} text={text} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          {changes.length > 0 && <ChangesList changes={changes} />}
          <section aria-label="Difference of lvs.cf" className="grid min-w-0 gap-3">
            <h2 className="font-semibold">
              lvs.cf:{" "}
              {diff.length === 0
                ? "no line changes"
                : `${counted(diff.length, "block")} ${diff.length === 1 ? "changes" : "change"}`}
            </h2>
            {diff.length > 0 && <LongDiff blocks={diff} />}
            <Disclosure title={`The whole lvs.cf of serial ${String(serialNo)}`} note={counted(linesIn(text), "line")}>
              <LinedText text={text} label={`lvs.cf, serial ${String(serialNo)}`} />
            </Disclosure>
          </section>
        </div>
        <div className="grid min-w-0 gap-4">
          <section aria-label="What each router will do" className="grid min-w-0 gap-3">
            <h2 className="font-semibold">What each router will do, in this order</h2>
            <RouterPlans routers={routers} problems={problems} runsAlready={already} />
          </section>
          <ApplyPanel review={review} behind={behind} busy={busy} refusal={refusal} onApply={onApply} />
        </div>
      </div>
    </div>
  );
}

function Behind({ review: { changes, base }, behind }: Pick<Props, "review" | "behind">) {
  if (behind.length === 0) return null;
  const verb = behind.length === 1 ? "runs" : "run";
  return (
    <Banner tone="warning" title={`${listed(behind)} ${verb} another text than the draft starts from`}>
      {changes.length === 0
        ? `There is nothing to change. Apply brings ${base ? `serial ${String(base.serialNo)}` : "the draft"} to ${listed(behind)}.`
        : "The difference below is counted from what the serving router runs. After an apply, all run the same."}
    </Banner>
  );
}

const linesIn = (text: string) => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
