// Prints the Debian packages this machine lacks, for `apt-get install`.
import { missingPrerequisites } from "../prerequisites.ts";

console.log((await missingPrerequisites()).join(" "));
