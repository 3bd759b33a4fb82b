import { readFileSync } from "node:fs";
import { effectiveConfig } from "@piranha/lvs/config";
import { parseLvsCf, renderLvsCf } from "@piranha/lvs/lvs-cf";
import { repeat } from "./repeat.ts";

const text = readFileSync(process.argv[2] ?? "", "utf8");
const parse = repeat(() => parseLvsCf(text));
const { config, problems } = parseLvsCf(text);
if (problems.some(({ severity }) => severity === "error") || renderLvsCf(config) !== text)
  throw new Error("the text is not what it should be");
const render = repeat(() => renderLvsCf(config));
const effective = repeat(() => effectiveConfig(config));
process.stdout.write(JSON.stringify({ parse, render, effective }));
