import { runCommand } from "./cli/commands.ts";

void runCommand(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
