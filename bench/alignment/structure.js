/**
 * Does the alignment find the way a performance went? Performances are made from real ones by cutting and doubling,
 * scores get repeat marks they never had; the truth is known by construction.
 *
 *     node bench/alignment/structure.js [--data ../shared/data] [--split FILE] [--kind TEXT] [--only TEXT]
 *                                       [--verbose] [--json FILE] [--self-test] [--assert]
 *
 * Drop: unison F1 that the unedited pair gets for the same performed notes, minus the case's own. `--assert` fails
 * (exit 1) if a kind's mean drop is above 0.005, that of all above 0.001, or there are fewer than 150 cases from 25
 * pieces. `--self-test` checks the bench itself: the truth scores 1, a wrong pass does not, and what is played as
 * written agrees with the score unfolded. `--only` takes part of a case's name, a pair or a piece. LEITMOTION_DIST as in
 * run.js. Says so aloud and ends well without the data.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { listCases } from "./structure/cases.js";
import { makePerformance, scoreText } from "./structure/makeCase.js";
import { printKinds, printWorst } from "./structure/report.js";
import { withoutComments } from "./structure/scoreMarks.js";
import {
  compareKeys,
  countPasses,
  describeFound,
  explainFaults,
  predictionOf,
  restrictBase,
} from "./structure/scoring.js";
import { checkBench } from "./structure/selfTest.js";
import { buildTimeline, describeStretches } from "./structure/timeline.js";
import { findPerformed, missingFiles, readSplit, readTruth } from "./truth.js";

const MOST_DROP_OF_KIND = 0.005;
const MOST_DROP = 0.001;
const LEAST_CASES = 150;
const LEAST_PIECES = 25;

const root = path.resolve(import.meta.dirname, "../..");
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: path.join(root, "../shared/data") },
    split: { type: "string", default: path.join(root, "../shared/bench/alignment/splits/dev.txt") },
    kind: { type: "string" },
    only: { type: "string" },
    json: { type: "string" },
    verbose: { type: "boolean", default: false },
    "self-test": { type: "boolean", default: false },
    assert: { type: "boolean", default: false },
  },
});
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);

const pairs = existsSync(options.split) ? readSplit(options.split, options.data) : [];
const missing = pairs.flatMap(missingFiles);
if (pairs.length === 0) console.log(`SKIPPED: the structure bench needs the split ${options.split}`);
else if (missing.length > 0)
  console.log(`SKIPPED: the structure bench needs ${missing.length} files more, ${missing[0]} among them`);
else await main();

async function main() {
  const program = await loadProgram();
  const materials = pairs.map((pair) => readMaterial(pair, program));
  for (const material of materials) material.others = materials;
  const cases = listCases(materials).filter(isWanted);
  if (options["self-test"]) {
    process.exitCode = checkBench(cases, program) ? 0 : 1;
    return;
  }
  const results = cases.map((draft) => runCase(draft, program));
  const kinds = printKinds(results);
  if (options.verbose) printWorst(results);
  if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1));
  if (options.assert) assertPromises(results, kinds);
}

async function loadProgram() {
  const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
  const { readMidi } = await load("formats/midi/readMidi.js");
  const { buildTempoMap } = await load("core/tempoMap.js");
  const { unfoldScore } = await load("score/unfoldScore.js");
  return { readMusicXml, readMidi, buildTempoMap, unfoldScore, align: await loadAlign() };
}

/** The entry point under test: score and performance in, { unfolded, alignment } out. */
async function loadAlign() {
  if (existsSync(path.join(dist, "align/alignScore.js")))
    return (await load("align/alignScore.js")).alignScore;
  const { chooseRepeats } = await load("align/chooseRepeats.js");
  const { alignNotes } = await load("align/alignNotes.js");
  return (score, performance) => {
    const unfolded = chooseRepeats(score, performance);
    return { unfolded, alignment: alignNotes(unfolded, performance) };
  };
}

function readMaterial(pair, { readMusicXml, readMidi }) {
  const xml = withoutComments(readFileSync(pair.scoreFile, "utf8"));
  const score = readMusicXml(Buffer.from(xml), { fileName: pair.piece });
  const performance = readMidi(readFileSync(pair.midiFile), { fileName: pair.line });
  const truth = readTruth(pair);
  const timeline = buildTimeline(truth, score, performance, findPerformed(truth, performance.notes));
  return { pair, xml, score, performance, timeline, base: null };
}

function isWanted({ kind, name, material: { pair } }) {
  const { kind: wantedKind, only } = options;
  const matches = [name, pair.line, pair.piece].some((text) => only && text.includes(only));
  return (!wantedKind || kind.includes(wantedKind)) && (!only || matches);
}

function runCase(draft, program) {
  const { material } = draft;
  const { timeline, pair } = material;
  material.base ??= predictionOf(
    program.align(material.score, material.performance),
    material.performance.notes.length,
  );
  const text = scoreText(draft);
  const score =
    text === null ? material.score : program.readMusicXml(Buffer.from(text), { fileName: pair.piece });
  const { performance, truth, played, visits } = makePerformance(draft, program.buildTempoMap);
  const started = process.cpuUsage();
  const result = program.align(score, performance);
  const spent = process.cpuUsage(started);
  const predicted = predictionOf(result, performance.notes.length);
  const base = restrictBase(timeline, material.base, played, visits);
  const { f1 } = compareKeys(timeline, performance.notes, predicted, truth);
  const baseF1 = compareKeys(timeline, performance.notes, base, truth).f1;
  return {
    kind: draft.kind,
    name: draft.name,
    pair: pair.line,
    piece: pair.piece,
    did: draft.did.join("; "),
    notes: performance.notes.length,
    f1,
    baseF1,
    drop: baseF1 - f1,
    passes: countPasses(timeline, predicted, truth),
    cpuSec: (spent.user + spent.system) / 1e6,
    played: describeStretches(timeline, draft.stretches),
    found: describeFound(timeline, result),
    faults: explainFaults({ timeline, performance, predicted, expected: truth, base }),
  };
}

function assertPromises(results, kinds) {
  const pieces = new Set(results.map((r) => r.piece)).size;
  const faults = kinds
    .filter((k) => k.dropMean > (k.kind === "all" ? MOST_DROP : MOST_DROP_OF_KIND))
    .map((k) => `${k.kind}: mean drop ${k.dropMean.toFixed(4)}`);
  if (results.length < LEAST_CASES || pieces < LEAST_PIECES)
    faults.push(`only ${results.length} cases from ${pieces} pieces`);
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
