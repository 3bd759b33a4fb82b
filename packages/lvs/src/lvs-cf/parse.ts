import { DEFAULTS, validateConfig, type LvsConfig } from "../config/index.ts";
import { blocksOf, type Block } from "./block.ts";
import { placeFinder } from "./place.ts";
import { problemList, shown, type Problem, type ProblemList } from "./problem.ts";
import { blockName, checkFields, readFields, type Fields, type PortLine } from "./read-block.ts";
import { valueReader, type Reader } from "./source.ts";
import { readTree } from "./tree.ts";

/** What an lvs.cf says, and everything that is wrong with it, in the order of the file. */
export type Parsed = {
  /** As far as it could be read; complete when no problem is an error. */
  readonly config: LvsConfig;
  readonly problems: readonly Problem[];
};

/**
 * Reads an lvs.cf, as people really write it (lvs.cf(5); what is read otherwise than by the original stands in
 * docs/decisions/0010). Never throws, whatever the bytes, and reports every problem, also those of `validateConfig`.
 */
export function parseLvsCf(text: string): Parsed {
  const { config, problems } = readDocument(text);
  return { config, problems };
}

/** {@link parseLvsCf}, with the blocks and lines it was read from. */
export function readDocument(text: string): Parsed & { readonly tree: Block } {
  const problems = problemList();
  const tree = readTree(text, problems);
  const reader = valueReader(problems);
  const config = readConfig(tree, reader, problems);
  const placeOf = placeFinder(tree);
  for (const { path, severity, message } of validateConfig(config)) {
    const { statement, line, column } = placeOf(path);
    if (statement && reader.faulty.has(statement)) continue;
    problems.add(line, column, severity, message);
  }
  return { config, problems: problems.sorted(), tree };
}

function readConfig(tree: Block, reader: Reader, problems: ProblemList): LvsConfig {
  const read = (block: Block, start: Fields): PortLine[] => {
    const ports = readFields(block, start, reader, problems);
    const checks = blocksOf(block, "check");
    if (checks.length > 0) start.checks = checks.map(check);
    for (const stray of block.strays ?? []) (stray.level === "check" ? check : service)(stray);
    return ports;
  };
  const check = (block: Block): Fields => {
    const fields: Fields = { name: blockName(block, problems) };
    read(block, fields);
    return checkFields(block, fields, problems);
  };
  const server = (block: Block): Fields => {
    const fields: Fields = { name: blockName(block, problems) };
    read(block, fields);
    return fields;
  };
  const service = (block: Block): Fields => {
    const fields: Fields = { name: blockName(block, problems) };
    const ports = read(block, fields);
    const servers = blocksOf(block, "server").map(server);
    fields.servers = servers;
    inheritPorts(block, servers, ports, reader, problems);
    return fields;
  };
  const global: Fields = {};
  read(tree, global);
  const failoverServices = blocksOf(tree, "failover").map(service);
  const virtualServers = blocksOf(tree, "virtual").map(service);
  // Every field has passed the schema of its directive, and the directives of a level are the fields of its block.
  return { global, failoverServices, virtualServers } as unknown as LvsConfig;
}

/**
 * A port counts for the servers that follow it, as in the original; those before it keep the port so far, which is written
 * into them, because the file is written with the port first.
 */
function inheritPorts(
  block: Block,
  servers: readonly Fields[],
  ports: readonly PortLine[],
  reader: Reader,
  problems: ProblemList,
): void {
  const last = ports.at(-1);
  let [soFar, next]: [number, number] = [DEFAULTS.service.port, 0];
  blocksOf(block, "server").forEach((server, index) => {
    for (let port = ports[next]; port && port.statement.line < server.line; port = ports[++next]) soFar = port.port;
    const fields = servers[index];
    if (!last || soFar === last.port || soFar === 0 || !fields || fields.port !== undefined) return;
    if (server.statements.some((statement) => statement.key === "port" && reader.faulty.has(statement))) return;
    const kept = soFar;
    fields.port = kept;
    problems.add(last.statement.line, last.statement.column, "warning", () => {
      return `server ${shown(server.name)} stands before this port and keeps port ${String(kept)}, as in the original; write the port first.`;
    });
  });
}
