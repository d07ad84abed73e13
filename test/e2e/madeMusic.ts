/** Music made by rule, seeded, of any size: four parts, two voices, chords, rests, ties and lyrics; and edits of it. */
import { Seeded } from "../fuzz/seeded.js";

/** Length of a sixteenth is 1; a measure of 4/4 is 16. */
export const MEASURE_SIXTEENTH = 16;

export interface MadeNote {
  /** Diatonic degrees from C0 upwards (C4 is 28), lowest first; several are a chord, none is a rest. */
  degrees: number[];
  durationSixteenth: number;
  /** 1–127. */
  velocity: number;
  lyric: string | null;
  /** Tied to the next note of its voice, which has the same degrees. */
  tiedOn: boolean;
}

/** Notes of one voice, in order. */
type MadeVoice = MadeNote[];

interface MadePart {
  readonly id: string;
  readonly name: string;
  /** General MIDI program. */
  readonly program: number;
  readonly clef: readonly [sign: string, line: number];
  /** Measures of voices. */
  measures: MadeVoice[][];
}

export interface MadeMusic {
  title: string;
  parts: MadePart[];
}

interface Player extends Omit<MadePart, "measures"> {
  /** Degrees the part moves between. */
  readonly range: readonly [low: number, high: number];
  readonly voices: number;
  /** Shares of notes. */
  readonly chords: number;
  readonly ties: number;
  readonly sings: boolean;
}

const PLAYERS: readonly Player[] = [
  {
    ...{ id: "P1", name: "Soprano", program: 52, clef: ["G", 2], range: [30, 38] },
    ...{ voices: 1, chords: 0, ties: 0.15, sings: true },
  },
  {
    ...{ id: "P2", name: "Flöte 1/2", program: 73, clef: ["G", 2], range: [32, 40] },
    ...{ voices: 2, chords: 0, ties: 0.1, sings: false },
  },
  {
    ...{ id: "P3", name: "Guitar", program: 24, clef: ["G", 2], range: [29, 36] },
    ...{ voices: 1, chords: 0.3, ties: 0, sings: false },
  },
  {
    ...{ id: "P4", name: "Cello", program: 42, clef: ["F", 4], range: [17, 25] },
    ...{ voices: 1, chords: 0, ties: 0.35, sings: false },
  },
];

const RHYTHMS = [
  [4, 4, 4, 4],
  [8, 4, 4],
  [4, 2, 2, 8],
  [6, 2, 4, 4],
  [12, 4],
  [2, 2, 4, 4, 4],
] as const;
const SYLLABLES = ["la", "lo", "né", "mi", "sol", "tu"];

/** Pieces of about so many noteheads (whole measures are written). Same arguments, same music. */
export function makeMusic(noteCount: number, seed = 1): MadeMusic {
  const random = new Seeded(seed);
  const music: MadeMusic = {
    title: `Made of ${noteCount}, ${seed}`,
    parts: PLAYERS.map(({ id, name, program, clef }) => ({ id, name, program, clef, measures: [] })),
  };
  while (countHeads(music) < noteCount) {
    PLAYERS.forEach((player, index) => {
      music.parts[index].measures.push(makeMeasure(player, random));
    });
  }
  PLAYERS.forEach(({ ties }, index) => void tieOver(music.parts[index], ties, random));
  return music;
}

function makeMeasure(player: Player, random: Seeded): MadeVoice[] {
  return Array.from({ length: player.voices }, (_, voice) =>
    random.pick(RHYTHMS).map((durationSixteenth) => makeNote(player, durationSixteenth, voice, random)),
  );
}

function makeNote(player: Player, durationSixteenth: number, voice: number, random: Seeded): MadeNote {
  const [low, high] = player.range;
  const degree = low + random.below(high - low + 1) - voice * 3;
  const isRest = random.next() < 0.08;
  const isChord = random.next() < player.chords;
  return {
    degrees: isRest ? [] : isChord ? [degree, degree + 2, degree + 4] : [degree],
    durationSixteenth,
    velocity: 45 + random.below(60),
    lyric: player.sings && !isRest ? random.pick(SYLLABLES) : null,
    tiedOn: false,
  };
}

/** Tie some last notes of measures to the first of the next. */
function tieOver(part: MadePart, share: number, random: Seeded): void {
  for (let measure = 0; measure + 1 < part.measures.length; measure++) {
    const last = part.measures[measure][0].at(-1)!;
    const first = part.measures[measure + 1][0][0];
    if (random.next() >= share || last.degrees.length !== 1 || first.degrees.length !== 1) continue;
    last.tiedOn = true;
    first.degrees = [...last.degrees];
    first.lyric = null;
  }
}

