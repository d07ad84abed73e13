/**
 * The pairs of a split and their truth: which performed note is which score note.
 *
 * A split lists one pair a line, `asap:PATH` or `vienna:PATH`, the path of a performance MIDI inside that data set.
 * (n)ASAP keeps its truth in a TSV, Vienna 4x22 in match files; match files of both give the unison classes (equal
 * onset and pitch). A score note is named by a key, `xmlId#occurrence`: how often that very note has sounded, from 1.
 * The same reading as `../shared/bench/alignment/gt.py`.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const STEP = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const ALTER = { n: 0, "": 0, "#": 1, "##": 2, x: 2, b: -1, bb: -2 };
const SNOTE =
  /^snote\(([^,]+),\[([A-G]),([^\]]*)\],(-?\d+),[^,]*,[^,]*,[^,]*,(-?[\d.]+),-?[\d.]+,\[[^\]]*\]\)-(.*)$/;
const NOTE = /note\(([^,]+),(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)\)\./;

export const keyOf = (xmlId, occurrence) => `${xmlId}#${occurrence}`;

export function splitKey(key) {
  const at = key.lastIndexOf("#");
  return { xmlId: key.slice(0, at), occurrence: Number(key.slice(at + 1)) };
}

/** The pairs of a split file, with the files each needs. Scores in two editions (`_no_repeat`) are one piece. */
export function readSplit(splitFile, dataDir) {
  return readFileSync(splitFile, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => describePair(line, dataDir));
}

function describePair(line, dataDir) {
  const [set, file] = line.split(":");
  const midiFile = path.join(dataDir, set, file);
  if (set === "asap") {
    const stem = midiFile.replace(/\.mid$/, "");
    return {
      line,
      set,
      piece: path.dirname(file).replace(/_no_repeat$/, ""),
      composer: file.split("/")[0],
      midiFile,
      scoreFile: path.join(path.dirname(midiFile), "xml_score.musicxml"),
      matchFile: `${stem}.match`,
      tsvFile: path.join(`${stem}_note_alignments`, "note_alignment.tsv"),
    };
  }
  const stem = path.basename(file, ".mid");
  const piece = stem.replace(/_p\d+$/, "");
  return {
    line,
    set,
    piece,
    composer: piece.split("_")[0],
    midiFile,
    scoreFile: path.join(dataDir, set, "musicxml", `${piece}.musicxml`),
    matchFile: path.join(dataDir, set, "match", `${stem}.match`),
    tsvFile: null,
  };
}

/** Files of a pair that are not there. */
export const missingFiles = (pair) =>
  [pair.midiFile, pair.scoreFile, pair.matchFile, pair.tsvFile].filter((f) => f && !existsSync(f));

/**
 * The truth of a pair.
 *
 * @returns performed (track, channel, pitch, onsetSec) · matches ({ key, performed }, index into `performed`) ·
 *   deletions (keys) · insertions (indices) · unison (key → first key of its class) · onsetBeat (key → position with
 *   repeats unfolded, distorted around hidden notes)
 */
export function readTruth(pair) {
  const toKey = pair.set === "asap" ? asapKey : (id) => keyOf(id, 1);
  const truth = pair.set === "asap" ? readTsv(pair.tsvFile, toKey) : readMatch(pair.matchFile, toKey);
  return { ...truth, ...readClasses(pair, toKey) };
}

function asapKey(id) {
  const found = /^(.+)-(\d+)$/.exec(id);
  return found ? keyOf(found[1], found[2]) : keyOf(id, 1);
}

const emptyTruth = () => ({ performed: [], matches: [], deletions: [], insertions: [] });

function readTsv(file, toKey) {
  const truth = emptyTruth();
  for (const line of readFileSync(file, "utf8").split("\n").slice(1)) {
    const [id, midiId, track, channel, pitch, onset] = line.split("\t");
    if (midiId === undefined) continue;
    if (midiId === "deletion") {
      truth.deletions.push(toKey(id));
      continue;
    }
    truth.performed.push({ track: +track, channel: +channel, pitch: +pitch, onsetSec: +onset });
    const performed = truth.performed.length - 1;
    if (id === "insertion") truth.insertions.push(performed);
    else truth.matches.push({ key: toKey(id), performed });
  }
  return truth;
}

