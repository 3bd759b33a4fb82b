// Runs every test runner and adds up what they ran. A runner that ran nothing is a failure.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECTS = ["unit", "process", "lab"];

/** @returns the exit code; the last line printed is `N passed, N failed`. */
export function runTests(root, words) {
  const folder = mkdtempSync(path.join(tmpdir(), "piranha-tests-"));
  let passed = 0;
  let failed = 0;
  try {
    for (const project of words.length > 0 ? words : PROJECTS) {
      const report = path.join(folder, `${project}.json`);
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const args = ["run", "--project", project, ...reporters];
      const { status } = spawnSync(path.join(root, "node_modules/.bin/vitest"), args, { cwd: root, stdio: "inherit" });
      const ran = readReport(report);
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

function readReport(file) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
