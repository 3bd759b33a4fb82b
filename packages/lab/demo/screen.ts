import type { DemoConsole } from "./console.ts";
import type { Tally } from "./traffic.ts";

const HOME_AND_CLEAR = "\u001b[H\u001b[2J";
const PICTURE = `
  client ──── 192.168.26.0/24 ──── lefty ──── 10.11.12.0/24 ──── number1
  asks 192.168.26.10                 │                      ├──── number2
                                     └ virtual address      └──── number3
`;
const TRY = `Try, in a second terminal:  npm run demo -- stop number2     it refuses and leaves the table; start brings it back`;
const TRY_CONSOLE = `Try, in the console:        Deactivate number3, drain it, give it another weight; change "web", review, apply`;

/** Shows the demo: on a terminal one screen that is drawn again, elsewhere lines as they come. */
export function startScreen() {
  const terminal = process.stdout.isTTY;
  let frame: string[] = [];
  let table = "";
  let asked = "";
  let access: readonly string[] = [];

  const draw = () => {
    if (table === "") return;
    if (!terminal) return void process.stdout.write(`${table}\n${asked}\n\n`);
    const hints = [...access, ...(access.length > 0 ? [TRY_CONSOLE] : []), TRY, "Ctrl-C ends"];
    process.stdout.write(`${HOME_AND_CLEAR}${PICTURE}\n${table}\n${asked}\n\n${hints.join("\n")}\n`);
  };
  return {
    note: (text: string) => {
      process.stdout.write(`${text}\n`);
    },
    /** Says what to try, and how to enter the console if there is one. */
    begin: (console: DemoConsole | undefined) => {
      if (console) access = [`Console: ${console.url}   user ${console.user}   password ${console.password}`];
      if (console?.takenPort !== undefined)
        access = [
          ...access,
          `(Another program has port ${console.takenPort}: npm run demo -- --port PORT chooses one.)`,
        ];
      if (!terminal) process.stdout.write([...access, ...(console ? [TRY_CONSOLE] : []), TRY, "", ""].join("\n"));
    },
    consoleGone: (words: string) => {
      access = [`The console has ended: ${words}`];
      draw();
    },
    /** A line of `piranha-agent table --follow`, which ends every page with a form feed. */
    tableLine: (line: string) => {
      if (line !== "\f") return frame.push(line);
      table = frame.join("\n");
      frame = [];
      draw();
    },
    requests: ({ answers, failures, byServer, last }: Tally) => {
      const spread = Object.entries(byServer)
        .sort()
        .map(([name, count]) => `${name} ${count}`);
      const latest = last === undefined ? "" : last.ok ? `, last from ${last.who}` : `, last failed: ${last.err}`;
      asked = `client: ${answers} answers (${spread.join(", ")}), ${failures} failed${latest}`;
      if (terminal) draw();
    },
  };
}
