import { validateConfig, type LvsConfig } from "../config/index.ts";
import { placeFinder } from "./place.ts";
import { problemList, type Problem } from "./problem.ts";
import { readConfig } from "./read-config.ts";
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
  const problems = problemList();
  const { config, faulty } = readConfig(text, problems);
  const findings = validateConfig(config);
  if (findings.length > 0) {
    // Most files have nothing to find, so lines are looked for only now.
    const placeOf = placeFinder(readTree(text, problemList(0)));
    for (const { path, severity, message } of findings) {
      const { isDirective, line, column } = placeOf(path);
      if (!isDirective || !faulty.has(line)) problems.add(line, column, severity, message);
    }
  }
  return { config, problems: problems.sorted() };
}
