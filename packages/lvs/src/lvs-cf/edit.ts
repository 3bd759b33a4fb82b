import type { GlobalSettings, LvsConfig, RealServer, VirtualServer } from "../config/index.ts";
import { blocksOf, type Block } from "./block.ts";
import { directiveOfField } from "./directives.ts";
import { patchText, type Patch } from "./patch.ts";
import { parseLvsCf, type Parsed } from "./parse.ts";
import { problemList, shown } from "./problem.ts";
import { readConfig } from "./read-config.ts";
import { renderLvsCf } from "./render.ts";
import { readTree } from "./tree.ts";

/** One administrative change: a field of the file's head, a virtual server or a real server. Undefined removes it. */
export type Edit =
  | ({ readonly kind: "global" } & FieldValue<GlobalSettings>)
  | ({ readonly kind: "virtual"; readonly virtual: string } & FieldValue<
      Omit<VirtualServer, "name" | "servers" | "checks">
    >)
  | ({ readonly kind: "server"; readonly virtual: string; readonly server: string } & FieldValue<
      Omit<RealServer, "name" | "checks">
    >);

type FieldValue<Fields> = {
  [F in keyof Fields & string]-?: { readonly field: F; readonly value: Fields[F] | undefined };
}[keyof Fields & string];

/** The changed file, or why it could not be changed. Messages are for operators. */
export type Edited =
  | (Parsed & {
      readonly kind: "edited";
      readonly text: string;
      /** Everything else in the file is as it was. Otherwise it has been written anew, without its comments. */
      readonly inPlace: boolean;
    })
  | { readonly kind: "notFound"; readonly message: string }
  | { readonly kind: "ambiguous"; readonly message: string }
  | { readonly kind: "invalid"; readonly message: string };

/**
 * Changes some directives of a file and leaves everything else in it alone: comments, order, blanks, line ends. Raises
 * `serial_no` by `raiseSerialBy`, unless an edit sets it. Of two edits of one field the later counts. What comes out is read
 * again, and where it does not mean what was asked for, the file is written anew in canonical form.
 */
export function editLvsCf(text: string, edits: readonly Edit[], raiseSerialBy = 1): Edited {
  const { config } = readConfig(text, problemList(0));
  const tree = readTree(text, problemList(0));
  const patches = new Map<string, Patch>();
  let expected = config;
  for (const edit of raiseSerialBy === 0 ? edits : [raisedSerial(config, raiseSerialBy), ...edits]) {
    const target = findTarget(tree, config, edit);
    if (target.kind !== "found") return target;
    const { block, path } = target;
    const directive = directiveOfField(block.level, edit.field);
    if (!directive) return { kind: "invalid", message: `There is no ${edit.field} in a ${block.level} block.` };
    const values = edit.value === undefined ? [] : directive.list ? [edit.value].flat() : [edit.value];
    const schema = directive.list ?? directive.schema;
    const wrong = values.length === 0 ? undefined : schema.safeParse(edit.value).error;
    if (wrong) return { kind: "invalid", message: `${directive.key}: ${wrong.issues[0]?.message ?? "not possible"}.` };
    patches.set(`${path.join(" ")} ${edit.field}`, { block, directive, values });
    expected = withField(expected, path, edit.field, edit.value);
  }
  return written(patchText(text, [...patches.values()]), expected, true) ?? rewritten(text, expected);
}

type Target =
  | { readonly kind: "found"; readonly block: Block; readonly path: readonly number[] }
  | Extract<Edited, { kind: "notFound" | "ambiguous" }>;

const raisedSerial = ({ global }: LvsConfig, by: number): Edit => ({
  kind: "global",
  field: "serialNo",
  value: (global.serialNo ?? 0) + by,
});

/** The block an edit names, as positions among the virtual servers and their servers. */
function findTarget(tree: Block, config: LvsConfig, edit: Edit): Target {
  if (edit.kind === "global") return { kind: "found", block: tree, path: [] };
  const virtual = findNamed(blocksOf(tree, "virtual"), config.virtualServers, "virtual server", "", edit.virtual);
  if (virtual.kind !== "found" || edit.kind === "virtual") return virtual;
  const servers = config.virtualServers[virtual.path[0] ?? 0]?.servers ?? [];
  const blocks = blocksOf(virtual.block, "server");
  const server = findNamed(blocks, servers, "real server", ` of ${shown(edit.virtual)}`, edit.server);
  return server.kind === "found" ? { ...server, path: [...virtual.path, ...server.path] } : server;
}

function findNamed(
  blocks: readonly Block[],
  named: readonly { readonly name: string }[],
  what: string,
  of: string,
  name: string,
): Target {
  const [index, ...more] = named.flatMap((item, at) => (item.name === name ? [at] : []));
  const block = blocks[index ?? -1];
  if (index === undefined || !block)
    return { kind: "notFound", message: `There is no ${what}${of} called ${shown(name)}.` };
  if (more.length === 0) return { kind: "found", block, path: [index] };
  const lines = [index, ...more].map((at) => blocks[at]?.line ?? 0).join(", ");
  return {
    kind: "ambiguous",
    message: `Rename one of the ${what}s${of} called ${shown(name)} (lines ${lines}) first.`,
  };
}

function withField(config: LvsConfig, path: readonly number[], field: string, value: unknown): LvsConfig {
  const [virtual, server] = path;
  if (virtual === undefined) return { ...config, global: changed(config.global, field, value) };
  const virtualServers = config.virtualServers.map((service, at) => {
    if (at !== virtual) return service;
    if (server === undefined) return changed(service, field, value);
    return {
      ...service,
      servers: service.servers.map((item, i) => (i === server ? changed(item, field, value) : item)),
    };
  });
  return { ...config, virtualServers };
}

/** The value passed the schema of its directive, so the object stays what it was. */
function changed<Fields extends object>(fields: Fields, field: string, value: unknown): Fields {
  const rest = Object.fromEntries(Object.entries(fields).filter(([key]) => key !== field));
  return (value === undefined ? rest : { ...rest, [field]: value }) as Fields;
}

/** `text`, when it means `expected`. */
function written(text: string, expected: LvsConfig, inPlace: boolean): Edited | undefined {
  const { config, problems } = parseLvsCf(text);
  if (renderLvsCf(config) !== renderLvsCf(expected)) return undefined;
  return { kind: "edited", text, config, problems, inPlace };
}

function rewritten(text: string, expected: LvsConfig): Edited {
  const broken = parseLvsCf(text).problems.some(({ severity }) => severity === "error");
  const anew = broken ? undefined : written(renderLvsCf(expected), expected, false);
  return anew ?? { kind: "invalid", message: "Mend the errors in the file first; it cannot be changed as it is." };
}
