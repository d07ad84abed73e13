/** Stage: find the score's notes on the user's pages, if there are any. Nothing is written before these are understood. */
import { assertSameScore, type PageFindings } from "../drawings/solveUserPages.js";
import { NO_CONFIG, type Processor } from "../engine/processor.js";
import { namedInputs } from "../runInputs.js";
import { askWorker } from "../workers/askWorker.js";
import type { PagesTask } from "../workers/pagesWorker.js";
import { openPool } from "../workers/workerPool.js";

export const readPages: Processor = {
  info: {
    name: "read-pages",
    version: "1.0.0",
    kind: "stage",
    description: "Find the notes on the user's engraved pages.",
  },
  configSchema: NO_CONFIG,
  capabilities: {
    inputs: ["inputs", "score"],
    outputs: ["pageFindings"],
    external: ["page-reader"],
  },
  async process({ bench, options, progress, signal, dependency }) {
    const pages = namedInputs(bench.get("inputs"), "page");
    const musicFonts = namedInputs(bench.get("inputs"), "music-font");
    progress.expect(pages.length);
    if (pages.length === 0) return bench.put("pageFindings", null);
    const task: PagesTask = { pages, musicFonts, score: bench.get("score"), limits: options.limits };
    const pool = openPool({ worker: "pagesWorker", threads: 1 });
    try {
      const findings = await askWorker<PageFindings>(pool, dependency("page-reader"), task, signal);
      if (!options.force)
        assertSameScore(
          findings,
          pages.map(({ file }) => file),
        );
      bench.put("pageFindings", findings);
    } finally {
      await pool.destroy();
    }
    progress.advance(pages.length);
  },
};
