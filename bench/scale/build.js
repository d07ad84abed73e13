/**
 * Time and peak memory of whole builds as scores grow; each build in a process of its own.
 *
 *     node bench/scale/build.js [--sizes 500,5000,20000] [--only symbolic,audio,song-map] [--assert]
 *
 * Prints seconds, megabytes (largest resident size of the whole process, threads included) and the exponent of the
 * growth of time between sizes; `--assert` fails above 1.5 GB or an exponent of 1.1.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeScore, PPQ } from "./makeScore.js";

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};

if (process.argv[2] === "one") await buildOne(Number(process.argv[3]), process.argv[4], process.argv[5]);
else main();

function main() {
  const sizes = option("sizes", "500,5000,20000").split(",").map(Number);
  const rows = sizes.map((size) => measure(size, option("only", "")));
  console.log("notes   seconds  notes/s  peak MB  exponent");
  rows.forEach((row, i) => {
    const before = rows[i - 1];
    row.exponent = before ? Math.log(row.sec / before.sec) / Math.log(row.notes / before.notes) : null;
    console.log(
      `${String(row.notes).padEnd(7)} ${row.sec.toFixed(1).padStart(7)} ${(row.notes / row.sec).toFixed(0).padStart(8)}` +
        ` ${row.peakMb.toFixed(0).padStart(8)}  ${row.exponent === null ? "" : row.exponent.toFixed(2)}`,
    );
    console.log(`        ${row.stages}`);
  });
  const tooMuch = rows.some((row) => row.peakMb > 1500 || (row.exponent ?? 0) > 1.1);
  if (process.argv.includes("--assert") && tooMuch) {
    console.error("Over 1.5 GB, or growing faster than in proportion");
    process.exitCode = 1;
  }
}

function measure(size, only) {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-scale-"));
  try {
    const done = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), "one", String(size), dir, only],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    if (done.status !== 0) throw new Error(`The build of ${size} notes failed`);
    return JSON.parse(done.stdout.trim().split("\n").at(-1));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function buildOne(size, dir, only) {
  const { buildOptionsOf } = await import("../../dist/cli/buildCommand.js");
  const { runBuild } = await import("../../dist/pipeline/build.js");
  const { writePerformanceMidi } = await import("../../dist/formats/midi/writeMidi.js");
  const { musicXml, tracks } = makeScore(size);
  const score = path.join(dir, "score.musicxml");
  const midi = path.join(dir, "take.mid");
  writeFileSync(score, musicXml);
  writeFileSync(
    midi,
    writePerformanceMidi({ ppq: PPQ, name: "", tempos: [{ tick: 0, usPerQuarter: 500_000 }], tracks }),
  );
  const begun = performance.now();
  const options = await buildOptionsOf(score, {
    midi,
    out: path.join(dir, "out"),
    workers: "auto",
    only: only ?? "",
  });
  const { report } = await runBuild(options);
  const sec = (performance.now() - begun) / 1000;
  const stages = report.measuredAt.stages.map((s) => `${s.name} ${s.durationSec?.toFixed(1)}`).join(", ");
  console.log(
    JSON.stringify({
      notes: report.totals.noteheads,
      sec,
      peakMb: process.resourceUsage().maxRSS / 1024,
      stages,
    }),
  );
  process.exit(0);
}
