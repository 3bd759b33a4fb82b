// Times things inside the lab, with the lab's clock.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { controlClient } from "../../../agent/src/control/client.ts";
import { nowMs } from "../../src/guest/clock.ts";
import { converse } from "../../src/guest/conversation.ts";
import type { Timed, TimedQuestion } from "../stopwatch.ts";

converse((question) => answer(question as TimedQuestion));

async function answer(question: TimedQuestion): Promise<Timed> {
  switch (question.kind) {
    case "run": {
      const { argv, input = "/dev/null", env } = question;
      const [program = "", ...args] = argv;
      const stdin = openSync(input, "r");
      const startMs = nowMs();
      const child = spawn(program, args, { stdio: [stdin, "ignore", "inherit"], env: { ...process.env, ...env } });
      const [code] = (await once(child, "exit")) as [number | null];
      const endMs = nowMs();
      closeSync(stdin);
      if (code !== 0) throw new Error(`${argv.join(" ")}: exit status ${String(code)}`);
      return { startMs, endMs };
    }
    case "install": {
      const text = await readFile(question.file, "utf8");
      const client = controlClient(question.socket);
      const startMs = nowMs();
      const answered = await client.install.mutate({ text });
      const endMs = nowMs();
      if (answered.kind !== "installed") throw new Error(answered.reasons.join("; "));
      return { startMs, endMs };
    }
  }
}
