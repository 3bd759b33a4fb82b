import type { Failure, HostAnswer, Outcome } from "./outcome.ts";

/**
 * Says in words for the operator why a check failed, such as `no answer within 2 s (connected, 0 bytes)`.
 *
 * @param host what a ping showed afterwards, to tell a dead host from a dead service.
 */
export function reason(failure: Failure, host?: HostAnswer): string {
  const explained = failure.phase === "connect" || failure.phase === "timeout" ? explanation(failure, host) : "";
  return words(failure) + explained;
}

/** Says in words what one check found out, such as `passed in 3.1 ms`. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case "pass":
      return `passed in ${outcome.ms.toFixed(1)} ms`;
    case "fail":
      return `failed after ${outcome.failure.ms.toFixed(1)} ms: ${reason(outcome.failure)}`;
    case "fault":
      return `not checked: ${outcome.problem}`;
    case "aborted":
      return "not checked: stopped";
  }
}

function explanation(failure: Failure & { phase: "connect" | "timeout" }, host: HostAnswer): string {
  if (host === undefined) return "";
  if (failure.phase === "connect" && failure.errno === "ECONNREFUSED")
    return host === "answers" ? ": host there, service refused" : ""; // who refuses is there, whatever ping says
  if (host === "silent") return ": host silent";
  return failure.phase === "timeout" && failure.during === "program" ? ": host there" : ": host there, service silent";
}

function words(failure: Failure): string {
  switch (failure.phase) {
    case "connect":
      return CONNECT[failure.errno] ?? `connect failed (${failure.errno})`;
    case "send":
      return `sending failed (${failure.errno})`;
    case "receive":
      return `${failure.errno ? `connection broken (${failure.errno})` : "connection closed"} after ${answered(failure)}`;
    case "match":
      return `wrong answer: ${quoted(failure)}`;
    case "program":
      return `program ${typeof failure.exit === "number" ? `exit ${failure.exit}` : `killed by ${failure.exit}`}${failure.said && `: ${failure.said}`}`;
    case "timeout":
      return timedOut(failure);
  }
}

function timedOut({ during, timeoutMs, ...answer }: Failure & { phase: "timeout" }): string {
  const within = `within ${timeoutMs / 1000} s`;
  switch (during) {
    case "connect":
      return `no connection ${within}`;
    case "send":
      return `nothing could be sent ${within}`;
    case "receive":
      return answer.bytes === 0
        ? `no answer ${within} (connected, 0 bytes)`
        : `no complete answer ${within} (${answered(answer)})`;
    case "program":
      return `program did not end ${within} and was killed`;
  }
}

const CONNECT: { readonly [errno: string]: string | undefined } = {
  ECONNREFUSED: "connect refused",
  ECONNRESET: "connection reset while connecting",
  EHOSTUNREACH: "no way to the host (EHOSTUNREACH)",
  ENETUNREACH: "no route to the network (ENETUNREACH)",
  EACCES: "route or firewall prohibits it (EACCES)",
  EPERM: "firewall of this router prohibits it (EPERM)",
  ETIMEDOUT: "no connection (ETIMEDOUT)",
};

type Answer = { readonly bytes: number; readonly seen: string };
const quoted = ({ bytes, seen }: Answer) => (bytes === 0 ? "nothing" : `"${seen}"${bytes > 64 ? "…" : ""}`);
const answered = (answer: Answer) =>
  `${answer.bytes} ${answer.bytes === 1 ? "byte" : "bytes"}${answer.bytes === 0 ? "" : `: ${quoted(answer)}`}`;
