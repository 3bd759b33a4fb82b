import type { HostAnswer } from "@piranha/lvs/nanny";
import { CommandError, type Exec } from "./exec.ts";

/** Asks once whether a host answers at all, to explain a failure. Undefined: there is no way to ask. */
export type Ping = (address: string, signal?: AbortSignal) => Promise<HostAnswer>;

/** {@link Ping} through ping(8); waits for the reply, up to a second. */
export const pingHost =
  (exec: Exec, program = "ping"): Ping =>
  (address, signal) =>
    exec([program, "-n", "-q", "-c1", "-W1", address], { timeoutMs: 3_000, ...(signal && { signal }) }).then(
      () => "answers",
      (error: unknown) => {
        if (!(error instanceof CommandError)) throw error;
        return error.exitCode === 1 || error.failure === "timeout" ? "silent" : undefined; // 2: it could not ask
      },
    );
