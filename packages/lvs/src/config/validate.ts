import { reportTo, type Finding } from "./finding.ts";
import type { LvsConfig } from "./lvs-config.ts";
import { validateGlobal } from "./validate-global.ts";
import { validateDuplicates, validateNames } from "./validate-names.ts";
import { GUI_ONLY, validateServiceLeftovers } from "./validate-leftovers.ts";
import { validateVirtual } from "./validate-virtual.ts";

export type { ConfigPath, Finding } from "./finding.ts";

/**
 * Everything wrong with a configuration beyond single fields, each with the field to mark and a sentence that says what to
 * write. What only matters while it is in effect is an error in an active service, and a warning in an inactive one.
 */
export function validateConfig(config: LvsConfig): Finding[] {
  const findings: Finding[] = [];
  validateGlobal(config, findings);
  // Failover services are kept and not run, so all that matters is what the original's daemons refuse.
  config.failoverServices.forEach((service, index) => {
    validateServiceLeftovers(service, reportTo(findings, ["failoverServices", index]));
    service.servers.forEach(({ netmask }, at) => {
      const report = reportTo(findings, ["failoverServices", index, "servers", at]);
      if (netmask !== undefined) report("warning", "netmask", GUI_ONLY);
    });
  });
  config.virtualServers.forEach((virtual, index) => {
    validateVirtual(virtual, ["virtualServers", index], config, findings);
  });
  validateDuplicates(config, findings);
  validateNames(config, findings);
  return findings;
}
