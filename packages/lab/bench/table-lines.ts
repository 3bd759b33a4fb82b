import { effectiveConfig } from "@piranha/lvs/config";
import { desiredTable, ipvsadmLine, planIpvs } from "@piranha/lvs/ipvs";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";

/** What an agent tells `ipvsadm -R` that has found every server of `text` up and the kernel's table empty. */
export function tableLines(text: string): string[] {
  const config = effectiveConfig(parseLvsCf(text).config);
  const table = desiredTable(config, () => ({ kind: "in" }));
  return planIpvs(table, new Map()).map(ipvsadmLine);
}
