import {
  FIGURES_PER_SERVER,
  type AgentEvent,
  type Figures,
  type RouterFacts,
  type ServerRow,
  type ServiceRow,
  type Snapshot,
} from "@piranha/lvs/status";
import { controlClient, asNotReachable } from "../control/client.ts";

type Shown = Pick<Snapshot, "nowMs" | "router" | "services">;

/** The router in a few lines: who serves, why, since when, and everything that is wrong. */
export function statusText({ nowMs, router }: Shown): string {
  const { pulse, config, table } = router;
  const lines = [
    `${router.host}  ${pulse.state} since ${age(nowMs - pulse.sinceMs)}  (${pulse.reason})`,
    `  role ${router.role}, agent ${router.version}, table ${tableName(table)}`,
    `  serial_no ${config.serialNo}  sha256 ${config.sha256.slice(0, 12)}  from ${config.source}`,
    ...router.addresses.map(({ address, device, state, note }) => `  ${address} on ${device}  ${note ?? state}`),
    ...router.processes.map(
      ({ name, pid, sinceMs, rssBytes }) =>
        `  ${name} pid ${pid} for ${age(nowMs - sinceMs)}, ${(rssBytes / 1e6).toFixed(0)} MB`,
    ),
    ...problems(router).map((problem) => `  ! ${problem}`),
  ];
  return lines.join("\n");
}

/** Everything about a router that wants a person. */
function problems({ config, table, sysctls }: RouterFacts): string[] {
  return [
    ...(config.fileSha256 !== null && config.fileSha256 !== config.sha256
      ? ["lvs.cf on the disk is another text than the one that runs: piranha-agent reload takes it"]
      : []),
    ...(config.source === "last good copy" ? ["lvs.cf could not be used: the last good copy runs"] : []),
    ...(table.fault === null ? [] : [table.fault]),
    ...table.refused.map(({ command, words }) => `refused by the kernel: ${command}: ${words}`),
    ...table.conflicts.map((key) => `${key} was in the kernel before us: install --adopt takes it over`),
    ...sysctls.flatMap(({ name, fault }) => (fault === null ? [] : [`${name}: ${fault}`])),
    ...config.warnings,
  ];
}

const tableName = ({ kind }: RouterFacts["table"]) =>
  kind === "memory" ? "in memory (no kernel behind it)" : "in the kernel";

/** The routing table grouped by virtual server. Figures nobody counts are "–". */
export function tableText({ nowMs, router, services }: Shown, figures: Figures | null): string {
  const cells: string[][] = [];
  let index = 0;
  for (const service of services) {
    cells.push(serviceCells(service));
    for (const server of service.servers) cells.push(serverCells(server, nowMs, figures, index++));
  }
  const read = router.table.readSinceMs === null ? "never read" : `read ${age(nowMs - router.table.readSinceMs)} ago`;
  const title = `${router.host}  ${router.pulse.state}  table ${tableName(router.table)}, ${read}`;
  const foreign = router.table.foreign.map((key) => `not ours: ${key}`);
  return [title, ...columns([HEADER, ...cells]), ...foreign].join("\n");
}

const HEADER = ["", "address", "", "state", "weight", "active", "inactive", "conns", "in", "out"];

function serviceCells({
  name,
  key,
  scheduler,
  persistentSeconds,
  active,
  programmed,
  servers,
  sorry,
}: ServiceRow): string[] {
  const up = servers.filter(({ verdict, admin }) => admin === "active" && verdict.kind === "up").length;
  const sticky = persistentSeconds > 0 ? ` sticky ${persistentSeconds} s` : "";
  const state = active ? `${up} of ${servers.length} up${programmed ? "" : ", not in the table"}` : "inactive";
  return [name, key, `${scheduler}${sticky}`, sorry?.standsIn ? `${state}, sorry server stands in` : state];
}

function serverCells(row: ServerRow, nowMs: number, figures: Figures | null, index: number): string[] {
  const { name, address, port, forwarding, weight, kernelWeight } = row;
  const at = index * FIGURES_PER_SERVER;
  const counted = figures?.values.slice(at + 1, at + FIGURES_PER_SERVER) ?? [];
  const [active, inactive, connections, , , bytesIn, bytesOut] = counted.map((value) =>
    value < 0 ? undefined : value,
  );
  const endpoint = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  return [
    `  ${name}`,
    endpoint,
    forwarding,
    stateOf(row, nowMs),
    `${kernelWeight ?? "–"}/${weight}`,
    ...[active, inactive, connections].map((value) => (value === undefined ? "–" : String(value))),
    ...[bytesIn, bytesOut].map((value) => (value === undefined ? "–" : bytes(value))),
  ];
}

