import { PlainAge } from "~/components/ui/age";
import { StateMark } from "~/components/ui/state-mark";
import type { ServerRow, ServiceRow } from "~/live/feed";
import { countWords } from "~/live/figure-words";
import { conditionOf } from "~/live/server-state";
import { Until } from "./until";

type Props = {
  readonly service: ServiceRow;
  readonly server: ServerRow;
  /** When the router fell silent; then nothing is known. */
  readonly silentAtMs: number | undefined;
  readonly connections: number | undefined;
};

/** The state of one real server: icon, word, age, reason. */
export function ServerMark({ service, server, silentAtMs, connections }: Props) {
  if (silentAtMs !== undefined)
    return (
      <StateMark state="unknown">
        unknown since <PlainAge atMs={silentAtMs} />
      </StateMark>
    );
  const condition = conditionOf(service, server);
  switch (condition.state) {
    case "up":
      return (
        <StateMark state="up">
          up <PlainAge atMs={condition.sinceMs} />
        </StateMark>
      );
    case "unknown":
      return <StateMark state="unknown">unknown: {condition.why || "not checked yet"}</StateMark>;
    case "down":
      return (
        <StateMark state="down">
          down <PlainAge atMs={condition.sinceMs} />: {condition.why}
        </StateMark>
      );
    case "draining":
      return (
        <StateMark state="draining">
          draining{connections === undefined || connections < 0 ? "" : `, ${countWords(connections)} left`}
          <Until until={condition.until} words="back in" />
        </StateMark>
      );
    case "inactive":
      return (
        <StateMark state="inactive">
          inactive
          <Until until={condition.until} words="until" />
        </StateMark>
      );
  }
}
