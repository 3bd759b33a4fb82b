// Boots a lab, says where, and waits for its fate: see ending.test.ts.
import { startLab } from "../../src/index.ts";

const lab = await startLab();
await lab.outside.start(["sleep", "600"]);
console.log(`booted ${lab.artefactsDir}`);
const fate = process.argv[2];
if (fate === "throw") throw new Error("an accident");
if (fate === "close") await lab.close();
else await new Promise(() => undefined);