function readMatch(file, toKey) {
  const truth = emptyTruth();
  let units = 480;
  let rate = 500_000;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    units = Number(/^info\(midiClockUnits,(\d+)/.exec(line)?.[1] ?? units);
    rate = Number(/^info\(midiClockRate,(\d+)/.exec(line)?.[1] ?? rate);
    const scored = SNOTE.exec(line);
    const played = NOTE.exec(line);
    if (scored && !played) truth.deletions.push(toKey(scored[1]));
    if (!played || !(scored || line.startsWith("insertion"))) continue;
    const onsetSec = (Number(played[3]) * rate) / units / 1e6;
    truth.performed.push({ track: 0, channel: 0, pitch: Number(played[2]), onsetSec });
    const performed = truth.performed.length - 1;
    if (scored) truth.matches.push({ key: toKey(scored[1]), performed });
    else truth.insertions.push(performed);
  }
  return truth;
}

function readClasses(pair, toKey) {
  const unison = new Map();
  const onsetBeat = new Map();
  const classes = new Map();
  for (const line of existsSync(pair.matchFile) ? readFileSync(pair.matchFile, "utf8").split("\n") : []) {
    const found = SNOTE.exec(line);
    if (!found) continue;
    const [, id, step, alter, octave, onset] = found;
    const key = toKey(id);
    const at = `${12 * (Number(octave) + 1) + STEP[step] + (ALTER[alter] ?? 0)} ${Number(onset)}`;
    onsetBeat.set(key, Number(onset));
    if (!classes.has(at)) classes.set(at, new Set());
    classes.get(at).add(key);
  }
  for (const keys of classes.values()) {
    const first = [...keys].sort()[0];
    for (const key of keys) {
      unison.set(key, first);
      // Vienna's MusicXML writes shared note heads twice, its match files once.
      const twin = keyOf(`${splitKey(key).xmlId}voice_overlap`, 1);
      if (pair.set === "vienna" && !unison.has(twin)) unison.set(twin, first);
    }
  }
  return { unison, onsetBeat };
}

/**
 * Find notes of a MIDI file in the truth by pitch and onset (2 ms), first with track and channel, then without.
 *
 * @returns for each note the index into `truth.performed`, or null; each index at most once
 */
export function findPerformed(truth, notes) {
  const byPitch = new Map();
  truth.performed.forEach((note, index) => {
    if (!byPitch.has(note.pitch)) byPitch.set(note.pitch, []);
    byPitch.get(note.pitch).push({ ...note, index });
  });
  for (const list of byPitch.values()) list.sort((a, b) => a.onsetSec - b.onsetSec);
  const used = new Set();
  const found = notes.map(() => null);
  const order = [...notes.keys()].sort((a, b) => notes[a].onsetSec - notes[b].onsetSec);
  for (const strict of [true, false]) {
    for (const i of order) {
      if (found[i] !== null) continue;
      const best = nearest(byPitch.get(notes[i].pitch) ?? [], notes[i], strict, used);
      if (best === null) continue;
      used.add(best);
      found[i] = best;
    }
  }
  return found;
}

const TOLERANCE_SEC = 0.002;

function nearest(candidates, note, strict, used) {
  let best = null;
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (candidates[middle].onsetSec < note.onsetSec - TOLERANCE_SEC) low = middle + 1;
    else high = middle;
  }
  for (; low < candidates.length && candidates[low].onsetSec <= note.onsetSec + TOLERANCE_SEC; low++) {
    const c = candidates[low];
    if (used.has(c.index) || (strict && (c.track !== note.track || c.channel !== note.channel))) continue;
    const distance = Math.abs(c.onsetSec - note.onsetSec);
    if (best === null || distance < best.distance) best = { index: c.index, distance };
  }
  return best?.index ?? null;
}

/** Precision, recall and F1 of two lists of strings compared as multisets. */
export function scoreLists(predicted, expected) {
  const left = new Map();
  for (const item of expected) left.set(item, (left.get(item) ?? 0) + 1);
  let hits = 0;
  for (const item of predicted) {
    const n = left.get(item) ?? 0;
    if (n === 0) continue;
    left.set(item, n - 1);
    hits++;
  }
  const precision = predicted.length ? hits / predicted.length : 0;
  const recall = expected.length ? hits / expected.length : 0;
  const f1 = hits ? (2 * precision * recall) / (precision + recall) : 0;
  return predicted.length + expected.length === 0
    ? { precision: 1, recall: 1, f1: 1, hits }
    : { precision, recall, f1, hits };
}
