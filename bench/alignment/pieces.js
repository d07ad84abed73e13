/**
 * Is a MIDI file of another piece refused, and never one of the right piece?
 *
 *     node bench/alignment/pieces.js [--data ../shared/data] [--split FILE] [--sample SHARE] [--assert]
 *
 * Right pairs are tried whole and mutilated in seven ways, wrong ones are every score with every performance of another
 * piece. `--sample 0.05` tries every twentieth of both. `--assert` fails (exit 1) if a right one is refused or a wrong one
 * accepted. LEITMOTION_DIST as in run.js. Says so aloud and ends well without the data.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { missingFiles, readSplit } from "./truth.js";

/** One étude in two editions. */
const SAME_PIECE = { Chopin_op10_no3: "Chopin/Etudes_op_10/3" };

const root = path.resolve(import.meta.dirname, "../..");
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: path.join(root, "../shared/data") },
    split: { type: "string", default: path.join(root, "../shared/bench/alignment/splits/dev.txt") },
    sample: { type: "string", default: "1" },
    assert: { type: "boolean", default: false },
  },
});
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);

const split = existsSync(options.split) ? readSplit(options.split, options.data) : [];
const missing = split.flatMap(missingFiles);
if (split.length === 0) console.log(`SKIPPED: the piece bench needs the split ${options.split}`);
else if (missing.length > 0)
  console.log(`SKIPPED: the piece bench needs ${missing.length} files more, ${missing[0]} among them`);
else await main();

async function main() {
  const program = Object.assign(
    {},
    await load("formats/musicxml/readMusicXml.js"),
    await load("formats/midi/readMidi.js"),
    await load("align/alignScore.js"),
    await load("align/samePiece.js"),
  );
  const read = (reader, file) => reader(readFileSync(file), { fileName: path.basename(file) });
  const scores = new Map();
  const pairs = split.map(({ line, piece, scoreFile, midiFile }) => {
    if (!scores.has(scoreFile)) scores.set(scoreFile, read(program.readMusicXml, scoreFile));
    const performance = read(program.readMidi, midiFile);
    return { line, piece: SAME_PIECE[piece] ?? piece, scoreFile, score: scores.get(scoreFile), performance };
  });
  const right = sampled(pairs.flatMap((pair) => rightCases(pair, pairs)));
  const refused = right.filter(({ make }) => isRefused(program, make()));
  for (const { name } of refused) console.log(`refused   ${name}`);
  const wrong = sampled(wrongCases(pairs));
  const accepted = wrong.filter(({ make }) => !isRefused(program, make()));
  for (const { name } of accepted) console.log(`accepted  ${name}`);
  console.log(
    `right pairs refused: ${refused.length} of ${right.length}; wrong pairs accepted: ${accepted.length} of ${wrong.length}`,
  );
  if (options.assert && refused.length + accepted.length > 0) process.exitCode = 1;
}

/** Evenly spread. */
function sampled(cases) {
  const share = Number(options.sample);
  return cases.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share));
}

function isRefused({ alignScore, assertSamePiece }, { score, performance }) {
  const { unfolded, alignment } = alignScore(score, performance);
  try {
    assertSamePiece(alignment, unfolded, performance);
    return false;
  } catch (fault) {
    if (fault.code !== "PIECE_MISMATCH") throw fault;
    return true;
  }
}

function rightCases(pair, pairs) {
  return Object.entries(mutilations(pair, pairs)).map(([kind, mutilate]) => ({
    name: `${pair.line}: ${kind}`,
    make: () => {
      const notes = mutilate(pair.performance.notes).map((note, index) => ({ ...note, index }));
      return { score: pair.score, performance: { ...pair.performance, notes } };
    },
  }));
}

function wrongCases(pairs) {
  const firsts = pairs.filter((pair, i) => pairs.findIndex((p) => p.scoreFile === pair.scoreFile) === i);
  return firsts.flatMap(({ line, piece, score }) =>
    pairs
      .filter((other) => other.piece !== piece)
      .map((other) => ({
        name: `score of ${line} with ${other.line}`,
        make: () => ({ score, performance: other.performance }),
      })),
  );
}

function mutilations({ piece }, pairs) {
  const part = (from, to) => (notes) =>
    notes.slice(Math.floor(from * notes.length), Math.floor(to * notes.length));
  const foreign = pairs.find((p) => p.piece !== piece).performance.notes;
  const shiftSec = foreign[foreign.length - 1].onsetSec + 3;
  const later = (m) => ({ ...m, onsetSec: m.onsetSec + shiftSec, offsetSec: m.offsetSec + shiftSec });
  return {
    whole: (notes) => notes,
    "first half": part(0, 0.5),
    "last third": part(0.7, 1),
    "every second note missing": (notes) => notes.filter((_, i) => i % 2),
    "every third note missing": (notes) => notes.filter((_, i) => i % 3),
    "every fourth note wrong": (notes) => notes.map((m, i) => (i % 4 ? m : { ...m, pitch: m.pitch + 1 })),
    "another piece in front": (notes) => [...foreign, ...notes.map(later)],
    "middle missing": (notes) => [...part(0, 0.3)(notes), ...part(0.7, 1)(notes)],
  };
}
