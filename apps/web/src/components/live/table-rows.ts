import type { ServerRow, ServiceRow } from "~/live/feed";
import { conditionOf, summaryOf, type ServiceSummary } from "~/live/server-state";

export type Show = "all" | "problems" | "draining" | "inactive";

export type TableRow =
  | {
      readonly kind: "service";
      readonly key: string;
      readonly service: ServiceRow;
      readonly summary: ServiceSummary;
      readonly open: boolean;
    }
  | {
      readonly kind: "server";
      readonly key: string;
      readonly service: ServiceRow;
      readonly server: ServerRow;
      /** Place among the servers of its service: where its figures are. */
      readonly index: number;
    };

/** Below this many servers everything is open; above, what has a problem. */
const OPEN_ALL = 60;

type Options = {
  readonly filter: string;
  readonly show: Show;
  /** What the operator opened or closed. */
  readonly folded: ReadonlyMap<string, boolean>;
};

/** The rows of the routing table: services, and under the open ones their servers. */
export function tableRows(services: readonly ServiceRow[], { filter, show, folded }: Options): TableRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const total = services.reduce((sum, { servers }) => sum + servers.length, 0);
  return services.flatMap((service): TableRow[] => {
    const summary = summaryOf(service);
    const itself = matches(words, `${service.name} ${service.key} ${service.scheduler}`);
    const servers = service.servers
      .map((server, index) => ({ server, index }))
      .filter(
        ({ server }) =>
          itself || matches(words, `${service.name} ${server.name} ${server.address}:${String(server.port)}`),
      )
      .filter(({ server }) => shows(show, service, server));
    const alone =
      itself && service.servers.length === 0 && (show === "all" || (show === "problems" && summary.problem));
    if (servers.length === 0 && !alone) return [];
    const searching = words.length > 0 || show !== "all";
    const open = folded.get(service.id) ?? (searching || total <= OPEN_ALL || summary.problem);
    return [
      { kind: "service", key: service.id, service, summary, open },
      ...(open
        ? servers.map(({ server, index }): TableRow => ({
            kind: "server",
            key: `${service.id}/${String(index)}`,
            service,
            server,
            index,
          }))
        : []),
    ];
  });
}

const matches = (words: readonly string[], text: string) => words.every((word) => text.toLowerCase().includes(word));

function shows(show: Show, service: ServiceRow, server: ServerRow): boolean {
  if (show === "all") return true;
  const { state } = conditionOf(service, server);
  return show === "problems" ? state === "down" || (service.active && !service.programmed) : state === show;
}

/** How many services or servers each button of the filter would show. */
export function countsOf(services: readonly ServiceRow[]): Record<Show, number> {
  const counts = { all: services.length, problems: 0, draining: 0, inactive: 0 };
  for (const service of services) {
    const { down, draining, inactive, problem } = summaryOf(service);
    counts.problems += down === 0 && problem ? 1 : down;
    counts.draining += draining;
    counts.inactive += inactive;
  }
  return counts;
}

/** Services in the order of the file, those with problems first. */
export function problemsFirst(order: readonly string[], services: ReadonlyMap<string, ServiceRow>): string[] {
  const rank = (id: string) => {
    const service = services.get(id);
    return service && summaryOf(service).problem ? 0 : 1;
  };
  return order
    .map((id, at) => ({ id, at, rank: rank(id) }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .map(({ id }) => id);
}
