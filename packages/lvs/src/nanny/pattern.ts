import { parsePattern, PatternError, type Syntax } from "./pattern-syntax.ts";

/** A regular expression, ready to search. Immutable, so one serves any number of searches. */
export type Pattern = { readonly program: readonly Instruction[]; readonly first: Uint8Array };

/** One search through one text that arrives byte by byte. */
export type Search = {
  /** Takes the next byte. Once the result is certain it changes nothing. */
  push(byte: number): void;
  /** Says that the text is over, which is when `$` can match. */
  end(): void;
  readonly result: () => "searching" | "found" | "hopeless" | "tooCostly";
};

/**
 * Compiles a regular expression of `pattern-syntax.ts`. The search is by a set of states, never by backtracking: its cost is
 * at most proportional to the text times the expression, so neither the operator who wrote the expression nor the server
 * that sends the text can make it take long.
 *
 * @throws {PatternError} when the expression is not valid, or larger than 2000 steps with its repeats written out.
 */
export function compilePattern(source: Uint8Array): Pattern {
  const program: Instruction[] = [];
  let visits = 0;
  const emit = (instruction: Instruction) => {
    if (program.push(instruction) > MAX_PROGRAM) throw new PatternError("it is too large; use smaller repeats");
  };
  const write = (syntax: Syntax): void => {
    // Repeats of nothing write nothing, so counting instructions alone would not end them.
    if (++visits > 4 * MAX_PROGRAM) throw new PatternError("it is too large; use smaller repeats");
    switch (syntax.kind) {
      case "set":
      case "start":
      case "end":
        return emit(syntax);
      case "sequence":
        return syntax.items.forEach(write);
      case "choice":
        return either(syntax.items.map((item) => () => write(item)));
      case "repeat":
        for (let count = 0; count < syntax.least; count++) write(syntax.item);
        if (syntax.most === Infinity) return loop(() => write(syntax.item));
        return optional(syntax.most - syntax.least, () => write(syntax.item));
    }
  };
  const jumpFrom = (at: number, ...to: number[]) => (program[at] = { kind: "jump", to });
  const either = (bodies: readonly (() => void)[]) => {
    const fork = program.length;
    emit({ kind: "jump", to: [] });
    const starts: number[] = [];
    const ends: number[] = [];
    for (const body of bodies) {
      starts.push(program.length);
      body();
      ends.push(program.length);
      emit({ kind: "jump", to: [] });
    }
    jumpFrom(fork, ...starts);
    for (const end of ends) jumpFrom(end, program.length);
  };
  const loop = (body: () => void) => {
    const fork = program.length;
    emit({ kind: "jump", to: [] });
    body();
    emit({ kind: "jump", to: [fork] });
    jumpFrom(fork, fork + 1, program.length);
  };
  const optional = (times: number, body: () => void) => {
    const forks: number[] = [];
    for (let count = 0; count < times; count++) {
      forks.push(program.length);
      emit({ kind: "jump", to: [] });
      body();
    }
    for (const fork of forks) jumpFrom(fork, fork + 1, program.length);
  };

  write(parsePattern(source));
  emit({ kind: "found" });
  return { program, first: firstBytes(program) };
}

/** Starts a search for the first match anywhere. It gives up as `tooCostly` after about `budget` steps. */
export function startSearch({ program, first }: Pattern, budget = MAX_STEPS): Search {
  let [states, next] = [stateSet(program), stateSet(program)];
  let steps = states.add(0, { start: true });
  let [empty, idle, over] = [true, false, false];
  const result = () => {
    if (states.found()) return "found";
    // Only an expression that starts with ^ runs out of states: any other begins anew at every byte.
    if (over || states.list.length === 0) return "hopeless";
    return steps > budget ? "tooCostly" : "searching";
  };

  return {
    push(byte) {
      if (idle && first[byte] === 0) return; // nothing has begun to match, and this byte begins nothing
      if (result() !== "searching") return;
      empty = false;
      next.clear();
      for (const at of states.list) {
        const instruction = program[at];
        steps++;
        if (instruction?.kind === "set" && instruction.bytes[byte] === 1) steps += next.add(at + 1);
      }
      idle = next.list.length === 0 && !next.found();
      steps += next.add(0);
      [states, next] = [next, states];
    },
    end() {
      if (result() !== "searching") return;
      next.clear();
      for (const at of states.list) if (program[at]?.kind === "end") next.add(at + 1, { start: empty, end: true });
      [states, next, over] = [next, states, true];
    },
    result,
  };
}

type Instruction =
  | { readonly kind: "set"; readonly bytes: Uint8Array }
  | { readonly kind: "start" | "end" | "found" }
  | { readonly kind: "jump"; readonly to: readonly number[] };

const MAX_PROGRAM = 2000;
/** Some 30 ms: a hostile answer must not hold up the other checks. */
const MAX_STEPS = 2_000_000;

/** The places in the program a search has reached: in `list` those that wait for a byte, or for the end. */
function stateSet(program: readonly Instruction[]) {
  const list: number[] = [];
  const seen = new Uint32Array(program.length);
  const open: number[] = [];
  let round = 1;
  let found = false;
  return {
    list,
    found: () => found,
    clear() {
      list.length = 0;
      round++;
      found = false;
    },
    /** Adds `from` and all that follows from it without a byte; `edges` says where in the text this is. Returns its cost. */
    add(from: number, edges: { readonly start?: boolean; readonly end?: boolean } = {}): number {
      let steps = 0;
      open.push(from);
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (seen[at] === round) continue;
        seen[at] = round;
        steps++;
        const instruction = program[at];
        if (instruction?.kind === "jump") open.push(...instruction.to);
        else if (instruction?.kind === "found") found = true;
        else if (instruction?.kind === "set") list.push(at);
        else if (instruction && edges[instruction.kind]) open.push(at + 1);
        else if (instruction?.kind === "end") list.push(at);
      }
      return steps;
    },
  };
}

/** The bytes with which a match can begin, past the start of the text. */
function firstBytes(program: readonly Instruction[]): Uint8Array {
  const begin = stateSet(program);
  begin.add(0);
  const bytes = new Uint8Array(256);
  for (const at of begin.list) {
    const instruction = program[at];
    if (instruction?.kind === "set") instruction.bytes.forEach((value, byte) => value && (bytes[byte] = 1));
  }
  return bytes;
}