export function countHeads(music: MadeMusic): number {
  return music.parts.flatMap((part) => part.measures.flat(2)).reduce((sum, n) => sum + n.degrees.length, 0);
}

/** Where a note stands. */
export interface Spot {
  readonly part: number;
  readonly measure: number;
  readonly voice: number;
  readonly index: number;
}

export function noteAt(music: MadeMusic, { part, measure, voice, index }: Spot): MadeNote {
  return music.parts[part].measures[measure][voice][index];
}

/**
 * A plain quarter note in the middle of a part's piece: alone, untied, without a syllable, neither the loudest nor the
 * highest nor the lowest, so that a step up or down leaves its neighbours as they are.
 */
export function plainSpot(music: MadeMusic, part: number): Spot {
  return spotWhere(music, part, (note, spot) => note.durationSixteenth === 4 && isPlain(music, spot));
}

/** A chord of three notes, near the middle of a part's piece. */
export function chordSpot(music: MadeMusic, part: number): Spot {
  return spotWhere(music, part, (note) => note.degrees.length === 3);
}

function spotWhere(music: MadeMusic, part: number, fits: (note: MadeNote, spot: Spot) => boolean): Spot {
  const { measures } = music.parts[part];
  for (const measure of fromTheMiddle(measures)) {
    for (const [index, note] of measures[measure][0].entries()) {
      const spot = { part, measure, voice: 0, index };
      if (fits(note, spot)) return spot;
    }
  }
  throw new Error(`Part ${part} has no such note`);
}

function isPlain(music: MadeMusic, { part, measure, voice, index }: Spot): boolean {
  const notes = music.parts[part].measures.flatMap((voices) => voices[voice]);
  const note = music.parts[part].measures[measure][voice][index];
  const before = notes[notes.indexOf(note) - 1];
  const [degree] = note.degrees;
  const inTheMiddle = part === 3 ? degree >= 19 && degree <= 23 : degree >= 31 && degree <= 35;
  const plain = note.degrees.length === 1 && inTheMiddle && !note.tiedOn && !before?.tiedOn && !note.lyric;
  return plain && note.velocity > 55 && note.velocity < 95;
}

/** A copy with something done to it. */
function edited(music: MadeMusic, edit: (copy: MadeMusic) => void): MadeMusic {
  const copy = structuredClone(music);
  edit(copy);
  return copy;
}

/** One note a step higher or lower. */
export function withPitch(music: MadeMusic, spot: Spot, steps: number): MadeMusic {
  return edited(music, (copy) => {
    const note = noteAt(copy, spot);
    note.degrees = note.degrees.map((degree) => degree + steps);
  });
}

/** One note played louder or softer; the score does not say so. */
export function withVelocity(music: MadeMusic, spot: Spot, velocity: number): MadeMusic {
  return edited(music, (copy) => {
    noteAt(copy, spot).velocity = velocity;
  });
}

/** The middle note of a chord left out: its neighbours, and the stem, stay where they are. */
export function withoutInnerNote(music: MadeMusic, spot: Spot): MadeMusic {
  return edited(music, (copy) => {
    noteAt(copy, spot).degrees.splice(1, 1);
  });
}

/** One note (or chord) replaced by a rest. */
export function withoutNote(music: MadeMusic, spot: Spot): MadeMusic {
  return edited(music, (copy) => {
    Object.assign(noteAt(copy, spot), { degrees: [], lyric: null });
  });
}

/** All quarter notes of the third part the same, so that one sound has several names. */
export function withTwins(music: MadeMusic): MadeMusic {
  return edited(music, (copy) => {
    for (const note of copy.parts[2].measures.flat(2))
      if (note.durationSixteenth === 4) Object.assign(note, { degrees: [32], velocity: 70 });
  });
}

/** A new measure in all parts, before the one at `measure`. Ties are not torn: choose a place without any. */
export function withMeasure(music: MadeMusic, measure: number, seed = 99): MadeMusic {
  const random = new Seeded(seed);
  return edited(music, (copy) => {
    PLAYERS.forEach((player, index) => {
      copy.parts[index].measures.splice(measure, 0, makeMeasure(player, random));
    });
  });
}

/** The measure nearest the middle that no tie leads into. */
export function seamNear(music: MadeMusic): number {
  const isOpen = (measure: number) =>
    music.parts.every((part) => part.measures[measure - 1].every((voice) => !voice.at(-1)!.tiedOn));
  const found = fromTheMiddle(music.parts[0].measures).find((measure) => measure > 0 && isOpen(measure));
  if (found === undefined) throw new Error("Every bar line has a tie");
  return found;
}

/** Indexes of a list, the middle one first. */
function fromTheMiddle(list: readonly unknown[]): number[] {
  const middle = list.length >> 1;
  return list.map((_, n) => n).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}
