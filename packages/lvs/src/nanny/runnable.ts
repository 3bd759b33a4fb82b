import type { EffectiveCheck } from "../config/index.ts";
import { expectation } from "./match.ts";

/** Says in words why this version cannot run a check at all, or undefined when it can. */
export function whyNotRunnable({ test, port }: EffectiveCheck): string | undefined {
  switch (test.kind) {
    case "later":
      return `this version cannot run kind = ${test.check.kind} checks`;
    case "connect":
      return port === 0 ? NO_PORT : undefined;
    case "sendExpect":
      return port === 0 ? NO_PORT : expectProblem(test);
    case "program":
      return test.words.length === 0 ? "no program is named" : expectProblem(test);
  }
}

const NO_PORT = "the service has no port of its own; write port = in the check";

function expectProblem({ expect, useRegex }: { readonly expect: string | undefined; readonly useRegex: boolean }) {
  const read = expectation(expect, useRegex);
  return read.ok ? undefined : read.error;
}
