import { readFileSync } from "node:fs";
import { effectiveConfig, type EffectiveConfig } from "@piranha/lvs/config";
import { desiredTable, planIpvs, type IpvsTable } from "@piranha/lvs/ipvs";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import { repeat } from "./repeat.ts";

const config = effectiveConfig(parseLvsCf(readFileSync(process.argv[2] ?? "", "utf8")).config);
const tableOf = ({ virtualServers }: Pick<EffectiveConfig, "virtualServers">) =>
  desiredTable({ virtualServers }, () => ({ kind: "in" }));

/** Every hundredth server has another weight. */
let number = 0;
const virtualServers = config.virtualServers.map((virtual) => ({
  ...virtual,
  servers: virtual.servers.map((server) => ({ ...server, weight: number++ % 100 === 0 ? 7 : server.weight })),
}));

const against = (actual: IpvsTable, operations: number) => {
  const times = repeat(() => {
    const found = planIpvs(tableOf(config), actual).length;
    if (found !== operations) throw new Error(`${String(operations)} operations expected, not ${String(found)}`);
  });
  return times;
};

const changed = against(tableOf({ virtualServers }), Math.ceil(number / 100));
const equal = against(tableOf(config), 0);
const empty = against(new Map(), number + config.virtualServers.length);
process.stdout.write(JSON.stringify({ equal, empty, changed }));
