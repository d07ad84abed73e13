/** What the players do with the written notes: strokes with known truth, in seconds. */
import { ornamentStrokes } from "./ornaments.js";
import { smoothWalk } from "./random.js";
import { toQuarter } from "./stageTime.js";

const SLIPS = [1, -1, 1, -1, 2, -2, 2, -2, 12, -12];
/** Every third extra note strikes the same key again, the others a neighbour. */
const AGAIN_SHARE = 1 / 3;

/**
 * @typedef {{ part: number, staff: number, measure: number, top: boolean, sounding: number, onsetSec: number, durationSec: number,
 *   pitch: number, velocity: number }} Stroke  `sounding` is -1 where nothing is written; `top`: highest of its chord
 * @param {(quarter: number) => number} secOf  see stageTime.js
 * @returns {Stroke[]}  part by part
 */
export function playNotes(random, unfolded, { level, secOf }) {
  const strokes = [];
  unfolded.score.parts.forEach((part, p) => {
    const notes = unfolded.sounding.filter((sound) => sound.members[0].note.partIndex === p);
    const player = new Player(random, level, secOf, toQuarter(unfolded.endQuarter));
    strokes.push(...player.play(notes, part.staffCount > 1));
  });
  return strokes;
}

class Player {
  #random;
  #level;
  #secOf;
  #lag;

  constructor(random, level, secOf, endQuarter) {
    this.#random = random;
    this.#level = level;
    this.#secOf = secOf;
    this.#lag = smoothWalk(random, { steps: endQuarter, deviation: level.lagSec, memory: 24 });
  }

  /** @param hasKeys  one key cannot sound twice at a time: of two written there the first is played */
  play(notes, hasKeys) {
    const strokes = [];
    const lostVisits = new Map();
    for (const chord of chordsOf(notes, this.#secOf)) {
      const { visitIndex } = chord.notes[0].members[0];
      if (!lostVisits.has(visitIndex)) lostVisits.set(visitIndex, this.#random.chance(this.#level.lost));
      if (lostVisits.get(visitIndex)) continue;
      const struck = new Set();
      for (const [k, sound] of chord.notes.entries()) {
        const isTwin = hasKeys && struck.has(sound.midi);
        struck.add(sound.midi);
        if (!isTwin) strokes.push(...this.#playNote(sound, chord, k));
      }
    }
    return strokes;
  }

  #playNote(sound, chord, k) {
    const { note } = sound.members[0];
    const random = this.#random;
    const level = this.#level;
    const endSec = this.#secOf(toQuarter(sound.onsetQuarter) + toQuarter(sound.durationQuarter));
    const writtenSec = note.grace ? 0.09 : endSec - this.#secOf(toQuarter(sound.onsetQuarter));
    const onsetSec = Math.max(
      0.05,
      chord.startSec(random, level, this.#lag) + chord.shiftSec(random, level, k),
    );
    const base = {
      part: note.partIndex,
      staff: note.staff,
      measure: sound.members[0].visitIndex,
      top: k > 0 || chord.notes.length === 1,
      velocity: Math.min(120, Math.max(20, Math.round(72 + 10 * random.gauss()))),
    };
    const length = Math.max(0.04, writtenSec * random.between(0.6, 1));
    const stroke = { ...base, sounding: sound.index, onsetSec, durationSec: length, pitch: sound.midi };
    const strokes = [];
    const luck = random.next();
    if (luck < level.wrong) strokes.push({ ...stroke, sounding: -1, pitch: slip(random, sound.midi) });
    else if (luck >= level.wrong + level.missing)
      strokes.push(...ornamentStrokes(random, level, note, stroke, writtenSec));
    if (random.chance(level.extra)) strokes.push(extraStroke(random, stroke, writtenSec));
    return strokes;
  }
}

const clampKey = (key) => Math.min(127, Math.max(0, key));
const slip = (random, midi) => clampKey(midi + random.pick(SLIPS));

function extraStroke(random, stroke, writtenSec) {
  const again = random.chance(AGAIN_SHARE);
  const pitch = again ? stroke.pitch : slip(random, stroke.pitch);
  const shift = again ? random.between(0.07, 0.2) : random.between(-0.05, Math.max(0.1, writtenSec));
  const onsetSec = Math.max(0.05, stroke.onsetSec + shift);
  return {
    ...stroke,
    sounding: -1,
    pitch,
    onsetSec,
    durationSec: 0.08,
    velocity: Math.max(15, stroke.velocity - 20),
  };
}

/** Notes of a part (a staff of a keyboard) that are struck together, with the room they have before and after. */
function chordsOf(notes, secOf) {
  const chords = new Map();
  for (const sound of notes) {
    const { note } = sound.members[0];
    const quarter = toQuarter(sound.onsetQuarter);
    const rank = note.grace ? note.grace.order : 1000;
    const key = `${quarter}/${note.staff}/${note.grace ? note.grace.kind + note.voice + rank : ""}`;
    if (!chords.has(key)) chords.set(key, { quarter, staff: note.staff, rank, notes: [] });
    chords.get(key).notes.push(sound);
  }
  const list = [...chords.values()].sort(
    (a, b) => a.staff - b.staff || a.quarter - b.quarter || a.rank - b.rank,
  );
  return list.map((_, i) => timeChord(list, i, secOf));
}

function timeChord(list, i, secOf) {
  const { quarter, staff, rank, notes } = list[i];
  const same = (k) => list[k]?.staff === staff;
  let next = i + 1;
  while (same(next) && list[next].quarter === quarter) next++;
  let before = i - 1;
  while (same(before) && list[before].quarter === quarter) before--;
  const sec = secOf(quarter);
  const roomBefore = same(before) ? sec - secOf(list[before].quarter) : 1;
  const roomAfter = same(next) ? secOf(list[next].quarter) - sec : 1;
  const room = Math.max(0.004, Math.min(roomBefore, roomAfter));
  const isGrace = rank < 1000;
  const stepsToMain = isGrace ? list.slice(i, next).filter((c) => c.rank < 1000).length : 0;
  notes.sort((a, b) => a.midi - b.midi);
  const rolled =
    notes.length > 1 &&
    notes.some((sound) => sound.members[0].note.arpeggiate && sound.members[0].note.arpeggiate !== "none");
  let rollStep = 0;
  return {
    notes,
    /** Where the chord begins: place on stage, lag of the part, and what the hand does; equal for its notes. */
    startSec: once((random, level, lag) => {
      rollStep = Math.min(random.between(...level.rollSec), (0.5 * room) / notes.length);
      const grace =
        stepsToMain * Math.min(random.between(...level.graceSec), roomBefore / (2 * stepsToMain || 1));
      const reach = (isGrace ? 0.1 : 0.4) * room;
      const hand = Math.min(reach, Math.max(-reach, level.jitterSec * random.gauss()));
      return sec + lag(quarter) + hand - grace;
    }),
    shiftSec: (random, level, k) =>
      rolled ? k * rollStep : Math.min(0.1 * room, Math.abs(level.chordSec * random.gauss())),
  };
}

function once(make) {
  let made = null;
  return (...args) => {
    made ??= make(...args);
    return made;
  };
}
