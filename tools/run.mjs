// What `npm test`, `npm run demo`, `npm run bench` and `npm run dev` have in common: they work as the first command on a fresh
// clone. Plain JavaScript, because nothing is installed yet when it starts.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const root = path.resolve(import.meta.dirname, "..");
const bin = (name) => path.join(root, "node_modules", ".bin", name);

/** Runs a program in the foreground; ends this one with its exit code when it fails. */
function must(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: "inherit", ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs a program that stays, hands on the signals that end us, and resolves with its exit code. */
function stay(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: "inherit" });
  // from a terminal both of us get Ctrl-C; a signal to this process alone has to be handed on
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** npm packages, exactly those of the lockfile. */
function installPackages() {
  const marker = path.join(root, "node_modules", ".package-lock.json");
  const fresh =
    existsSync(marker) && statSync(marker).mtimeMs >= statSync(path.join(root, "package-lock.json")).mtimeMs;
  if (!fresh) must("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Debian packages the lab needs: installed when we are root, else the one line to run is said. */
function installDebianPackages() {
  const asked = spawnSync(bin("tsx"), [path.join(root, "packages/lab/src/bin/missing.ts")], {
    cwd: root,
    encoding: "utf8",
  });
  if (asked.status !== 0) throw new Error(asked.stderr);
  const missing = asked.stdout.trim();
  if (missing === "") return;
  const line = `apt-get install --yes --no-install-recommends ${missing}`;
  if (process.getuid?.() !== 0) {
    console.error(`The lab needs Debian packages and root. Run once:  sudo ${line}`);
    process.exit(1);
  }
  console.error(`Installing Debian packages: ${missing}`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  must("apt-get", ["update", "-q"], quiet);
  must("apt-get", line.split(" ").slice(1), quiet);
}

const [task = "", ...words] = process.argv.slice(2);
const tasks = {
  async test() {
    installDebianPackages();
    must(bin("turbo"), ["run", "build"]);
    const { runTests } = await import("./tests.mjs");
    process.exitCode = runTests(root, words);
  },
  async bench() {
    installDebianPackages();
    must(bin("turbo"), ["run", "build"]);
    process.exitCode = await stay(bin("tsx"), [path.join(root, "packages/lab/bench/main.ts"), ...words]);
  },
  async demo() {
    installDebianPackages();
    if (words.length === 0) must(bin("turbo"), ["run", "build", "--output-logs=errors-only"], { stdio: "ignore" });
    process.exitCode = await stay(bin("tsx"), [path.join(root, "packages/lab/demo/main.ts"), ...words]);
  },
  async dev() {
    // an agent over a table in memory, in a folder of its own, started again whenever its sources change
    const folder = path.join(root, "var/dev");
    const config = path.join(folder, "lvs.cf");
    mkdirSync(folder, { recursive: true });
    if (!existsSync(config)) copyFileSync(path.join(root, "packages/agent/example.cf"), config);
    const builder = spawn(process.execPath, ["packages/agent/build.mjs", "--watch"], {
      cwd: root,
      stdio: ["pipe", "inherit", "inherit"],
    });
    must(process.execPath, ["packages/agent/build.mjs"]);
    const places = [
      "--config",
      config,
      "--socket",
      path.join(folder, "agent.sock"),
      "--state-dir",
      path.join(folder, "state"),
    ];
    const watch = ["--watch-path", "packages/agent/dist"];
    console.error(
      `Ask it from another terminal: node packages/agent/dist/piranha-agent.js table --socket ${path.relative(process.cwd(), folder)}/agent.sock`,
    );
    process.exitCode = await stay(process.execPath, [
      ...watch,
      "packages/agent/dist/piranha-agent.js",
      "run",
      "--ipvs",
      "memory",
      ...places,
      ...words,
    ]);
    builder.kill();
  },
};
if (!Object.hasOwn(tasks, task)) {
  console.error(`tools/run.mjs knows ${Object.keys(tasks).join(", ")}`);
  process.exit(2);
}
process.env.TURBO_TELEMETRY_DISABLED ??= "1";
installPackages();
await tasks[task]();
