import type { RequestSummary } from "../src/index.ts";

const HOME_AND_CLEAR = "\u001b[H\u001b[2J";
const PICTURE = `
  client ──── 192.168.26.0/24 ──── lefty ──── 10.11.12.0/24 ──── number1
  asks 192.168.26.10 once a second   │                      ├──── number2
                                     └ virtual address      └──── number3
`;

/** Shows the demo: on a terminal one screen that is drawn again, elsewhere lines as they come. */
export function startScreen() {
  const terminal = process.stdout.isTTY;
  let frame: string[] = [];
  let shown = "";
  let asked = "";

  const draw = () => {
    if (shown === "") return;
    const text = `${shown}\n${asked}\nIn a second terminal:  npm run demo -- stop number2   (and start)      Ctrl-C ends\n`;
    process.stdout.write(terminal ? `${HOME_AND_CLEAR}${PICTURE}\n${text}` : `${text}\n`);
  };
  return {
    note: (text: string) => {
      process.stdout.write(`${text}\n`);
    },
    /** A line of `piranha-agent table --follow`, which ends every page with a form feed. */
    tableLine: (line: string) => {
      if (line !== "\f") return frame.push(line);
      shown = frame.join("\n");
      frame = [];
      draw();
    },
    requests: ({ answers, failures, byServer, records }: RequestSummary) => {
      const spread = Object.entries(byServer)
        .sort()
        .map(([name, count]) => `${name} ${count}`);
      const last = records.at(-1);
      const latest = last === undefined ? "" : last.ok ? `, last from ${last.who}` : `, last failed: ${last.err}`;
      asked = `client: ${answers} answers (${spread.join(", ")}), ${failures} failed${latest}`;
      if (terminal) draw();
    },
    end: () => undefined,
  };
}
