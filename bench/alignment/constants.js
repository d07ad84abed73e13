/**
 * Do the constants of the matching fit these pieces only? Each is made smaller and larger in turn, and for every composer
 * the set is taken that does best on all the others.
 *
 *     node bench/alignment/constants.js [--data ../shared/data] [--scorer ../shared/bench/alignment]
 *
 * Prints the unison match F1 (micro / macro) of each set over all pairs, and of the sets chosen without the composer they are
 * judged by. LEITMOTION_DIST as in run.js. Says so aloud and ends well without the data.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { findPerformed, keyOf, missingFiles, readSplit, readTruth } from "./truth.js";

const root = path.resolve(import.meta.dirname, "../..");
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return path.resolve(root, at < 0 ? fallback : process.argv[at + 1]);
};
const split = path.join(option("scorer", "../shared/bench/alignment"), "splits/dev.txt");

/** Name of a constant and the factors by which it is tried. */
const VARIED = {
  gapCost: [0.85, 1.2],
  fitSec: [0.67, 1.5],
  fitResidualSec: [0.6, 2],
  fitRidge: [0.1, 2],
  knotSec: [0.5, 1.5],
  separationFloor: [0.5, 2.5],
  fitTempoSec: [0.5, 2],
  graceStepSec: [0.7, 1.5],
  bandSec: [0.75, 1.5],
  tempoWeight: [0.5, 2],
  tempoFollow: [0.5, 2],
  spreadWeight: [0.5, 2],
  owedShare: [0.5, 1.7],
  missingCost: [0.75, 1.5],
  extraCost: [0.75, 1.5],
  rounds: [0.5, 1.5],
  evenStrokes: [0.67, 1.34],
  evenSec: [0.7, 1.5],
};
const WHOLE = ["rounds", "evenStrokes"];

if (existsSync(split)) await main();
else console.log(`SKIPPED: the constants are tried on the pairs of ${split}`);

async function main() {
  const { ALIGN } = await load("align/alignConstants.js");
  const { alignScore } = await load("align/alignScore.js");
  const pairs = await readPairs();
  if (pairs.length === 0) return;
  const judge = () => pairs.map((pair) => countsOf(pair, alignScore(pair.score, pair.performance)));
  const sets = [{ name: "as it is", counts: judge() }];
  for (const [name, factors] of Object.entries(VARIED)) {
    for (const factor of factors) {
      const own = ALIGN[name];
      ALIGN[name] = WHOLE.includes(name) ? Math.max(1, Math.round(own * factor)) : own * factor;
      sets.push({ name: `${name} × ${factor}`, counts: judge() });
      ALIGN[name] = own;
    }
  }
  for (const { name, counts } of sets) console.log(`${name.padEnd(24)} ${figures(counts)}`);
  const worst = sets.reduce((a, b) => (microOf(b.counts) < microOf(a.counts) ? b : a));
  console.log(`\nworst of ${sets.length} sets: ${worst.name}, ${figures(worst.counts)}`);
  console.log(`chosen without the composer: ${figures(leaveOneOut(pairs, sets))}`);
}

async function readPairs() {
  const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
  const { readMidi } = await load("formats/midi/readMidi.js");
  const pairs = readSplit(split, option("data", "../shared/data"));
  const missing = pairs.flatMap(missingFiles);
  if (missing.length > 0) {
    console.log(`SKIPPED: ${missing[0]} is missing`);
    return [];
  }
  const scores = new Map();
  return pairs.map((pair) => {
    const { scoreFile, midiFile, composer } = pair;
    if (!scores.has(scoreFile))
      scores.set(scoreFile, readMusicXml(readFileSync(scoreFile), { fileName: path.basename(scoreFile) }));
    const performance = readMidi(readFileSync(midiFile), { fileName: path.basename(midiFile) });
    const truth = readTruth(pair);
    const place = findPerformed(truth, performance.notes);
    const keys = new Map(
      truth.matches.map(({ key, performed }) => [performed, truth.unison.get(key) ?? key]),
    );
    return { composer, score: scores.get(scoreFile), performance, truth, place, keys };
  });
}

function countsOf({ truth, place, keys }, { unfolded, alignment }) {
  let right = 0;
  let made = 0;
  for (const { soundingIndex, noteIndex } of alignment.links) {
    const performed = place[noteIndex];
    if (performed === undefined || performed < 0) continue;
    const { note, pass } = unfolded.sounding[soundingIndex].members[0];
    const key = keyOf(note.xmlId, pass);
    made++;
    if (keys.get(performed) === (truth.unison.get(key) ?? key)) right++;
  }
  return { right, made, wanted: truth.matches.length };
}

function leaveOneOut(pairs, sets) {
  const chosen = [];
  for (const composer of new Set(pairs.map((pair) => pair.composer))) {
    const others = (counts) => counts.filter((_, i) => pairs[i].composer !== composer);
    const best = sets.reduce((a, b) => (microOf(others(b.counts)) > microOf(others(a.counts)) ? b : a));
    pairs.forEach((pair, i) => {
      if (pair.composer === composer) chosen.push(best.counts[i]);
    });
  }
  return chosen;
}

function f1({ right, made, wanted }) {
  return (2 * right) / Math.max(1, made + wanted);
}

function microOf(counts) {
  const sum = (field) => counts.reduce((total, each) => total + each[field], 0);
  return f1({ right: sum("right"), made: sum("made"), wanted: sum("wanted") });
}

function figures(counts) {
  const macro = counts.reduce((total, each) => total + f1(each), 0) / counts.length;
  return `${microOf(counts).toFixed(4)} / ${macro.toFixed(4)}`;
}
