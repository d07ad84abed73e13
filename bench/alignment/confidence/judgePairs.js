/** Every verdict of the program about a split, against its truth. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { findPerformed, keyOf, readTruth, splitKey } from "../truth.js";
import { Bag } from "./bag.js";
import { judgeAlignment } from "./verdicts.js";

/**
 * Align a pair and judge it.
 *
 * @param program  modules of the program, see `loadProgram`
 * @returns as `judgeAlignment`, in groups by composer
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
  return judgeAlignment({ unfolded, performance, alignment, right, group: pair.composer }, program);
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
