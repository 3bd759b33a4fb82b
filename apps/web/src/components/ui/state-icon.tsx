export type ServerState = "up" | "down" | "draining" | "inactive" | "unknown" | "held" | "warming";
export type RouterState = "active" | "standby" | "holding" | "faulted" | "stopped" | "starting" | "unknown";
export type MarkState = ServerState | RouterState;

const AROUND = 2 * Math.PI * 4;

/** The shape of a state, 12 pixels wide; told apart without colour. */
export function StateIcon({ state, part }: { readonly state: MarkState; readonly part?: number | undefined }) {
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="size-3 shrink-0 translate-y-[1px] overflow-visible">
      {shape(state, part)}
    </svg>
  );
}

function shape(state: MarkState, part: number | undefined) {
  switch (state) {
    case "up":
    case "active":
      return <circle cx="6" cy="6" r="5" className="fill-up-mark" />;
    case "down":
    case "faulted":
      return (
        <>
          <rect width="12" height="12" rx="2" className="fill-down-mark" />
          <path d="M3.5 3.5l5 5m0-5l-5 5" strokeWidth="1.75" strokeLinecap="round" className="stroke-on-down" />
        </>
      );
    case "draining":
      return <Ring part={part ?? 0.6} />;
    case "warming":
      return <Pie part={part ?? 0.5} />;
    case "held":
      return (
        <path
          d="M6 1 L11.2 10.5 H0.8 Z"
          strokeWidth="1.75"
          strokeLinejoin="round"
          className="fill-warn-mark stroke-down-mark"
        />
      );
    case "holding":
      return <path d="M2.5 1.5h2.6v9H2.5zM6.9 1.5h2.6v9H6.9z" className="fill-warn-mark" />;
    case "standby":
      return <circle cx="6" cy="6" r="4.25" strokeWidth="1.5" className="fill-none stroke-accent" />;
    case "inactive":
      return <circle cx="6" cy="6" r="4.25" strokeWidth="1.5" className="fill-none stroke-off-mark" />;
    case "stopped":
      return (
        <rect
          x="1.75"
          y="1.75"
          width="8.5"
          height="8.5"
          rx="1"
          strokeWidth="1.5"
          className="fill-none stroke-off-mark"
        />
      );
    case "unknown":
    case "starting":
      return (
        <>
          <circle
            cx="6"
            cy="6"
            r="4.75"
            strokeWidth="1"
            strokeDasharray="2 1.4"
            className="fill-none stroke-off-mark"
          />
          <path d="M2.6 7.6l5-5M4.4 9.4l5-5" strokeWidth="1.2" className="stroke-off-mark" />
        </>
      );
  }
}

/** Empties as its time runs out. */
function Ring({ part }: { readonly part: number }) {
  return (
    <>
      <circle cx="6" cy="6" r="4" strokeWidth="2.5" className="fill-none stroke-warn-soft" />
      <circle
        cx="6"
        cy="6"
        r="4"
        strokeWidth="2.5"
        strokeDasharray={`${String(within(part) * AROUND)} ${String(AROUND)}`}
        transform="rotate(-90 6 6)"
        className="fill-none stroke-warn-mark"
      />
    </>
  );
}

/** Fills as the weight grows. */
function Pie({ part }: { readonly part: number }) {
  return (
    <>
      <circle cx="6" cy="6" r="5" strokeWidth="1.25" className="fill-none stroke-up-mark" />
      <circle
        cx="6"
        cy="6"
        r="2"
        strokeWidth="4"
        strokeDasharray={`${String(within(part) * AROUND * 0.5)} ${String(AROUND)}`}
        transform="rotate(-90 6 6)"
        className="fill-none stroke-up-mark"
      />
    </>
  );
}

const within = (part: number) => Math.min(1, Math.max(0, part));
