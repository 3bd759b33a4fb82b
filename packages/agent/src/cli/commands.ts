import { readFile } from "node:fs/promises";
import net from "node:net";
import { text as readAll } from "node:stream/consumers";
import type { AdminInput, DoneAnswer, InstallAnswer } from "../control/answers.ts";
import type { ControlClient } from "../control/client.ts";
import { NotReachableError } from "../control/not-reachable.ts";
import { readArguments, type Arguments, type OptionName } from "./arguments.ts";
import { CommandFailure } from "./failure.ts";
import { LATER, USAGE } from "./usage.ts";
import { wordsOf } from "../words-of.ts";

type Command = {
  readonly options: readonly OptionName[];
  readonly words: number;
  readonly run: (args: Arguments) => Promise<number>;
};

const out = (text: string) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
const json = (value: object) => out(JSON.stringify({ version: 1, ...value }));

/** Runs one command and resolves with its exit code; what went wrong is on standard error. */
export async function runCommand([name = "help", ...argv]: readonly string[]): Promise<number> {
  try {
    if (name === "run") return await (await import("./run.ts")).run(argv);
    if (name === "lvs-process") return await (await import("./lvs-process.ts")).lvsProcess(argv);
    if (name === "help" || name === "--help" || name === "-h") {
      out(USAGE);
      return 0;
    }
    const later = Object.hasOwn(LATER, name) ? LATER[name] : undefined;
    if (later !== undefined)
      throw new CommandFailure(1, `${name} belongs to ${later}, which this version does not have yet`);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new CommandFailure(2, `no command ${name}; see piranha-agent help`);
    return await command.run(readArguments(argv, command.options, command.words));
  } catch (error) {
    const known =
      error instanceof Error &&
      ["CommandFailure", "LockedError", "NotReachableError", "TRPCClientError"].includes(error.name);
    const words = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
    process.stderr.write(`piranha-agent: ${words}\n`);
    return error instanceof CommandFailure
      ? error.code
      : error instanceof Error && error.name === "NotReachableError"
        ? 3
        : 1;
  }
}

/** One call, or several, on the agent's socket. */
async function ask<T>(args: Arguments, question: (client: ControlClient) => Promise<T>): Promise<T> {
  const { asNotReachable, controlClient } = await import("../control/client.ts");
  try {
    return await question(controlClient(args.paths.socket));
  } catch (error) {
    throw asNotReachable(error, args.paths.socket);
  }
}

