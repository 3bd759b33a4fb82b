import { readFileSync } from "node:fs";
import { effectiveConfig } from "@piranha/lvs/config";
import { desiredTable, parseIpvsadmSave, planIpvs } from "@piranha/lvs/ipvs";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import { repeat } from "./repeat.ts";

const [, , file = "", rules = "", operations = ""] = process.argv;
const config = effectiveConfig(parseLvsCf(readFileSync(file, "utf8")).config);
const actual = parseIpvsadmSave(readFileSync(rules, "utf8")).table;

const times = repeat(() => {
  const wanted = desiredTable(config, () => ({ kind: "in" }));
  const found = planIpvs(wanted, actual).length;
  if (found !== Number(operations)) throw new Error(`${operations} operations expected, not ${found}`);
});
process.stdout.write(JSON.stringify({ times }));
