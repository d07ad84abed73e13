/** Small scores for tests: notes written as text, marks as objects. */
import { add, type Fraction, fraction, maxOf, parseFraction, ZERO } from "../../src/core/fraction.js";
import { isStep, pitchToMidi, type WrittenPitch } from "../../src/core/pitch.js";
import type { NotatedNote, Score } from "../../src/core/score.js";
import type { StructureMark } from "../../src/core/scoreMarks.js";

export interface MeasureSpec {
  /**
   * One text per voice: `C4:1 F#4:1/2~ ~F#4:1 r:2 (D5) [C4 E4]:1`. `~` before or after is a tie stop or start, `r` a rest,
   * round brackets a grace note (`(/D5)` slashed, `(D5` after the last note of the voice is an after-grace), square
   * brackets a chord.
   */
  readonly notes?: string | readonly string[];
  /** In quarters; else the longest voice. */
  readonly length?: Fraction;
  readonly implicit?: boolean;
  /** Printed number; else counted from 1. */
  readonly number?: string;
  readonly meterQuarter?: number | null;
}

/** A structure mark without its place plus `at: [measureIndex, quarter]`; quarter "end" is the measure's end. */
export type MarkSpec = { at: readonly [number, number | "end"] } & Record<string, unknown>;

export interface ScoreSpec {
  /** Measures of each part; all parts need equally many. */
  readonly parts?: readonly (readonly MeasureSpec[])[];
  /** Measures of a single part. */
  readonly measures?: readonly MeasureSpec[];
  readonly structure?: readonly MarkSpec[];
  /** More fields of the score, such as tempoMarks. */
  readonly more?: Partial<Score>;
}

export function buildScore(spec: ScoreSpec): Score {
  const parts = spec.parts ?? [spec.measures ?? []];
  const notes: NotatedNote[] = [];
  const lengths: Fraction[] = parts[0].map((m) => m.length ?? ZERO);
  parts.forEach((measures, partIndex) => {
    measures.forEach((measure, measureIndex) => {
      const voices = typeof measure.notes === "string" ? [measure.notes] : (measure.notes ?? []);
      voices.forEach((text, voice) => {
        const end = readVoice(text, { measureIndex, partIndex, voice: String(voice + 1) }, notes);
        lengths[measureIndex] = measure.length ?? maxOf(lengths[measureIndex], end);
      });
    });
  });
  let start = ZERO;
  const measures = parts[0].map((m, index) => {
    const startQuarter = start;
    start = add(start, lengths[index]);
    const meterQuarter = m.meterQuarter == null ? null : fraction(m.meterQuarter);
    const number = m.number ?? String(index + 1);
    return {
      index,
      number,
      implicit: m.implicit ?? false,
      startQuarter,
      lengthQuarter: lengths[index],
      meterQuarter,
    };
  });
  const structure = (spec.structure ?? []).map(({ at: [measureIndex, quarter], ...mark }) => {
    const measureQuarter = quarter === "end" ? lengths[measureIndex] : fraction(Math.round(quarter * 4), 4);
    return { ...mark, measureIndex, measureQuarter } as StructureMark;
  });
  return { ...emptyScore(parts.length), measures, notes, structure, ...spec.more };
}

/** The same score with fields of one note changed. */
export function withNote(score: Score, index: number, fields: Partial<NotatedNote>): Score {
  return { ...score, notes: score.notes.map((n) => (n.index === index ? { ...n, ...fields } : n)) };
}

export function repeatMarks(from: number, to: number, times = 2): MarkSpec[] {
  return [
    { at: [from, 0], kind: "repeat-forward" },
    { at: [to, "end"], kind: "repeat-backward", times, afterJump: false },
  ];
}

export function ending(numbers: number[], from: number, to: number, open = false): MarkSpec[] {
  return [
    { at: [from, 0], kind: "ending-start", numbers },
    { at: [to, "end"], kind: "ending-stop", numbers, open },
  ];
}

export function backward(measure: number, times = 2, afterJump = false): MarkSpec {
  return { at: [measure, "end"], kind: "repeat-backward", times, afterJump };
}

export function forward(measure: number): MarkSpec {
  return { at: [measure, 0], kind: "repeat-forward" };
}

type Home = Pick<NotatedNote, "measureIndex" | "partIndex" | "voice">;

