/** How right a result is: unison F1, what the unedited pair would have given, right passes; and what went wrong. */
import { keyOf, scoreLists, splitKey } from "../truth.js";
import { describeMeasures } from "./timeline.js";

/** A result of the program as a list: for each performed note the key of its score note, or null. */
export function predictionOf({ unfolded, alignment }, noteCount) {
  const keys = new Array(noteCount).fill(null);
  for (const { soundingIndex, noteIndex } of alignment.links) {
    const { note, pass } = unfolded.sounding[soundingIndex].members[0];
    keys[noteIndex] = keyOf(note.xmlId, pass);
  }
  return keys;
}

/**
 * Two lists of keys by performed note, compared; score notes of one onset and pitch are interchangeable, and so are
 * performed notes that begin together on one key.
 */
export function compareKeys(timeline, notes, predicted, expected) {
  const first = new Map();
  const same = notes.map((n, i) => {
    const at = `${n.track} ${n.channel} ${n.pitch} ${n.onsetTick}`;
    if (!first.has(at)) first.set(at, i);
    return first.get(at);
  });
  const items = (keys) =>
    keys.flatMap((key, i) => (key === null ? [] : [`${unisonKey(timeline, key)} ${same[i]}`]));
  return scoreLists(items(predicted), items(expected));
}

export function unisonKey(timeline, key) {
  const { xmlId, occurrence } = splitKey(key);
  return keyOf(timeline.unisonId(xmlId), occurrence);
}

/**
 * What the result for the unedited pair says about the same performed notes: its links, with the passes of the new
 * performance; a link to music that is not played there is wrong here too.
 */
export function restrictBase(timeline, basePrediction, played, visits) {
  return played.map((place) => {
    if (place === null) return null;
    const key = basePrediction[place.original];
    if (key === null) return null;
    const here = visits[place.stretch];
    return here.get(key) ?? here.get(unisonKey(timeline, key)) ?? `${key} elsewhere#0`;
  });
}

/** Of the notes linked to the right score note: how many in the right pass; { right, of }. */
export function countPasses(timeline, predicted, expected) {
  let right = 0;
  let of = 0;
  predicted.forEach((key, i) => {
    if (key === null || expected[i] === null) return;
    const [a, b] = [unisonKey(timeline, key), unisonKey(timeline, expected[i])];
    if (splitKey(a).xmlId !== splitKey(b).xmlId) return;
    of++;
    if (a === b) right++;
  });
  return { right, of };
}

/**
 * What went wrong, in order of time: runs of performed notes with one kind of fault, as
 * { fault, count, measures, fromSec, toSec }. Faults that the unedited pair has too are left out.
 */
export function explainFaults({ timeline, performance, predicted, expected, base }) {
  const measureOf = (key) => timeline.noteOf.get(splitKey(key).xmlId)?.measureIndex ?? -1;
  const name = (m) => timeline.score.measures[m]?.number ?? "?";
  const runs = [];
  performance.notes.forEach((note, i) => {
    const fault = faultOf(timeline, predicted[i], expected[i], measureOf);
    if (fault === null || fault === faultOf(timeline, base[i], expected[i], measureOf)) return;
    const m = measureOf(expected[i] ?? predicted[i]);
    const run = runs.findLast((r) => r.fault === fault && Math.abs(m - r.measures.at(-1)) <= 1);
    if (run) {
      run.count++;
      run.measures.push(m);
      run.toSec = note.onsetSec;
    } else runs.push({ fault, count: 1, measures: [m], fromSec: note.onsetSec, toSec: note.onsetSec });
  });
  return runs.map(({ measures, ...run }) => {
    const [low, high] = [Math.min(...measures), Math.max(...measures)];
    return { ...run, measures: low === high ? name(low) : `${name(low)}-${name(high)}` };
  });
}

function faultOf(timeline, predicted, expected, measureOf) {
  if (predicted === null && expected === null) return null;
  if (expected === null) return "linked, but not written";
  if (predicted === null) return "left unlinked";
  const [a, b] = [unisonKey(timeline, predicted), unisonKey(timeline, expected)];
  if (a === b) return null;
  const [pa, pb] = [splitKey(a), splitKey(b)];
  if (pa.xmlId === pb.xmlId) return `pass ${pa.occurrence} for ${pb.occurrence}`;
  const shift = measureOf(predicted) - measureOf(expected);
  return Math.abs(shift) <= 1 ? "another note near by" : `${shift > 0 ? "+" : ""}${shift} measures`;
}

/** The way the result went, as printed measures: those of which at least one note is linked. */
export function describeFound(timeline, { unfolded, alignment }) {
  const visits = new Set();
  for (const { soundingIndex } of alignment.links)
    visits.add(unfolded.sounding[soundingIndex].members[0].visitIndex);
  const linked = unfolded.visits.filter((v) => visits.has(v.index));
  return describeMeasures(
    timeline.score,
    linked.map((v) => v.measureIndex),
  );
}
