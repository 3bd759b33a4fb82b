import { parseArgs } from "node:util";
import { askRunningDemo } from "./remote.ts";
import { runDemo } from "./show.ts";

const USAGE = `npm run demo                       the article's network, lefty's agent and a console, until Ctrl-C
npm run demo -- --port 4000        the console on another port
npm run demo -- --no-console       without a console
npm run demo -- stop number2       in a second terminal: a server refuses connections; start makes it serve again`;

// Not exitCode: what was still starting when Ctrl-C came is not waited for.
process.exit(await main(process.argv.slice(2)));

async function main(argv: string[]): Promise<number> {
  const options = { "no-console": { type: "boolean" }, port: { type: "string", default: "3636" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    const port = Number(values.port);
    if (positionals.length > 0) return await askRunningDemo(positionals);
    if (/^\d{1,5}$/.test(values.port) && port <= 65_535)
      return await runDemo({ consolePort: values["no-console"] === true ? undefined : port });
    console.error(`--port ${values.port}: write 0 to 65535`);
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error)) throw error;
    console.error(error.message);
  }
  console.error(USAGE);
  return 2;
}
