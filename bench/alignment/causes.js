/**
 * What is left: every performed note whose partner is another than the truth says, sorted by cause, with examples.
 *
 *     node bench/alignment/causes.js [--data ../shared/data] [--split FILE] [--only TEXT] [--examples 2] [--all]
 *
 * A note counts once, under the first cause that fits; a place is a set of such notes that share written notes. `--all`
 * prints every item, `--only` takes the pairs whose line holds the text. LEITMOTION_DIST as in run.js. Says so aloud and
 * ends well without the data.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { CAUSES, causeOf } from "./causes/causeOf.js";
import { findWrong } from "./causes/findWrong.js";
import { missingFiles, readSplit, readTruth } from "./truth.js";

const root = path.resolve(import.meta.dirname, "../..");
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: path.join(root, "../shared/data") },
    split: { type: "string", default: path.join(root, "../shared/bench/alignment/splits/dev.txt") },
    only: { type: "string", default: "" },
    examples: { type: "string", default: "2" },
    all: { type: "boolean", default: false },
  },
});
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);

const pairs = (existsSync(options.split) ? readSplit(options.split, options.data) : []).filter(({ line }) =>
  line.includes(options.only),
);
const missing = pairs.flatMap(missingFiles);
if (pairs.length === 0) console.log(`SKIPPED: the causes are counted on the pairs of ${options.split}`);
else if (missing.length > 0) console.log(`SKIPPED: ${missing[0]} is missing, and ${missing.length - 1} more`);
else await main();

async function main() {
  const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
  const { readMidi } = await load("formats/midi/readMidi.js");
  const { alignScore } = await load("align/alignScore.js");
  const byCause = CAUSES.map(() => []);
  for (const pair of pairs) {
    const score = readMusicXml(readFileSync(pair.scoreFile), { fileName: path.basename(pair.scoreFile) });
    const performance = readMidi(readFileSync(pair.midiFile), { fileName: path.basename(pair.midiFile) });
    const { unfolded, alignment } = alignScore(score, performance);
    for (const item of findWrong(readTruth(pair), unfolded, performance, alignment)) {
      for (const side of [item.truth, item.ours]) {
        if (side === null || side.index === null) continue;
        side.written = unfolded.sounding[side.index].members[0].note;
        side.measure = score.measures[side.written.measureIndex].number;
      }
      byCause[causeOf(item)].push({ ...item, pair });
    }
  }
  report(byCause);
}

function report(byCause) {
  const all = byCause.flat();
  console.log("| cause | notes | places | pairs | most in |\n| --- | --- | --- | --- | --- |");
  CAUSES.forEach(({ name }, k) => {
    if (byCause[k].length > 0) console.log(`| ${name} | ${figures(byCause[k])} |`);
  });
  console.log(`| **all** | ${figures(all)} |\n`);
  CAUSES.forEach(({ name }, k) => {
    if (byCause[k].length === 0) return;
    console.log(`${name}:`);
    for (const item of options.all ? byCause[k] : spread(byCause[k], Number(options.examples)))
      console.log(`  ${describe(item)}`);
  });
}

function figures(items) {
  const places = new Set(items.map((item) => item.place)).size;
  const counts = new Map();
  for (const { pair } of items) counts.set(nameOf(pair), (counts.get(nameOf(pair)) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return `${items.length} | ${places} | ${counts.size} | ${most ? `${most[0]} (${most[1]})` : ""}`;
}

/** Some examples, from as many pairs as there are. */
function spread(items, count) {
  const firsts = items.filter((item, i) => items.findIndex(({ pair }) => pair === item.pair) === i);
  return [...firsts, ...items.filter((item) => !firsts.includes(item))].slice(0, count);
}

function nameOf({ line }) {
  return line.replace(/^\w+:(midi\/)?/, "").replace(/\.mid$/, "");
}

function describe({ pair, note, truth, ours }) {
  return `${nameOf(pair)}, key ${note.pitch} at ${note.onsetSec.toFixed(2)} s: truth ${where(truth)}, ours ${where(ours)}`;
}

function where(side) {
  if (side === null) return "none";
  if (!side.written) return side.key;
  const { num, den } = side.written.measureQuarter;
  const kind = side.written.grace ? " grace" : side.written.printed ? "" : " hidden";
  const heard = side.heardSec === null ? "" : `, heard ${side.heardSec.toFixed(2)}`;
  return `m. ${side.measure} + ${Number((num / den).toFixed(3))}${kind} (${side.key}${heard})`;
}
