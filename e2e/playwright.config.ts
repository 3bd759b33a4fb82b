import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { deadlineMs } from "./world/deadline.ts";

/** The browser that E2E_CHROMIUM names, else Debian's where there is one, else Playwright's own. */
const executablePath = process.env["E2E_CHROMIUM"] ?? ["/usr/bin/chromium"].find((file) => existsSync(file));

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/e2e",
  // a test that passes at the second try has failed
  retries: 0,
  forbidOnly: true,
  timeout: deadlineMs(120_000),
  expect: { timeout: deadlineMs(15_000) },
  // the machine that proves it has two processors, and every test has an agent, a console and a browser
  workers: 2,
  fullyParallel: true,
  reporter: [["list"]],
  use: {
    actionTimeout: deadlineMs(15_000),
    navigationTimeout: deadlineMs(20_000),
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    locale: "en-GB",
    // what was done and seen; pictures of every moment cost more than the tests
    trace: { mode: "retain-on-failure", screenshots: false, sources: true, snapshots: true, attachments: false },
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        "--disable-quic",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "memory", testDir: "memory" },
    // one kernel, booted once, and its tests tell one story: by themselves, so that its clock is not starved
    { name: "lab", testDir: "lab", workers: 1, dependencies: ["memory"] },
  ],
});
