import { spawn } from "node:child_process";

export type Failure = "exit" | "timeout" | "aborted" | "not-found" | "not-started" | "too-much-output";

/** A program we ran did not succeed. `stderr` is what it said, trimmed; `exitCode` is there only when it ended by itself. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly argv: readonly string[];
  readonly failure: Failure;
  readonly stderr: string;
  readonly stdout: string;
  readonly exitCode: number | undefined;

  constructor(argv: readonly string[], failure: Failure, stderr: string, { stdout = "", exitCode, cause }: More = {}) {
    super(`${argv.join(" ")}: ${stderr.trim() || failure}`, { cause });
    this.argv = argv;
    this.failure = failure;
    this.stderr = stderr.trim();
    this.stdout = stdout;
    this.exitCode = exitCode;
  }
}

type More = ErrorOptions & { readonly stdout?: string; readonly exitCode?: number | undefined };

export type Exec = (argv: readonly [program: string, ...args: string[]], limit?: ExecLimit) => Promise<string>;
export type ExecLimit = {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Text for its standard input, which is empty otherwise. */
  readonly input?: string;
  readonly maxOutputBytes?: number;
};

/**
 * Runs a program without a shell and resolves with its stdout, as UTF-8. Messages are in English (`LC_ALL=C`).
 *
 * @param limit `timeoutMs` defaults to 5000, `maxOutputBytes` (stdout and stderr each) to 16 MiB; past either the program
 * gets SIGKILL. The promise settles then, even when something that inherited its output lives on.
 * @throws {CommandError} when it exits non-zero or by a signal, breaks a limit, is aborted, or cannot be started.
 */
export const exec: Exec = (
  [program, ...args],
  { timeoutMs = 5_000, signal, input, maxOutputBytes = 16 * 1024 * 1024 } = {},
) =>
  new Promise((resolve, reject) => {
    const argv = [program, ...args];
    if (signal?.aborted) return reject(new CommandError(argv, "aborted", "", { cause: signal.reason }));
    const child = spawn(program, args, {
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C" },
    });
    const stdout = collect(child.stdout, maxOutputBytes, () => fail("too-much-output"));
    const stderr = collect(child.stderr, maxOutputBytes, () => fail("too-much-output"));

    const settle = () => {
      clearTimeout(deadline);
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (failure: Failure, more: More = {}) => {
      settle();
      child.kill("SIGKILL");
      child.stdout?.destroy();
      child.stderr?.destroy();
      reject(new CommandError(argv, failure, stderr(), { stdout: stdout(), ...more }));
    };
    const onAbort = () => fail("aborted", { cause: signal?.reason });
    const deadline = setTimeout(() => fail("timeout"), timeoutMs);
    signal?.addEventListener("abort", onAbort);

    child.on("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ENOENT" ? "not-found" : "not-started", { cause: error }),
    );
    child.on("close", (code) => {
      if (code !== 0) return fail("exit", { exitCode: code ?? undefined });
      settle();
      resolve(stdout());
    });
    child.stdin?.on("error", () => undefined); // a program may end without reading all of its input
    child.stdin?.end(input);
  });

/** Collects a stream; the function it returns decodes what has come. */
function collect(stream: NodeJS.ReadableStream | null, maxBytes: number, onTooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) return onTooMuch();
    chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString();
}
