import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    // Two test files run at a time; builds of a few notes gain nothing from more threads of their own.
    env: { LEITMOTION_WORKERS: "1" },
  },
});
