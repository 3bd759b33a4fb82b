// Runs every test runner and adds up what they ran. A runner that ran nothing is a failure.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECTS = ["unit", "process", "lab", "e2e"];

/** @returns the exit code; the last line printed is `N passed, N failed`. */
export function runTests(root, words) {
  const folder = mkdtempSync(path.join(tmpdir(), "piranha-tests-"));
  let passed = 0;
  let failed = 0;
  try {
    for (const project of words.length > 0 ? words : PROJECTS) {
      const report = path.join(folder, `${project}.json`);
      const run = project === "e2e" ? playwright : vitest;
      const { status, ran } = run(root, project, report);
      const silent = ran.passed + ran.failed === 0;
      if (silent) console.error(`${project}: no test ran`);
      passed += ran.passed;
      // a suite that cannot be loaded has no failed test in it, yet the run has failed
      failed += silent || (status !== 0 && ran.failed === 0) ? ran.failed + 1 : ran.failed;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function vitest(root, project, report) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", "--project", project, ...reporters];
  const { status } = spawnSync(path.join(root, "node_modules/.bin/vitest"), args, { cwd: root, stdio: "inherit" });
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = readReport(report);
  return { status, ran: { passed, failed } };
}

/** The console in a real browser. What passed only at a second try, or was not reached, has failed. */
function playwright(root, _project, report) {
  const args = ["test", "--config", "e2e", "--reporter=list,json"];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const { status } = spawnSync(path.join(root, "node_modules/.bin/playwright"), args, {
    cwd: root,
    stdio: "inherit",
    env,
  });
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = readReport(report).stats ?? {};
  return { status, ran: { passed: expected, failed: unexpected + flaky + skipped } };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
