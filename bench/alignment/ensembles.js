/**
 * Matching of ensembles: made performances with known truth, from duo to full orchestra.
 *
 *     node bench/alignment/ensembles.js [--all] [--growth] [--only WORD] [--data ../shared/data] [--assert]
 *
 * Every case is matched in a process of its own; times are processor seconds of the matching alone, cold; peak memory is that of
 * the whole process. `--assert` fails where an unison F1 at the default level is below 0.99, or one by part below 0.98 where the
 * parts have tracks or channels. `--only` keeps the cases whose line holds the word. LEITMOTION_DIST as in run.js.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ALL_CASES, DEFAULT_CASES, GROWTH_CASES, hasScore, nameOf } from "./ensembles/cases.js";
import { judge } from "./ensembles/judge.js";
import { makeCase } from "./ensembles/makeCase.js";

const LEAST_UNISON_F1 = 0.99;
const LEAST_PART_F1 = 0.98;

const root = path.resolve(import.meta.dirname, "../..");
const at = (flag) => process.argv.indexOf(flag);
const option = (flag, fallback) => (at(flag) < 0 ? fallback : process.argv[at(flag) + 1]);
const data = path.resolve(root, option("--data", "../shared/data"));
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));

if (at("--one") >= 0) console.log(JSON.stringify(await runCase(JSON.parse(option("--one")))));
else runAll();

async function runCase(one) {
  const load = (file) => import(pathToFileURL(path.join(dist, file)).href);
  const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
  const { unfoldScore } = await load("score/unfoldScore.js");
  const { buildTempoMap, secToTick, tickToSec } = await load("core/tempoMap.js");
  const made = makeCase(one, { readMusicXml, unfoldScore, buildTempoMap, secToTick, tickToSec }, data);
  const { alignScore } = await load("align/alignScore.js");
  const before = process.cpuUsage();
  const { unfolded, alignment } = alignScore(made.score, made.performance);
  const { user, system } = process.cpuUsage(before);
  return {
    ...judge(made.unfolded, made, { sounding: unfolded.sounding, links: alignment.links }),
    parts: made.score.parts.length,
    notes: made.performance.notes.length,
    separate: made.separate,
    cpuSec: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
}

function runAll() {
  const wanted = at("--growth") >= 0 ? GROWTH_CASES : at("--all") >= 0 ? ALL_CASES : DEFAULT_CASES;
  const word = option("--only", "");
  const cases = wanted.filter((one) => lineHead(one).includes(word));
  const playable = cases.filter((one) => hasScore(one, data));
  if (playable.length < cases.length) {
    console.log(
      `SKIPPED: ${cases.length - playable.length} of ${cases.length} cases need ${path.join(data, "openscore")}`,
    );
  }
  console.log(`${lineHead(null)} parts  notes  unison F1  part F1    lanes  s/1000  peak MB`);
  const failed = playable.filter((one) => !report(one, measure(one)));
  if (at("--assert") >= 0 && failed.length > 0) {
    console.error(`FAILED: ${failed.length} of ${playable.length} cases are matched too badly`);
    process.exitCode = 1;
  }
}

function measure(one) {
  const self = fileURLToPath(import.meta.url);
  const done = spawnSync(process.execPath, [self, "--one", JSON.stringify(one), "--data", data], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status !== 0) throw new Error(`A case failed: ${JSON.stringify(one)}`);
  return JSON.parse(done.stdout);
}

/** Print a line; whether the case is good enough. */
function report(one, row) {
  const isGood = row.unisonF1 >= LEAST_UNISON_F1 && (!row.separate || row.partF1 >= LEAST_PART_F1);
  const counts = one.level !== "default" || isGood;
  console.log(
    `${lineHead(one)} ${String(row.parts).padStart(5)} ${String(row.notes).padStart(6)} ${row.unisonF1.toFixed(4).padStart(10)}` +
      ` ${row.partF1.toFixed(4).padStart(8)} ${`${row.lanesRight}/${row.lanes}`.padStart(8)}` +
      ` ${((1000 * row.cpuSec) / row.notes).toFixed(3).padStart(7)} ${row.peakMb.toFixed(0).padStart(8)}${counts ? "" : "  TOO LOW"}`,
  );
  return counts;
}

function lineHead(one) {
  const [name, layout, level] = one
    ? [nameOf(one.score), one.layout, one.level]
    : ["score", "layout", "level"];
  return `${name.padEnd(44)} ${layout.padEnd(10)} ${level.padEnd(9)}`;
}
