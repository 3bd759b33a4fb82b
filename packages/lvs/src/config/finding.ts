/** Where in an `LvsConfig` something is wrong: `["virtualServers", 0, "servers", 2, "port"]`. */
export type ConfigPath = readonly (string | number)[];

/** Something wrong with a configuration as a whole. Errors are never installed, warnings are installed and shown. */
export type Finding = { readonly path: ConfigPath; readonly severity: Severity; readonly message: string };
export type Severity = "error" | "warning";

/** Takes down what is wrong with one field of one block. */
export type Report = (severity: Severity, field: string, message: string) => void;

/** A {@link Report} for the block at `path`, as it is when something is reported. */
export const reportTo =
  (findings: Finding[], path: ConfigPath): Report =>
  (severity, field, message) => {
    findings.push({ path: [...path, field], severity, message });
  };
