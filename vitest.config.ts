import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: "100%",
    // Every core has a test file of its own already: the builds in them need no second thread.
    env: { LEITMOTION_WORKERS: "1" },
  },
});
