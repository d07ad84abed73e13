import { defineConfig } from "vitest/config";

/** The long tests against foreign corpora: `npm run corpora`. They skip aloud where the data is missing. */
export default defineConfig({
  test: {
    include: ["test/corpora/**/*.corpus.ts"],
    testTimeout: 600_000,
    pool: "forks",
  },
});
