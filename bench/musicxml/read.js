/**
 * How fast MusicXML is read into the full model, beside the two readers of XML alone on the same bytes: saxes, and our own
 * of plain XML, both with handlers that only count.
 *
 *     npm run compile && node bench/musicxml/read.js [--dir FOLDER] [--rounds 5] [--dist dist] [--assert]
 *
 * Without --dir a score is made on the spot (two staves, 2000 measures; 200 for the cold figures). Rounds are interleaved,
 * the best of each counts, so a busy machine slows all alike: what --assert asserts is a ratio. 15 MB/s are wanted of a
 * usual machine. "Cold" is the first reading of a process of its own: nothing is optimised yet, as in a short command.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { makeScore } from "./makeScore.js";
import { loadWays } from "./waysToRead.js";

const WANTED_MB_PER_SEC = 15;
/** Of the speed of saxes alone; 0.6 to 0.9 is usual. */
const WANTED_RATIO = 0.45;

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    rounds: { type: "string", default: "5" },
    assert: { type: "boolean", default: false },
    dist: { type: "string", default: resolve(import.meta.dirname, "../../dist") },
  },
});
const rounds = Number(values.rounds);
const files = values.dir ? listScores(values.dir) : [];
const scores = values.dir ? files.map((file) => readFileSync(file)) : [makeScore(2000)];
const megabytes = scores.reduce((sum, bytes) => sum + bytes.length, 0) / 1e6;
const ways = await loadWays(values.dist);
const names = Object.keys(ways);

const noteCount = scores.reduce((sum, bytes) => sum + ways.reader(bytes), 0);
console.log(`${scores.length} scores, ${megabytes.toFixed(1)} MB, ${noteCount} notes, best of ${rounds}`);
const givenUp = scores.filter((bytes) => ways.plain(bytes) === 0).length;
if (givenUp > 0) console.log(`${givenUp} not plain: what stands for the plain reader tells little`);

const rates = Object.fromEntries(names.map((name) => [name, 0]));
for (let round = 0; round < rounds; round++) {
  for (const name of names) rates[name] = Math.max(rates[name], megabytes / secondsOf(ways[name]));
}
report("warm", rates, "MB/s");
report("cold", coldFigures(), "CPU ms per MB");

if (rates.reader < WANTED_MB_PER_SEC) {
  console.log(`below ${WANTED_MB_PER_SEC} MB/s: is the machine slow, or busy?`);
}
const ratio = rates.reader / rates.saxes;
console.log(`ratio of the reader to saxes ${ratio.toFixed(2)}`);
if (values.assert && ratio < WANTED_RATIO) {
  console.error(`Below ${WANTED_RATIO} of the speed of saxes`);
  process.exitCode = 1;
}

function report(state, figures, unit) {
  console.log(`${state}: ${names.map((name) => `${name} ${figures[name].toFixed(1)}`).join(", ")} ${unit}`);
}

function secondsOf(way) {
  const start = performance.now();
  for (const bytes of scores) way(bytes);
  return (performance.now() - start) / 1000;
}

/** The best of each file, added up. */
function coldFigures() {
  const sums = Object.fromEntries(names.map((name) => [name, 0]));
  let total = 0;
  for (const file of values.dir ? files : [undefined]) {
    const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY]));
    let size = 0;
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        const reading = readOnce(name, file);
        best[name] = Math.min(best[name], reading.cpuMs);
        size = reading.megabytes;
      }
    }
    total += size;
    for (const name of names) sums[name] += best[name];
  }
  return Object.fromEntries(names.map((name) => [name, sums[name] / total]));
}

function readOnce(name, file) {
  const script = join(import.meta.dirname, "readOnce.js");
  const args = [script, values.dist, name, ...(file === undefined ? [] : [file])];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`readOnce.js ${name}: ${stderr}`);
  return JSON.parse(stdout);
}

function listScores(dir) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile() && /\.(xml|musicxml)$/.test(entry.name));
  return found.map((entry) => join(entry.parentPath, entry.name));
}
