import { printable, type Outcome, type TranscriptLine } from "@piranha/lvs/nanny";

/** What a probe came back with. The transcript is empty unless it was asked for, and bounded. */
export type ProbeResult = { readonly outcome: Outcome; readonly transcript: readonly TranscriptLine[] };

export type ProbeOptions = {
  readonly signal?: AbortSignal | undefined;
  /** The router's own address to ask from; of the same family as the server's. */
  readonly localAddress?: string | undefined;
  /** Keep what was sent and received, with times. */
  readonly transcript?: boolean | undefined;
};

/** One running check, as the code that asks sees it. */
export type Attempt = {
  /** Milliseconds since it began. */
  readonly ms: () => number;
  /** Ends it. Only the first call counts. */
  readonly settle: (outcome: Outcome) => void;
  readonly note: (what: TranscriptLine["what"], text: string | Uint8Array) => void;
};

/** What the code that asks hands back: how to let go of everything at once, and what the deadline means just now. */
export type Asked = { readonly stop: () => void; readonly expired: () => Outcome };

/**
 * Runs one check with one absolute deadline. Resolves exactly once, after `stop`, whatever comes first: an outcome, the
 * deadline or the abort. Rejects only when `ask` throws, which is a bug.
 */
export function attempt(
  timeoutMs: number,
  { signal, transcript: wanted = false }: ProbeOptions,
  ask: (attempt: Attempt) => Asked,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const transcript: TranscriptLine[] = [];
    if (signal?.aborted) return resolve({ outcome: { kind: "aborted" }, transcript });
    const beganMs = performance.now();
    const ms = () => performance.now() - beganMs;
    const begun: { asked?: Asked; over?: true } = {};

    const settle = (outcome: Outcome) => {
      if (begun.over) return;
      begun.over = true;
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
      begun.asked?.stop();
      resolve({ outcome, transcript });
    };
    const onAbort = () => settle({ kind: "aborted" });
    const onDeadline = () => {
      const lateMs = ms() - timeoutMs;
      if (lateMs > TOLERATED_LATENESS_MS)
        settle({ kind: "fault", problem: "this router was too busy to notice an answer" });
      // Answers that wait in the socket are read before this runs: a slow router must not fail a quick server.
      else setImmediate(() => begun.asked && !begun.over && settle(begun.asked.expired()));
    };
    const deadline = setTimeout(onDeadline, timeoutMs);
    signal?.addEventListener("abort", onAbort);

    const note: Attempt["note"] = (what, text) => {
      if (!wanted || begun.over || transcript.length >= TRANSCRIPT_LINES) return;
      transcript.push({ atMs: ms(), what, text: typeof text === "string" ? text : printable(text, TRANSCRIPT_BYTES) });
    };
    begun.asked = ask({ ms, settle, note });
    if (begun.over) begun.asked.stop(); // it settled before it returned
  });
}

/** A deadline noticed later than this is our own standstill and proves nothing about the server. */
const TOLERATED_LATENESS_MS = 500;
const TRANSCRIPT_LINES = 64;
const TRANSCRIPT_BYTES = 1024;

/** Errors of our own making: they say nothing about the server. */
const OURS = new Set(["EMFILE", "ENFILE", "ENOMEM", "ENOBUFS", "EAGAIN", "EADDRNOTAVAIL", "EADDRINUSE"]);

/** The errno of an error, and whether it is about this router rather than about the server. */
export function errnoOf(error: NodeJS.ErrnoException): { readonly errno: string; readonly ours: boolean } {
  const errno = error.code ?? error.name;
  return { errno, ours: OURS.has(errno) };
}

/** The outcome of an error that is ours. */
export const fault = (doing: string, errno: string): Outcome => ({
  kind: "fault",
  problem: `this router could not ${doing} (${errno})`,
});
