/**
 * What the host may ask of the controller inside the lab, and what the controller tells by itself.
 * One JSON object a message; `wire.ts` says how a message becomes lines.
 */
export type GuestCalls = {
  /** Makes a node: its own network, mount and host name namespaces. `script` runs in it before the answer. */
  readonly addNode: {
    readonly params: { node: string; hostname: string; script: string };
    readonly result: { pid: number };
  };
  /** Kills every process in the node and forgets its files. */
  readonly removeNode: { readonly params: { node: string }; readonly result: null };
  readonly run: { readonly params: RunParams; readonly result: RunResult };
  readonly start: { readonly params: Command; readonly result: { process: number; pid: number; atMs: number } };
  readonly signal: {
    readonly params: { process: number; signal: Signal; group: boolean };
    readonly result: { atMs: number };
  };
  /** Writes to the standard input of a started process; `end` closes it afterwards. */
  readonly write: { readonly params: { process: number; text: string; end: boolean }; readonly result: null };
  readonly writeFile: {
    readonly params: GuestPath & { base64: string; mode: number };
    readonly result: { atMs: number };
  };
  readonly readFile: { readonly params: GuestPath; readonly result: { base64: string } };
  /** Answers when each of the files holds `content` (blanks round it apart), or refuses when time is up. */
  readonly awaitFiles: {
    readonly params: { files: readonly GuestPath[]; content: string; timeoutMs: number };
    readonly result: { atMs: number };
  };
  /** The guest's monotonic clock, the one every program in the lab stamps with. */
  readonly now: { readonly params: null; readonly result: { atMs: number } };
  /** Ends the controller and with it the lab. */
  readonly leave: { readonly params: null; readonly result: null };
};

/** A path as a node sees it, or (without `node`) as the namespace that holds the bridges does. */
export type GuestPath = { readonly node?: string; readonly path: string };

export type Signal = "SIGTERM" | "SIGKILL" | "SIGINT" | "SIGHUP" | "SIGSTOP" | "SIGCONT" | "SIGUSR1" | "SIGUSR2";

/** A program to run, without a shell, in a node or (without `node`) in the namespace that holds the bridges. */
export type Command = {
  readonly node?: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The line it has as standard input and output, instead of pipes. */
  readonly line?: number;
};
export type RunParams = Command & { readonly stdin: string; readonly timeoutMs: number };

/** How a program ended: `code` is null when a signal ended it. */
export type Exit = { readonly code: number | null; readonly signal: string | null };
/** `timedOut` when it was killed because its time was up. */
export type RunResult = Exit & {
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly atMs: number;
};

export type Request = {
  readonly [Method in keyof GuestCalls]: {
    readonly id: number;
    readonly method: Method;
    readonly params: GuestCalls[Method]["params"];
  };
}[keyof GuestCalls];

export type GuestMessage =
  | { readonly kind: "ready"; readonly pid: number; readonly atMs: number }
  | { readonly kind: "result"; readonly id: number; readonly result: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: string }
  | { readonly kind: "output"; readonly process: number; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "exit"; readonly process: number; readonly exit: Exit };
