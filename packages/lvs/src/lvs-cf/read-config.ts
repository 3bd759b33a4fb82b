import { DEFAULTS, type LvsConfig } from "../config/index.ts";
import { blocksOf, type Block } from "./block.ts";
import { shown, type ProblemList } from "./problem.ts";
import { blockName, checkFields, readFields, type Fields, type PortLine } from "./read-block.ts";
import { valueReader } from "./source.ts";
import { readTree } from "./tree.ts";

/**
 * Reads the values of a file into a configuration, as far as they can be read. Each block is read as soon as it is closed and
 * its lines are let go, so that a large file costs little memory.
 *
 * @returns the lines whose mistakes have been reported as errors, too: nothing more needs to be said about their fields.
 */
export function readConfig(
  text: string,
  problems: ProblemList,
): { readonly config: LvsConfig; readonly faulty: ReadonlySet<number> } {
  const reader = valueReader(problems);

  const readBlock = (block: Block): void => {
    const fields: Fields = block.level === "global" ? {} : { name: blockName(block, problems) };
    const ports = readFields(block, fields, reader, problems);
    const checks = blocksOf(block, "check");
    if (checks.length > 0) fields.checks = checks.map(fieldsOf);
    block.fields = block.level === "check" ? checkFields(block, fields, problems) : fields;
    if (ports.length > 0 && block.blocks.length > 0) inheritPorts(blocksOf(block, "server"), ports, problems);
    block.portFaulty =
      reader.faulty.size > 0 && block.statements.some(({ key, line }) => key === "port" && reader.faulty.has(line));
    block.statements = [];
  };

  const root = readTree(text, problems, readBlock);
  readBlock(root);
  const config = {
    global: fieldsOf(root),
    failoverServices: blocksOf(root, "failover").map(withServers),
    virtualServers: blocksOf(root, "virtual").map(withServers),
  };
  // Every field has passed the schema of its directive, and the directives of a level are the fields of its block.
  return { config: config as unknown as LvsConfig, faulty: reader.faulty };
}

const fieldsOf = ({ fields = {} }: Block): Fields => fields;

/** At the end, since a server block behind a `}` too many belongs to a service that was closed before it. */
function withServers(service: Block): Fields {
  const fields = fieldsOf(service);
  fields.servers = blocksOf(service, "server").map(fieldsOf);
  return fields;
}

/**
 * A port counts for the servers that follow it, as in the original; those before it keep the port so far, which is written
 * into them, because the file is written with the port first.
 */
function inheritPorts(servers: readonly Block[], ports: readonly PortLine[], problems: ProblemList): void {
  const last = ports.at(-1);
  if (!last) return;
  let soFar: number = DEFAULTS.service.port;
  let next = 0;
  for (const { fields, line, name, portFaulty } of servers) {
    for (let port = ports[next]; port && port.statement.line < line; port = ports[++next]) soFar = port.port;
    if (soFar === last.port || soFar === 0 || !fields || fields.port !== undefined || portFaulty) continue;
    const kept = soFar;
    fields.port = kept;
    problems.add(last.statement.line, last.statement.column, "warning", () => {
      return `server ${shown(name)} stands before this port and keeps port ${String(kept)}, as in the original; write the port first.`;
    });
  }
}
