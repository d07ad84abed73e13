/**
 * Score `leitmotion align` on the development split, one cold process per pair.
 *
 *     node bench/alignment/score.js [--data ../shared/data] [--scorer ../shared/bench/alignment]
 *
 * Prints the CPU seconds of the whole command besides. Needs python3, the scorer and its data; says so aloud and ends well
 * without them. Fails if a score is below its floor (`LEAST`, `LEAST_PAIR`) or a pair crashes. LEITMOTION_DIST as in run.js.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { plainEnvironment } from "./plainEnvironment.js";

/** F1 over the split, by kind and by the mean that counts: just below what is reached. */
const LEAST = [
  ["match_unison", "micro", 0.9957],
  ["match_unison", "macro", 0.9972],
  ["deletion_unison", "micro", 0.918],
  ["insertion", "micro", 0.96],
];
/** Unison match F1 of every pair. */
const LEAST_PAIR = 0.98;

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
  const main = path.join(path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist")), "cli/main.js");
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
      { stdio: ["ignore", "inherit", "inherit"], env: { ...plainEnvironment(), BENCH_DATA: data } },
    );
    if (done.error) throw done.error;
    const { summary, pairs } = JSON.parse(readFileSync(result, "utf8"));
    printTime(pairs);
    const faults = findFaults(summary, pairs);
    if (done.status !== 0) faults.push(`exit ${done.status}`);
    if (faults.length > 0) {
      console.error(`FAILED: ${faults.join(", ")}`);
      process.exitCode = 1;
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function findFaults({ scores }, pairs) {
  const low = LEAST.filter(([kind, mean, least]) => scores[kind][mean].f1 < least);
  const lowPairs = pairs.filter((row) => row.match_unison && row.match_unison[2] < LEAST_PAIR);
  return [
    ...low.map(([kind, mean, least]) => `${kind} ${mean} F1 below ${least}`),
    ...lowPairs.map(({ pair }) => `${pair} below ${LEAST_PAIR}`),
  ];
}

function printTime(pairs) {
  const ran = pairs.filter((row) => row.process && row.truth);
  const sum = (of) => ran.reduce((total, row) => total + of(row), 0);
  const perThousand = (1000 * sum((row) => row.process.cpu_sec)) / sum((row) => row.truth.performed);
  console.log(`whole command: ${perThousand.toFixed(3)} CPU s per 1000 notes`);
}
