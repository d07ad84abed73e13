/** A quartet written out for a larger ensemble: real music, in which every part is doubled in unison or octaves. */
import { randomFrom } from "./random.js";

/** Who doubles which part (0 first violin … 3 cello), and how many semitones higher. */
const DOUBLINGS = [
  ["Flute", 0, 12],
  ["Oboe", 0, 0],
  ["Clarinet", 1, 0],
  ["Bassoon", 3, 0],
  ["Horn 1", 2, 0],
  ["Horn 2", 2, 0],
  ["Trumpet", 1, 0],
  ["Violin 1b", 0, 0],
  ["Violoncello 2", 3, 0],
  ["Double Bass", 3, -12],
];

/** A doubling part plays stretches of so many measures, and is silent for as many. */
const STRETCH = [4, 24];

/**
 * @param {object} score    four parts, as read
 * @param {number} measures  the first so many measures are kept
 * @param {boolean} throughout  doubling parts play all the time: only names can tell them apart
 */
export function orchestrateScore(name, score, { measures, throughout = false }) {
  const random = randomFrom(name);
  const kept = score.notes.filter((note) => note.measureIndex < measures);
  const parts = [...score.parts];
  const notes = [...kept];
  for (const [title, source, shift] of DOUBLINGS) {
    const index = parts.length;
    parts.push({ ...score.parts[source], id: `D${index}`, index, name: title });
    const plays = throughout ? () => true : stretches(random, measures);
    for (const note of kept) {
      if (note.partIndex !== source || !plays(note.measureIndex)) continue;
      notes.push({ ...note, partIndex: index, xmlId: null, soundingMidi: note.soundingMidi + shift });
    }
  }
  return cutScore({ ...score, parts, notes: notes.map((note, index) => ({ ...note, index })) }, measures);
}

/** The first measures of a score; its repeats are left out. */
export function cutScore(score, measures) {
  const notes = score.notes.filter((note) => note.measureIndex < measures);
  return {
    ...score,
    structure: [],
    measures: score.measures.slice(0, measures),
    notes: notes.map((note, index) => ({ ...note, index })),
  };
}

function stretches(random, measures) {
  const on = new Uint8Array(measures);
  let play = random.chance(0.5);
  for (let at = 0; at < measures; play = !play) {
    const to = at + Math.round(random.between(...STRETCH));
    if (play) on.fill(1, at, to);
    at = to;
  }
  return (measure) => on[measure] === 1;
}
