import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,apps}/*/test/**/*.test.ts"],
          exclude: ["packages/lab/test/kernel/**", "packages/agent/test/process/**", "**/node_modules/**"],
        },
      },
      {
        test: {
          name: "process",
          include: ["packages/agent/test/process/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "lab",
          include: ["packages/lab/test/kernel/**/*.test.ts"],
          // one boot serves all files: one process, which keeps its modules
          fileParallelism: false,
          isolate: false,
          pool: "forks",
          maxWorkers: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
