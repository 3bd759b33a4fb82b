import type { LvsConfig } from "../config/index.ts";
import { problemList } from "./problem.ts";
import { readConfig } from "./read-config.ts";
import { renderLvsCf } from "./render.ts";
import { reviseFields } from "./revise-fields.ts";
import { reviseShape } from "./revise-shape.ts";

/**
 * The file, changed as little as possible so that it means `next`: what stays the same keeps its comments, blanks, order and line ends.
 * Changed directives get their values in place, new blocks stand behind the block they follow, removed ones go with their own lines, a
 * new name changes the header alone. A file with mistakes in it, or one where all that would come out as something else than
 * `next`, is written anew in canonical form.
 */
export function reviseLvsCf(text: string, next: LvsConfig): string {
  const canonical = renderLvsCf(next);
  const problems = problemList();
  const before = readConfig(text, problems).config;
  if (renderLvsCf(before) === canonical) return text;
  if (problems.sorted().some(({ severity }) => severity === "error")) return canonical;
  const revised = reviseFields(reviseShape(text, before, next), next);
  const after = problemList();
  const means = renderLvsCf(readConfig(revised, after).config) === canonical;
  return means && !after.sorted().some(({ severity }) => severity === "error") ? revised : canonical;
}
