import type { LvsConfig } from "../config/index.ts";
import { blocksOf, type Block } from "./block.ts";
import type { Directive } from "./directive.ts";
import { DIRECTIVES } from "./directives.ts";
import { patchText, type Patch } from "./patch.ts";
import { problemList } from "./problem.ts";
import { readConfig } from "./read-config.ts";
import { renderDirective } from "./render.ts";
import { readTree } from "./tree.ts";

/** The file with the values of `next` in its directives. It has the same blocks as `next`, in the same order. */
export function reviseFields(text: string, next: LvsConfig): string {
  const tree = readTree(text, problemList(0));
  const { config } = readConfig(text, problemList(0));
  const patches = [...fieldPatches(tree, config.global, next.global)];
  const services = (level: "virtual" | "failover", old: readonly Service[], fresh: readonly Service[]) =>
    blocksOf(tree, level).forEach((block, at) => patches.push(...servicePatches(block, old[at], fresh[at])));
  services("failover", config.failoverServices, next.failoverServices);
  services("virtual", config.virtualServers, next.virtualServers);
  return patches.length === 0 ? text : patchText(text, patches);
}

type Checked = { readonly checks?: readonly object[] | undefined };
type Service = Checked & { readonly servers: readonly Checked[] };

function servicePatches(block: Block, old: Service | undefined, next: Service | undefined): Patch[] {
  if (!old || !next) return [];
  const servers = blocksOf(block, "server").flatMap((inner, at) =>
    checkedPatches(inner, old.servers[at], next.servers[at]),
  );
  return [...checkedPatches(block, old, next), ...servers];
}

function checkedPatches(block: Block, old: Checked | undefined, next: Checked | undefined): Patch[] {
  const checks = blocksOf(block, "check").flatMap((inner, at) =>
    fieldPatches(inner, old?.checks?.[at], next?.checks?.[at]),
  );
  return [...fieldPatches(block, old, next), ...checks];
}

function fieldPatches(block: Block, old: object | undefined, next: object | undefined): Patch[] {
  if (!old || !next) return [];
  const [before, after] = [old, next] as Readonly<Record<string, unknown>>[];
  return DIRECTIVES[block.level].flatMap((directive) => {
    const values = written(directive, after?.[directive.field]);
    const same = asText(directive, written(directive, before?.[directive.field])) === asText(directive, values);
    return same ? [] : [{ block, directive, values }];
  });
}

const written = ({ list }: Directive, value: unknown): unknown[] =>
  value === undefined ? [] : list ? [value].flat() : [value];

const asText = (directive: Directive, values: readonly unknown[]) =>
  values.map((value) => renderDirective(directive, value)).join("\n");
