/**
 * Score `leitmotion align` on the development split, one cold process per pair.
 *
 *     node bench/alignment/score.js [--data ../shared/data] [--scorer ../shared/bench/alignment]
 *
 * Needs python3, the scorer and its data; says so aloud and ends well without them. Fails if the unison match F1
 * (micro) is below 0.97, if a pair crashes, or if one takes more than 30 s.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const LEAST_F1 = 0.97;
const MOST_SEC = 30;

const root = path.resolve(import.meta.dirname, "../..");
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return path.resolve(root, at < 0 ? fallback : process.argv[at + 1]);
};
const scorer = option("scorer", "../shared/bench/alignment");
const data = option("data", "../shared/data");

const missing = [path.join(scorer, "score.py"), path.join(data, "asap"), path.join(data, "vienna")].filter(
  (file) => !existsSync(file),
);
if (missing.length > 0) console.log(`SKIPPED: the alignment scorer needs ${missing.join(", ")}`);
else scoreSplit();

function scoreSplit() {
  const out = mkdtempSync(path.join(os.tmpdir(), "leitmotion-align-"));
  const result = path.join(out, "result.json");
  const main = path.join(root, "dist/cli/main.js");
  try {
    const done = spawnSync(
      "python3",
      [
        path.join(scorer, "score.py"),
        path.join(scorer, "splits/dev.txt"),
        ...["--out-root", path.join(out, "pairs"), "--json", result],
        ...["--run", `node ${main} align {score} {perf} --out {dir}`],
        ...["--peer", path.join(scorer, "results/peer_dev_oracle.json")],
      ],
      { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, BENCH_DATA: data } },
    );
    if (done.error) throw done.error;
    const { summary, pairs } = JSON.parse(readFileSync(result, "utf8"));
    const f1 = summary.scores.match_unison.micro.f1;
    const slowest = Math.max(...pairs.map((pair) => pair.process?.wall_sec ?? 0));
    if (done.status !== 0 || f1 < LEAST_F1 || slowest > MOST_SEC) {
      console.error(
        `FAILED: exit ${done.status}, unison F1 ${f1.toFixed(4)}, slowest pair ${slowest.toFixed(1)} s`,
      );
      process.exitCode = 1;
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
