import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A busy machine may take ten times as long: only what hangs is to be found.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // Modules are loaded once per process, not once per file: tests leave no state in them.
    isolate: false,
    server: { deps: { external: [/\/dist\//] } },
    maxWorkers: "100%",
    // Every core has a test file of its own already: the builds in them need no second thread.
    env: { LEITMOTION_WORKERS: "1" },
  },
});
