import { availableParallelism, loadavg } from "node:os";
import { benchChange } from "./change.ts";
import { benchConsole } from "./console.ts";
import { benchFile } from "./file.ts";
import { type Findings, tableText } from "./figures.ts";
import { benchMemory } from "./memory.ts";
import { benchPlan } from "./plan.ts";
import { startRouter, type Router } from "./router.ts";
import { benchStart } from "./start.ts";

const ON_HOST: Readonly<Record<string, () => Promise<Findings>>> = {
  file: benchFile,
  plan: benchPlan,
  console: benchConsole,
};
const IN_LAB: Readonly<Record<string, (router: Router) => Promise<Findings>>> = {
  start: benchStart,
  change: benchChange,
  memory: benchMemory,
};

const names = [...Object.keys(ON_HOST), ...Object.keys(IN_LAB)];
const words = process.argv.slice(2);
const unknown = words.filter((word) => !names.includes(word));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(", ")}: name some of ${names.join(", ")}, or none for all`);
  process.exit(2);
}
const wanted = words.length === 0 ? names : words;

const load = () =>
  `${loadavg()
    .map((average) => average.toFixed(1))
    .join(" ")} on ${availableParallelism()} processors`;
const loadBefore = load();
const all: Findings[] = [];
let router: Router | undefined;
for (const name of names.filter((name) => wanted.includes(name))) {
  console.error(`${name} ...`);
  try {
    const onHost = ON_HOST[name];
    const inLab = IN_LAB[name];
    if (onHost) all.push(await onHost());
    if (inLab) all.push(await inLab((router ??= await startRouter())));
  } catch (error) {
    console.error(error);
    all.push({ title: `${name}: could not be measured, see above`, figures: [] });
    process.exitCode = 1;
  }
}
await router?.close();
console.log(`${tableText(all)}\n\nload average before: ${loadBefore}; after: ${load()}`);
