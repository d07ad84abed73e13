/** Every verdict of the program about a split: its features, its confidence, and whether the truth agrees. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { findPerformed, keyOf, readTruth, splitKey } from "../truth.js";

/** The kinds of verdicts: a link, a written note that is not played, a performed one that is not written. */
export const KINDS = ["link", "scoreOnly", "midiOnly"];

/**
 * Align a pair and judge it.
 *
 * @param program  modules of the program, see `loadProgram`
 * @returns { link, scoreOnly, midiOnly }, each a list of { features, confidence, right, isTwin, composer }; verdicts
 *   on notes that the truth does not know are left out
 */
export function judgePair(pair, program) {
  const score = program.readMusicXml(readFileSync(pair.scoreFile), {
    fileName: path.basename(pair.scoreFile),
  });
  const performance = program.readMidi(readFileSync(pair.midiFile), {
    fileName: path.basename(pair.midiFile),
  });
  const { unfolded, alignment } = program.alignScore(score, performance);
  const right = compareWithTruth(readTruth(pair), unfolded, performance, alignment);
  const judged = describe(unfolded, performance, alignment, program);
  const { survey } = judged;
  const { composer } = pair;
  const rowOf = new Map([...judged.performed.noteIndex].map((note, row) => [note, row]));
  const features = (fill, kind, index) => {
    const x = new Float64Array(program.CONFIDENCE_WEIGHTS[kind].length - 1);
    fill(judged, survey, index, x);
    return [...x];
  };
  const verdict = (x, confidence, isRight) => ({ features: x, confidence, right: isRight, composer });
  return {
    link: known(right.link, (k) => {
      const { soundingIndex, confidence } = alignment.links[k];
      return verdict(features(program.linkFeatures, "link", soundingIndex), confidence, right.link[k]);
    }),
    scoreOnly: known(right.scoreOnly, (k) => {
      const note = alignment.scoreOnly[k];
      const x = features(program.scoreOnlyFeatures, "scoreOnly", note);
      const isTwin = survey.isTwin[note] === 1;
      return { ...verdict(x, alignment.soundingConfidence[note], right.scoreOnly[k]), isTwin };
    }),
    midiOnly: known(right.midiOnly, (k) => {
      const note = alignment.midiOnly[k];
      const x = features(program.midiOnlyFeatures, "midiOnly", rowOf.get(note));
      return verdict(x, alignment.noteConfidence[note], right.midiOnly[k]);
    }),
  };
}

const known = (right, make) => [...right.keys()].filter((k) => right[k] !== null).map(make);

/** What the confidence looks at, made anew from the alignment. */
function describe(unfolded, performance, alignment, program) {
  const score = program.buildScoreEvents(unfolded);
  const performed = program.buildPerformedEvents(performance);
  const rowOf = new Map([...performed.noteIndex].map((note, row) => [note, row]));
  const links = new Int32Array(score.count).fill(-1);
  for (const { soundingIndex, noteIndex } of alignment.links) links[soundingIndex] = rowOf.get(noteIndex);
  const { expectedSec, evidence } = alignment;
  return {
    ...{ unfolded, score, performed, expectedSec, links, isExport: evidence.isExport },
    survey: program.surveyLinks(score, performed, expectedSec, links),
  };
}

/**
 * For each link and each note left over: 1 right, 0 wrong, null unknown to the truth. Score notes of one onset and pitch
 * are interchangeable, and so are performed notes that are equal in everything.
 */
function compareWithTruth(truth, unfolded, performance, alignment) {
  const place = findPerformed(truth, performance.notes);
  const same = firstOfEquals(truth.performed);
  const keyOfSounding = keysOf(truth, unfolded);
  const classOf = (key) => truth.unison.get(key) ?? key;
  const links = new Bag(truth.matches.map((m) => `${classOf(m.key)} ${same[m.performed]}`));
  const deletions = new Bag(truth.deletions.map(classOf));
  const insertions = new Set(truth.insertions.map((i) => same[i]));
  const ids = new Set([...truth.matches.map((m) => m.key), ...truth.deletions].map((k) => splitKey(k).xmlId));
  return {
    link: alignment.links.map(({ soundingIndex, noteIndex }) => {
      if (place[noteIndex] === null) return null;
      return links.take(`${classOf(keyOfSounding(soundingIndex))} ${same[place[noteIndex]]}`);
    }),
    scoreOnly: alignment.scoreOnly.map((soundingIndex) => {
      const key = keyOfSounding(soundingIndex);
      return ids.has(splitKey(key).xmlId) ? deletions.take(classOf(key)) : null;
    }),
    midiOnly: alignment.midiOnly.map((noteIndex) => {
      if (place[noteIndex] === null) return null;
      return insertions.has(same[place[noteIndex]]) ? 1 : 0;
    }),
  };
}

/** A multiset that gives 1 for what it still holds. */
class Bag {
  #left = new Map();
  constructor(items) {
    for (const item of items) this.#left.set(item, (this.#left.get(item) ?? 0) + 1);
  }
  take(item) {
    const left = this.#left.get(item) ?? 0;
    if (left > 0) this.#left.set(item, left - 1);
    return left > 0 ? 1 : 0;
  }
}

function firstOfEquals(performed) {
  const first = new Map();
  return performed.map((n, i) => {
    const name = `${n.track} ${n.channel} ${n.pitch} ${n.onsetSec}`;
    if (!first.has(name)) first.set(name, i);
    return first.get(name);
  });
}

/** Passes as the truth counts them: those of a note whose passes it does not have are numbered from 1. */
function keysOf(truth, unfolded) {
  const have = new Set([...truth.matches.map((m) => m.key), ...truth.deletions]);
  const passes = new Map();
  for (const { members } of unfolded.sounding) {
    const { note, pass } = members[0];
    if (!passes.has(note.xmlId)) passes.set(note.xmlId, []);
    passes.get(note.xmlId).push(pass);
  }
  const renumbered = new Map();
  for (const [xmlId, list] of passes) {
    if (list.every((pass) => have.has(keyOf(xmlId, pass)))) continue;
    list.sort((a, b) => a - b);
    for (const [k, pass] of list.entries()) renumbered.set(keyOf(xmlId, pass), keyOf(xmlId, k + 1));
  }
  return (soundingIndex) => {
    const { note, pass } = unfolded.sounding[soundingIndex].members[0];
    return renumbered.get(keyOf(note.xmlId, pass)) ?? keyOf(note.xmlId, pass);
  };
}

/** The modules of the program that judging needs. */
export async function loadProgram(load) {
  const modules = await Promise.all(
    [
      "formats/musicxml/readMusicXml.js",
      "formats/midi/readMidi.js",
      "align/alignScore.js",
      "align/scoreEvents.js",
      "align/performedEvents.js",
      "align/linkSurvey.js",
      "align/linkConfidence.js",
    ].map(load),
  );
  return Object.assign({}, ...modules);
}
