// Prints the Debian packages this machine lacks for the lab and, with --browser, for tests in a browser; for `apt-get install`.
import { missingForBrowserTests, missingPrerequisites } from "../prerequisites.ts";

const browser = process.argv.includes("--browser") ? await missingForBrowserTests() : [];
console.log([...(await missingPrerequisites()), ...browser].join(" "));
