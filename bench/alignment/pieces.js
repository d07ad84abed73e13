/**
 * Is a MIDI file of another piece refused, and never one of the right piece?
 *
 *     node bench/alignment/pieces.js SPLIT DATA
 *
 * SPLIT lists the pairs, DATA holds the data sets. Right pairs are tried whole and mutilated in seven ways, wrong
 * ones are every score with every performance of another piece. LEITMOTION_DIST as in run.js.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(import.meta.dirname, "../../dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);
const [splitFile, dataDir] = process.argv.slice(2);
if (!dataDir) {
  console.error("usage: pieces.js SPLIT DATA");
  process.exit(2);
}
const { readMusicXml } = await load("formats/musicxml/readMusicXml.js");
const { readMidi } = await load("formats/midi/readMidi.js");
const { chooseRepeats } = await load("align/chooseRepeats.js");
const { alignNotes } = await load("align/alignNotes.js");
const { assertSamePiece } = await load("align/samePiece.js");

const scores = new Map();
const pairs = readFileSync(splitFile, "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map(readPair);

function readPair(line) {
  const [set, file] = line.split(":");
  const midiFile = path.join(dataDir, set, file);
  const scoreFile =
    set === "asap"
      ? path.join(path.dirname(midiFile), "xml_score.musicxml")
      : path.join(dataDir, set, "musicxml", path.basename(file).replace(/_p\d+\.mid$/, ".musicxml"));
  if (!scores.has(scoreFile)) {
    scores.set(scoreFile, readMusicXml(readFileSync(scoreFile), { fileName: path.basename(scoreFile) }));
  }
  const performance = readMidi(readFileSync(midiFile), { fileName: path.basename(midiFile) });
  const piece = path.basename(path.dirname(scoreFile)).replace(/_no_repeat$/, "") + path.basename(scoreFile);
  return {
    line,
    piece: set === "asap" ? path.dirname(line).replace(/_no_repeat$/, "") : piece,
    scoreFile,
    performance,
  };
}

function isRefused(scoreFile, performance) {
  const unfolded = chooseRepeats(scores.get(scoreFile), performance);
  try {
    assertSamePiece(alignNotes(unfolded, performance), unfolded, performance);
    return false;
  } catch (fault) {
    if (fault.code !== "PIECE_MISMATCH") throw fault;
    return true;
  }
}

function mutilations({ performance, piece }) {
  const { notes } = performance;
  const n = notes.length;
  const foreign = pairs.find((p) => p.piece !== piece).performance.notes;
  const shiftSec = foreign[foreign.length - 1].onsetSec + 3;
  const later = notes.map((m) => ({
    ...m,
    onsetSec: m.onsetSec + shiftSec,
    offsetSec: m.offsetSec + shiftSec,
  }));
  return {
    whole: notes,
    "first half": notes.slice(0, n >> 1),
    "last third": notes.slice(Math.floor(0.7 * n)),
    "every second note missing": notes.filter((_, i) => i % 2),
    "every third note missing": notes.filter((_, i) => i % 3),
    "every fourth note wrong": notes.map((m, i) => (i % 4 ? m : { ...m, pitch: m.pitch + 1 })),
    "another piece in front": [...foreign, ...later],
    "middle missing": [...notes.slice(0, Math.floor(0.3 * n)), ...notes.slice(Math.floor(0.7 * n))],
  };
}

let right = 0;
let rightRefused = 0;
let wrong = 0;
let wrongAccepted = 0;
for (const pair of pairs) {
  for (const [kind, notes] of Object.entries(mutilations(pair))) {
    right++;
    const indexed = notes.map((note, index) => ({ ...note, index }));
    if (!isRefused(pair.scoreFile, { ...pair.performance, notes: indexed })) continue;
    rightRefused++;
    console.log(`refused   ${pair.line}: ${kind}`);
  }
}
const seen = new Set();
for (const { scoreFile, piece, line } of pairs) {
  if (seen.has(scoreFile)) continue;
  seen.add(scoreFile);
  for (const other of pairs) {
    if (other.piece === piece) continue;
    wrong++;
    if (isRefused(scoreFile, other.performance)) continue;
    wrongAccepted++;
    console.log(`accepted  score of ${line} with ${other.line}`);
  }
}
console.log(
  `right pairs refused: ${rightRefused} of ${right}; wrong pairs accepted: ${wrongAccepted} of ${wrong}`,
);
