/** Small scores and performances for the tests of aligning and of the registry: our own music, in numbers. */
import {
  add,
  compare,
  type Fraction,
  fraction,
  parseFraction,
  subtract,
  ZERO,
} from "../../src/core/fraction.js";
import type { Performance, PerformedNote } from "../../src/core/performance.js";
import type { WrittenPitch } from "../../src/core/pitch.js";
import type { GraceInfo, NotatedNote, Score } from "../../src/core/score.js";
import type { StructureMark } from "../../src/core/scoreMarks.js";
import { buildTempoMap, secToTick, type TempoMap, tickToSec } from "../../src/core/tempoMap.js";
import type { UnfoldedScore } from "../../src/score/unfoldedScore.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";

const MEASURE = fraction(4);
const NAMES = ["C", "C", "D", "D", "E", "F", "F", "G", "G", "A", "A", "B"] as const;
const SHARP = [0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0];

export interface SampleNote {
  /** Quarters from the start, e.g. "33/2"; measures have four. */
  readonly at: string | number;
  readonly quarters?: string | number;
  readonly midi: number;
  readonly part?: number;
  readonly voice?: string;
  readonly tie?: "start" | "continue" | "stop";
  readonly grace?: Pick<GraceInfo, "kind" | "order">;
}

export function sampleScore(
  notes: readonly SampleNote[],
  options: { partNames?: readonly string[]; structure?: readonly StructureMark[]; title?: string } = {},
): Score {
  const partNames = options.partNames ?? ["Flute", "Violin"];
  const ordered = notes
    .map((n) => ({ ...n, part: n.part ?? 0, start: exact(n.at) }))
    .sort((a, b) => a.part - b.part || compare(a.start, b.start));
  const last = ordered.reduce((end, n) => {
    const stop = add(n.start, exact(n.quarters ?? (n.grace ? 0 : 1)));
    return compare(stop, end) > 0 ? stop : end;
  }, MEASURE);
  const measureCount = Math.ceil(last.num / last.den / 4);
  return {
    header: { ...EMPTY_HEADER, title: options.title ?? "Sample" },
    parts: partNames.map((name, index) => ({
      id: `P${index + 1}`,
      index,
      name,
      abbreviation: "",
      instruments: [],
      staffCount: 1,
    })),
    measures: Array.from({ length: measureCount }, (_, index) => ({
      index,
      number: String(index + 1),
      implicit: false,
      startQuarter: fraction(4 * index),
      lengthQuarter: MEASURE,
      meterQuarter: MEASURE,
    })),
    notes: ordered.map((n, index) => notatedNote(n, n.start, index)),
    structure: options.structure ?? [],
    ...EMPTY_SCORE,
  };
}

export function sampleUnfolded(notes: readonly SampleNote[], partNames?: readonly string[]): UnfoldedScore {
  return unfoldScore(sampleScore(notes, { partNames }), { repeats: "written" });
}

export interface SampleStroke {
  readonly sec?: number;
  readonly tick?: number;
  readonly durationTick?: number;
  readonly midi: number;
  readonly track?: number;
}

/** @param strokes in the order of the file; times in seconds or ticks of `map` (default 480 a quarter, 120 bpm) */
export function samplePerformance(
  strokes: readonly SampleStroke[],
  trackNames: readonly string[] = ["", "Flute", "Violin"],
  map: TempoMap = buildTempoMap(480, []),
): Performance {
  const notes = strokes.map((stroke, index): PerformedNote => {
    const onsetTick = stroke.tick ?? secToTick(map, stroke.sec ?? 0);
    const offsetTick = onsetTick + (stroke.durationTick ?? 200);
    return {
      index,
      track: stroke.track ?? 1,
      channel: 0,
      pitch: stroke.midi,
      velocity: 80,
      onsetTick,
      offsetTick,
      onsetSec: tickToSec(map, onsetTick),
      offsetSec: tickToSec(map, offsetTick),
      program: 0,
    };
  });
  const endTick = notes.reduce((end, n) => Math.max(end, n.offsetTick), 0);
  return {
    format: 1,
    tempoMap: map,
    tracks: trackNames.map((name, index) => ({
      index,
      name,
      noteCount: notes.filter((n) => n.track === index).length,
      channels: [0],
    })),
    notes,
    controls: [],
    programs: [],
    bends: [],
    pedals: [],
    meters: [],
    endTick,
    endSec: tickToSec(map, endTick),
    warnings: [],
  };
}

/** A melody of one voice: quarters from 0, one per key. */
export function melody(keys: readonly number[]): SampleNote[] {
  return keys.map((midi, at) => ({ at, midi }));
}

export const exact = (x: string | number): Fraction =>
  typeof x === "number" ? fraction(x) : parseFraction(x);

function notatedNote(n: SampleNote & { part: number }, start: Fraction, index: number): NotatedNote {
  const measureIndex = Math.floor(start.num / start.den / 4);
  return {
    ...EMPTY_NOTE,
    index,
    xmlId: `n${index}`,
    measureIndex,
    measureQuarter: subtract(start, fraction(4 * measureIndex)),
    partIndex: n.part,
    voice: n.voice ?? "1",
    durationQuarter: n.grace ? ZERO : exact(n.quarters ?? 1),
    pitch: samplePitch(n.midi),
    soundingMidi: n.midi,
    grace: n.grace ? { slash: true, stealPrevious: null, stealFollowing: null, ...n.grace } : null,
    tieStart: n.tie === "start" || n.tie === "continue",
    tieStop: n.tie === "stop" || n.tie === "continue",
  };
}

function samplePitch(midi: number): WrittenPitch {
  return { step: NAMES[midi % 12], alter: SHARP[midi % 12], octave: Math.floor(midi / 12) - 1 };
}

const EMPTY_HEADER: Score["header"] = {
  title: "",
  movementTitle: "",
  movementNumber: "",
  composer: "",
  lyricist: "",
  rights: "",
  software: [],
  musicXmlVersion: "4.0",
};

const EMPTY_SCORE = {
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
} as const;

const EMPTY_NOTE = {
  staff: 1,
  noteType: "quarter",
  dots: 0,
  unpitched: false,
  instrumentId: null,
  chordIndex: 0,
  cue: false,
  printed: true,
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
} as const;