function readVoice(text: string, home: Home, notes: NotatedNote[]): Fraction {
  let at = ZERO;
  let graces = 0;
  const tokens = text.match(/\[[^\]]*\](:\S+)?|\S+/g) ?? [];
  tokens.forEach((token, t) => {
    const grace = /^\((\/?)(~?)([^~)]+)(~?)\)$/.exec(token);
    if (grace) {
      const [, slash, stop, pitch, start] = grace;
      const isAfter = tokens.slice(t).every((later) => later.startsWith("("));
      push(notes, home, at, ZERO, pitch, {
        tieStop: stop !== "",
        tieStart: start !== "",
        grace: {
          kind: isAfter ? "after" : "before",
          slash: slash !== "",
          order: graces++,
          stealPrevious: null,
          stealFollowing: null,
        },
      });
      return;
    }
    graces = 0;
    const [, body, length = "1", after] = /^(\[[^\]]*\]|[^:]+?)(?::([\d/]+))?(~?)$/.exec(token)!;
    const durationQuarter = parseFraction(length);
    const pitches = body.startsWith("[") ? body.slice(1, -1).trim().split(/\s+/) : [body];
    pitches.forEach((name, chordIndex) => {
      if (name === "r") return;
      const tieStop = name.startsWith("~");
      const tieStart = after === "~" || (name.length > 1 && name.endsWith("~"));
      push(notes, home, at, durationQuarter, name.replaceAll("~", ""), { chordIndex, tieStop, tieStart });
    });
    at = add(at, durationQuarter);
  });
  return at;
}

function push(
  notes: NotatedNote[],
  home: Home,
  at: Fraction,
  length: Fraction,
  name: string,
  more: Partial<NotatedNote>,
) {
  const pitch = readPitch(name);
  const index = notes.length;
  notes.push({
    ...PLAIN_NOTE,
    ...home,
    index,
    measureQuarter: at,
    durationQuarter: length,
    pitch,
    soundingMidi: pitchToMidi(pitch),
    ...more,
  });
}

function readPitch(name: string): WrittenPitch {
  const [, step, accidentals, octave] = /^([A-G])([#b]*)(\d)$/.exec(name) ?? [];
  if (step === undefined || !isStep(step)) throw new Error(`Not a pitch: ${name}`);
  const alter = accidentals.replaceAll("b", "").length - accidentals.replaceAll("#", "").length;
  return { step, alter, octave: Number(octave) };
}

const PLAIN_NOTE: NotatedNote = {
  index: 0,
  xmlId: null,
  partIndex: 0,
  staff: 1,
  voice: "1",
  measureIndex: 0,
  measureQuarter: ZERO,
  durationQuarter: ZERO,
  noteType: null,
  dots: 0,
  pitch: { step: "C", alter: 0, octave: 4 },
  soundingMidi: 60,
  unpitched: false,
  instrumentId: null,
  chordIndex: 0,
  grace: null,
  cue: false,
  printed: true,
  tieStart: false,
  tieStop: false,
  letRing: false,
  accidental: null,
  notehead: null,
  noteheadFilled: null,
  stem: null,
  articulations: [],
  ornaments: [],
  ornamentAccidentals: [],
  tremoloStrokes: 0,
  doubleTremolo: null,
  fermata: false,
  arpeggiate: null,
  slurStart: 0,
  slurStop: 0,
  dynamicsPercent: null,
  lyrics: [],
  defaultXTenth: null,
  line: 1,
};

function emptyScore(partCount: number): Score {
  return {
    header: {
      title: "",
      movementTitle: "",
      movementNumber: "",
      composer: "",
      lyricist: "",
      rights: "",
      software: [],
      musicXmlVersion: "4.0",
    },
    parts: Array.from({ length: partCount }, (_, index) => ({
      id: `P${index + 1}`,
      index,
      name: `P${index + 1}`,
      abbreviation: "",
      instruments: [],
      staffCount: 1,
    })),
    measures: [],
    notes: [],
    tempoMarks: [],
    meters: [],
    keys: [],
    clefs: [],
    octaveShifts: [],
    staffLines: [],
    dynamics: [],
    wedges: [],
    pedals: [],
    harmonies: [],
    rehearsals: [],
    words: [],
    structure: [],
    layout: {
      mmPerTenth: null,
      pageWidthTenth: null,
      pageHeightTenth: null,
      pageMarginsTenth: null,
      systemMarginsTenth: null,
      systemDistanceTenth: null,
      topSystemDistanceTenth: null,
      staffDistanceTenth: null,
      musicFont: null,
      wordFont: null,
      prints: [],
      measureWidthsTenth: [],
    },
    warnings: [],
  };
}