function stateOf({ admin, verdict, until }: ServerRow, nowMs: number): string {
  const ends = until === null ? "" : ` until ${until}`;
  if (admin === "inactive") return `inactive${ends}`;
  const since = age(nowMs - verdict.sinceMs);
  const health = verdict.kind === "unknown" ? "not checked yet" : `${verdict.kind} ${since}`;
  const reason = verdict.kind === "up" ? "" : `: ${verdict.reason}`;
  return admin === "drain" ? `draining${ends}, ${health}` : `${health}${verdict.reason === "" ? "" : reason}`;
}

/** An event as one line. */
export function eventText({ atMs, area, severity, text }: AgentEvent): string {
  const time = new Date(atMs).toISOString().slice(11, 19);
  return `${time} ${severity === "info" ? "" : `${severity.toUpperCase()} `}${area}: ${text}`;
}

/** Redraws the table as it changes, until the agent or the terminal goes away. */
export async function followTable(socket: string): Promise<number> {
  const services = new Map<string, ServiceRow>();
  let order: readonly string[] = [];
  let events: string[] = [];
  return follow(socket, (patch) => {
    if (patch.full) services.clear();
    for (const row of patch.services) services.set(row.id, row);
    for (const id of patch.gone) services.delete(id);
    order = patch.order ?? order;
    events = [...events, ...patch.events.map(eventText)].slice(-12);
    if (!patch.router) return;
    const rows = order.flatMap((id) => services.get(id) ?? []);
    const shown = { nowMs: patch.nowMs, router: patch.router, services: rows };
    const page = `${tableText(shown, patch.figures ?? null)}\n\n${events.join("\n")}\n`;
    process.stdout.write(process.stdout.isTTY ? `\u001b[H\u001b[2J${page}` : `${page}\f\n`);
  });
}

/** Prints events as they happen. */
export function followEvents(socket: string, since: number, json: boolean): Promise<number> {
  let heard = since;
  return follow(socket, ({ events }) => {
    for (const event of events.filter(({ seq }) => seq > heard)) {
      heard = event.seq;
      process.stdout.write(`${json ? JSON.stringify({ version: 1, ...event }) : eventText(event)}\n`);
    }
  });
}

type Follow = ReturnType<typeof controlClient>["follow"];
type OnPatch = NonNullable<NonNullable<Parameters<Follow["subscribe"]>[1]>["onData"]>;
type PatchOf = Parameters<OnPatch>[0] extends { data: infer Data } ? Data : never;

/** How long a follower waits for an agent that went away: a restart takes less. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 500;

/** Hands on patches until the reader goes away, or the agent for longer than a restart takes. */
async function follow(socket: string, onPatch: (patch: PatchOf) => void): Promise<number> {
  const seen: { id?: string; atMs: number; reader: boolean } = { atMs: performance.now(), reader: true };
  process.stdout.once("error", () => (seen.reader = false));
  for (;;) {
    const trouble = await followOnce(socket, seen.id, ({ id, data }) => {
      seen.id = id;
      seen.atMs = performance.now();
      onPatch(data);
    });
    if (!seen.reader) return 0;
    // an agent that never answered is not waited for
    if (seen.id === undefined || performance.now() - seen.atMs > PATIENCE_MS) throw trouble;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** One connection; resolves with what ended it. */
function followOnce(socket: string, lastEventId: string | undefined, onData: OnPatch): Promise<Error> {
  return new Promise((resolve) => {
    const ended = (error: unknown) => {
      subscription.unsubscribe();
      resolve(asNotReachable(error, socket));
    };
    const subscription = controlClient(socket).follow.subscribe(
      lastEventId === undefined ? undefined : { lastEventId },
      {
        onData,
        onError: ended,
        onComplete: () => ended(new Error("the agent ended the stream")),
        onConnectionStateChange: (state) => {
          if (state.state === "connecting" && state.error) ended(state.error);
        },
      },
    );
    process.stdout.once("error", () => ended(new Error("nobody reads")));
  });
}

/** The column that gives way where a line is wider than the terminal. */
const STATE = 3;
const NARROWEST_STATE = 24;

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((_, column) =>
    Math.max(...rows.map((row) => (column < row.length ? (row[column]?.length ?? 0) : 0))),
  );
  // a pipe gets every word; COLUMNS is for whoever draws on a terminal behind it
  const terminal = process.stdout.columns || Number(process.env["COLUMNS"] ?? Infinity);
  const total = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  const state = Math.max(NARROWEST_STATE, (widths[STATE] ?? 0) - Math.max(0, total - terminal));
  const fitted = widths.map((width, column) => (column === STATE ? Math.min(width, state) : width));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = fitted[column] ?? 0;
        const last = column === row.length - 1;
        const short = cell.length > width && !last ? `${cell.slice(0, width - 1)}…` : cell;
        return column <= STATE ? short.padEnd(width) : short.padStart(width);
      })
      .join(GAP)
      .trimEnd(),
  );
}

const GAP = "  ";

function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  const power = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
  return `${(value / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ""}`;
}

/** A duration as people say it: `12 s`, `4 min`, `3 h 5 min`, `3 d 4 h`. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}
