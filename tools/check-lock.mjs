// Every optional dependency named in the lock must be locked too, or `npm ci` fails here
// and other platforms miss their native package.
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const find = (from, name) => {
  for (let p = from; ; p = p.includes("/node_modules/") ? p.slice(0, p.lastIndexOf("/node_modules/")) : "") {
    const k = `${p ? `${p}/` : ""}node_modules/${name}`;
    if (packages[k]) return packages[k];
    if (!p) return null;
  }
};
let bad = 0;
for (const [where, p] of Object.entries(packages))
  for (const [name, range] of Object.entries(p.optionalDependencies ?? {}))
    if (!find(where, name)) {
      bad++;
      console.log(`${where || "."}@${p.version}: ${name}@${range} is not locked`);
    }
console.log(bad ? `${bad} missing` : "lock complete");
process.exit(bad ? 1 : 0);
