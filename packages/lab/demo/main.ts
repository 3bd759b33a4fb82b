import { askRunningDemo } from "./remote.ts";
import { runDemo } from "./show.ts";

const words = process.argv.slice(2);
process.exitCode = words.length === 0 ? await runDemo() : await askRunningDemo(words);
