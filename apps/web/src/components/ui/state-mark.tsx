import type { ReactNode } from "react";
import { cn } from "./cn";
import { StateIcon, type MarkState } from "./state-icon";

export type { MarkState, RouterState, ServerState } from "./state-icon";

type Props = {
  readonly state: MarkState;
  /** The word, where it is more than the state's own: "down 4 min: connect refused". */
  readonly children?: ReactNode;
  /** Draining: what is left of the time, 0 to 1. Warming: the weight it has, 0 to 1. */
  readonly part?: number | undefined;
  /** Behind other words: an icon, and its word for screen readers only. */
  readonly iconOnly?: boolean;
  readonly className?: string;
};

const WORDS: Readonly<Record<MarkState, string>> = {
  up: "up",
  down: "down",
  draining: "draining",
  inactive: "inactive",
  unknown: "unknown",
  held: "held by floor",
  warming: "warming",
  active: "active",
  standby: "standby",
  holding: "holding",
  faulted: "faulted",
  stopped: "stopped",
  starting: "starting",
};

const TEXT: Readonly<Record<MarkState, string>> = {
  up: "text-up",
  down: "text-down font-medium",
  draining: "text-warn",
  inactive: "text-off",
  unknown: "text-off",
  held: "text-down",
  warming: "text-up",
  active: "text-up font-medium",
  standby: "text-ink",
  holding: "text-warn",
  faulted: "text-down font-medium",
  stopped: "text-off",
  starting: "text-off",
};

/** The state of a real server or a router: icon and word, and a colour that repeats them. */
export function StateMark({ state, children, part, iconOnly = false, className }: Props) {
  return (
    <span className={cn("inline-flex min-w-0 items-baseline gap-1.5", TEXT[state], className)}>
      <StateIcon state={state} part={part} />
      <span className={iconOnly ? "sr-only" : "min-w-0"}>{children ?? WORDS[state]}</span>
    </span>
  );
}