/** A file's text, or standard input's for `-`. */
async function readText(file: string | undefined): Promise<string> {
  if (file === undefined) throw new CommandFailure(2, "name a file (- is standard input)");
  try {
    return file === "-" ? await readAll(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    throw new CommandFailure(2, `cannot read ${file}: ${wordsOf(error)}`);
  }
}

function installed(answer: InstallAnswer): number {
  if (answer.kind === "refused") {
    const running = answer.running
      ? `running: serial_no ${answer.running.serialNo} sha256 ${answer.running.sha256}`
      : "nothing is running";
    process.stderr.write(`${answer.reasons.join("\n")}\nnot installed; ${running}\n`);
    return 1;
  }
  if (answer.warnings.length > 0) process.stderr.write(`${answer.warnings.join("\n")}\n`);
  out(`serial_no ${answer.serialNo} sha256 ${answer.sha256}`);
  return 0;
}

function done(answer: DoneAnswer): number {
  if (answer.kind === "done") out(answer.text);
  else process.stderr.write(`${answer.reasons.join("\n")}\n`);
  return answer.kind === "done" ? 0 : 1;
}

const admin = (action: AdminInput["action"]): Command => ({
  options: action === "weight" ? [] : ["until", "host"],
  words: action === "weight" ? 2 : 1,
  run: async (args) => {
    const [target, value] = args.words;
    const until = args.text("until");
    if (value !== undefined && !(/^\d{1,5}$/.test(value) && Number(value) <= 65_535))
      throw new CommandFailure(2, `weight ${value}: write a whole number from 0 to 65535`);
    const weight = value === undefined ? undefined : Number(value);
    const input: AdminInput = {
      action,
      target: readTarget(target, args.text("host")),
      ...(weight !== undefined && { weight }),
      ...(until !== undefined && { until }),
    };
    return installed(await ask(args, (client) => client.admin.mutate(input)));
  },
});

function readTarget(target: string | undefined, host: string | undefined): AdminInput["target"] {
  if (host !== undefined && target === undefined) return { kind: "host", address: host };
  if (target === undefined || host !== undefined)
    throw new CommandFailure(2, "name VIRTUAL, VIRTUAL/SERVER or --host ADDRESS");
  const [virtual = "", server, ...more] = target.split("/");
  if (more.length > 0) throw new CommandFailure(2, `${target}: name VIRTUAL or VIRTUAL/SERVER`);
  return server === undefined ? { kind: "virtual", virtual } : { kind: "server", virtual, server };
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    options: [],
    words: 1,
    run: async ({ words: [file] }) => {
      const { parseLvsCf } = await import("@piranha/lvs/lvs-cf");
      const { problems } = parseLvsCf(await readText(file));
      for (const { line, column, severity, message } of problems)
        out(`${file ?? ""}:${line}:${column}: ${severity}: ${message}`);
      return problems.some(({ severity }) => severity === "error") ? 1 : 0;
    },
  },
  format: {
    options: [],
    words: 1,
    run: async ({ words: [file] }) => {
      const { parseLvsCf, renderLvsCf } = await import("@piranha/lvs/lvs-cf");
      const { config, problems } = parseLvsCf(await readText(file));
      const errors = problems.filter(({ severity }) => severity === "error");
      if (errors.length === 0) out(renderLvsCf(config));
      for (const { line, column, message } of errors)
        process.stderr.write(`${file ?? ""}:${line}:${column}: error: ${message}\n`);
      return errors.length === 0 ? 0 : 1;
    },
  },
  plan: {
    options: ["json"],
    words: 1,
    run: async (args) => {
      const [file] = args.words;
      const text = file === undefined ? undefined : await readText(file);
      const answer = await ask(args, (client) => client.plan.query(text === undefined ? {} : { text }));
      if (answer.kind === "refused") {
        process.stderr.write(`${answer.reasons.join("\n")}\n`);
        return 1;
      }
      if (args.flag("json")) json({ commands: answer.commands, warnings: answer.warnings });
      else if (answer.commands.length === 0) out("nothing to do");
      else out(answer.commands.join("\n"));
      return 0;
    },
  },
  install: {
    options: ["base", "adopt", "confirm-within"],
    words: 1,
    run: async (args) => {
      if (args.text("confirm-within") !== undefined)
        throw new CommandFailure(1, "--confirm-within is not in this version yet; nothing was installed");
      const text = await readText(args.words[0]);
      const base = args.text("base");
      return installed(
        await ask(args, (client) =>
          client.install.mutate({ text, adopt: args.flag("adopt"), ...(base !== undefined && { base }) }),
        ),
      );
    },
  },
  reload: {
    options: [],
    words: 0,
    run: async (args) => installed(await ask(args, (client) => client.reload.mutate())),
  },
  rollback: {
    options: [],
    words: 0,
    run: async (args) => installed(await ask(args, (client) => client.rollback.mutate())),
  },
  history: {
    options: ["json"],
    words: 0,
    run: async (args) => {
      const entries = await ask(args, (client) => client.history.query());
      if (args.flag("json")) json({ history: entries });
      else
        for (const { installedAt, serialNo, sha256 } of entries)
          out(`${installedAt}  serial_no ${serialNo}  ${sha256}`);
      return 0;
    },
  },
  status: {
    options: ["json"],
    words: 0,
    run: async (args) => {
      const snapshot = await ask(args, (client) => client.snapshot.query());
      const { statusText } = await import("./status-text.ts");
      if (args.flag("json")) out(JSON.stringify(snapshot));
      else out(statusText(snapshot));
      return 0;
    },
  },
  table: {
    options: ["json", "follow"],
    words: 0,
    run: async (args) => {
      const { followTable, tableText } = await import("./status-text.ts");
      if (args.flag("follow")) return followTable(args.paths.socket);
      const [snapshot, figures] = await ask(args, (client) =>
        Promise.all([client.snapshot.query(), client.figures.query()]),
      );
      if (args.flag("json")) json({ kind: snapshot.router.table.kind, services: snapshot.services, figures });
      else out(tableText(snapshot, figures));
      return 0;
    },
  },
  events: {
    options: ["json", "follow"],
    words: 0,
    run: async (args) => {
      const { eventText, followEvents } = await import("./status-text.ts");
      const events = await ask(args, (client) => client.events.query({ since: 0 }));
      for (const event of events) out(args.flag("json") ? JSON.stringify({ version: 1, ...event }) : eventText(event));
      return args.flag("follow") ? followEvents(args.paths.socket, events.at(-1)?.seq ?? 0, args.flag("json")) : 0;
    },
  },
  start: { options: [], words: 0, run: async (args) => done(await ask(args, (client) => client.start.mutate())) },
  stop: {
    options: ["flush"],
    words: 0,
    run: async (args) => done(await ask(args, (client) => client.stop.mutate({ flush: args.flag("flush") }))),
  },
  activate: admin("activate"),
  deactivate: admin("deactivate"),
  drain: admin("drain"),
  weight: admin("weight"),
  probe: {
    options: ["json"],
    words: 1,
    run: async (args) => {
      const target = readTarget(args.words[0], undefined);
      if (target.kind !== "server") throw new CommandFailure(2, "name VIRTUAL/SERVER");
      const answer = await ask(args, (client) => client.probe.mutate(target));
      if (answer.kind === "refused") return done(answer);
      if (args.flag("json")) json({ checks: answer.checks });
      else
        for (const { name, text, transcript } of answer.checks) {
          out(`${name}: ${text}`);
          for (const line of transcript) out(`  ${line.atMs.toFixed(0).padStart(6)} ms  ${line.what} ${line.text}`);
        }
      return answer.checks.every(({ ok }) => ok) ? 0 : 1;
    },
  },
  connect: {
    options: [],
    words: 0,
    run: ({ paths }) =>
      new Promise((resolve, reject) => {
        const socket = net.connect(paths.socket);
        socket.once("error", (cause) => reject(new NotReachableError(paths.socket, { cause })));
        socket.once("close", () => {
          process.stdin.destroy();
          resolve(0);
        });
        process.stdout.on("error", () => socket.destroy());
        process.stdin.pipe(socket).pipe(process.stdout);
      }),
  },
};
