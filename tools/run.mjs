// What `npm test`, `npm run demo`, `npm run bench` and `npm run dev` have in common: they work as the first command on a fresh
// clone. Plain JavaScript, because nothing is installed yet when it starts.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";

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

/** Debian packages the lab needs, and `--browser` tests: installed when we are root, else the one line to run is said. */
function installDebianPackages(...wishes) {
  const asked = spawnSync(bin("tsx"), [path.join(root, "packages/lab/src/bin/missing.ts"), ...wishes], {
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
    installDebianPackages("--browser");
    must(bin("turbo"), ["run", "build"]);
    const { runTests } = await import("./tests.mjs");
    process.exitCode = runTests(root, words);
  },
  async bench() {
    installDebianPackages("--browser");
    must(bin("turbo"), ["run", "build"]);
    process.exitCode = await stay(bin("tsx"), [path.join(root, "packages/lab/bench/main.ts"), ...words]);
  },
  async demo() {
    installDebianPackages();
    const starts = words.every((word, at) => word.startsWith("--") || words[at - 1] === "--port");
    if (starts) buildQuietly(words.includes("--no-console") ? ["--filter=@piranha/agent"] : []);
    process.exitCode = await stay(bin("tsx"), [path.join(root, "packages/lab/demo/main.ts"), ...words]);
  },
  async dev() {
    // an agent over a table in memory and a console, in a folder of their own; each follows its sources
    const folder = path.join(root, "var/dev");
    const config = path.join(folder, "lvs.cf");
    const socket = path.join(folder, "agent.sock");
    mkdirSync(folder, { recursive: true });
    if (!existsSync(config)) copyFileSync(path.join(root, "packages/agent/example.cf"), config);
    must(process.execPath, ["packages/agent/build.mjs"]);
    must(bin("turbo"), ["run", "generate", "--output-logs=errors-only"], { stdio: ["ignore", "ignore", "inherit"] });
    const { worker } = await import("../apps/web/build.mjs");
    const { context } = await import("esbuild");
    const browserWorker = await context(worker);
    await browserWorker.watch();
    const sinceMs = Date.now();
    const builder = spawn(process.execPath, ["packages/agent/build.mjs", "--watch"], besideUs("pipe"));
    // it writes once when it starts: an agent that started meanwhile would find half a file
    const written = () => {
      const { mtimeMs, size } = statSync(path.join(root, "packages/agent/dist/package.json"));
      return mtimeMs >= sinceMs && size > 0;
    };
    while (builder.exitCode === null && !written()) await delay(50);
    const beside = [
      builder,
      spawn(
        process.execPath,
        [
          ...["--import", "tsx", "apps/web/src/main/piranha-console.ts", "--dev"],
          ...["--data-dir", path.join(folder, "console"), "--agent", socket, "--port", "3636"],
        ],
        besideUs("ignore"),
      ),
    ];
    const here = path.relative(process.cwd(), folder);
    console.error(
      `The agent, from another terminal:      node packages/agent/dist/piranha-agent.js table --socket ${here}/agent.sock\n` +
        `A password for the console, once:      node --import tsx apps/web/src/main/piranha-passwd.ts --data-dir ${here}/console`,
    );
    process.exitCode = await stay(process.execPath, [
      ...["--watch-path", "packages/agent/dist", "packages/agent/dist/piranha-agent.js"],
      ...["run", "--ipvs", "memory"],
      ...["--config", config, "--socket", socket, "--state-dir", path.join(folder, "state")],
      ...words,
    ]);
    for (const child of beside) child.kill();
    await browserWorker.dispose();
  },
};

const besideUs = (stdin) => ({ cwd: root, stdio: [stdin, "inherit", "inherit"] });

/** Builds without a word, unless it fails. */
function buildQuietly(options) {
  console.error("Building …");
  const { status, stdout, stderr } = spawnSync(
    bin("turbo"),
    ["run", "build", "--output-logs=errors-only", ...options],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 },
  );
  if (status === 0) return;
  console.error(stdout + stderr);
  process.exit(status ?? 1);
}

if (!Object.hasOwn(tasks, task)) {
  console.error(`tools/run.mjs knows ${Object.keys(tasks).join(", ")}`);
  process.exit(2);
}
process.env.TURBO_TELEMETRY_DISABLED ??= "1";
process.env.NEXT_TELEMETRY_DISABLED ??= "1";
installPackages();
await tasks[task]();
