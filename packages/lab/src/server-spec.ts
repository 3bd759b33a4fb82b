/** What a server in the lab does on one port. Change it while it runs with `ServerHandle.change`. */
export type ServerSpec = { readonly port: number } & (
  | HttpSpec
  /** Says `greeting` when connected; answers a line that begins with a key of `replies` with its value. */
  | {
      readonly kind: "greeter";
      readonly greeting: string;
      readonly replies?: Readonly<Record<string, string>>;
      readonly tls?: Tls;
    }
  /** Sends back what it gets. */
  | { readonly kind: "echo"; readonly tls?: Tls }
  | { readonly kind: "udpEcho" }
  /** UDP: gets everything, answers nothing. */
  | { readonly kind: "udpSilent" }
  /** Accepts and never says a word. */
  | { readonly kind: "silent" }
  /** Sends `text` and closes: for wrong answers. */
  | { readonly kind: "say"; readonly text: string; readonly tls?: Tls }
  /** Sends `text` a byte every `everyMs` (1000 when absent). */
  | { readonly kind: "drip"; readonly text: string; readonly everyMs?: number }
  /** Sends `text` a byte a segment, as fast as it goes. */
  | { readonly kind: "split"; readonly text: string }
  /** Sends `bytes` bytes of nothing (a gigabyte when absent), as fast as they are read. */
  | { readonly kind: "flood"; readonly bytes?: number }
  /** Accepts and closes at once, with a reset if `reset`. */
  | { readonly kind: "close"; readonly reset?: boolean }
);

/**
 * Answers every request with `body` (its node's name when absent) and closes. Two paths are special: `/bytes/N` answers
 * with N bytes, `/drip/COUNT/EVERY` with COUNT bytes, one every EVERY ms.
 */
export type HttpSpec = {
  readonly kind: "http";
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  readonly tls?: Tls;
};

/** PEM texts: see `certificate`. */
export type Tls = { readonly cert: string; readonly key: string };

/** `bySource` counts connections (UDP: datagrams) by the address they came from, as the server sees it. */
export type ServerStats = {
  readonly connections: number;
  readonly requests: number;
  readonly bySource: Readonly<Record<string, number>>;
};

/** What a server program can be asked. `server` is a number of the asker's choice. */
export type ServerQuestion =
  | { readonly kind: "open"; readonly server: number; readonly node: string; readonly spec: ServerSpec }
  | { readonly kind: "change"; readonly server: number; readonly spec: ServerSpec }
  | { readonly kind: "close" | "stats"; readonly server: number };
