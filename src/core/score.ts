/**
 * What a MusicXML file says, typed: the notated score before ties are merged and repeats unfolded.
 * Positions and lengths are exact fractions of a quarter note.
 */
import type { Fraction } from "./fraction.js";
import type { WrittenPitch } from "./pitch.js";
import type {
  ClefChange,
  DynamicMark,
  HarmonyMark,
  KeyChange,
  MeterChange,
  OctaveShiftMark,
  PedalMark,
  ScorePlace,
  StaffLinesChange,
  StructureMark,
  TempoMark,
  TextMark,
  WedgeMark,
} from "./scoreMarks.js";

export interface Score {
  readonly header: ScoreHeader;
  readonly parts: readonly ScorePart[];
  /** One entry per measure of the score; every part shares them. */
  readonly measures: readonly ScoreMeasure[];
  /** All notes (no rests), part by part, in document order. `notes[i].index === i`. */
  readonly notes: readonly NotatedNote[];
  readonly tempoMarks: readonly TempoMark[];
  readonly meters: readonly MeterChange[];
  readonly keys: readonly KeyChange[];
  readonly clefs: readonly ClefChange[];
  readonly octaveShifts: readonly OctaveShiftMark[];
  readonly staffLines: readonly StaffLinesChange[];
  readonly dynamics: readonly DynamicMark[];
  readonly wedges: readonly WedgeMark[];
  readonly pedals: readonly PedalMark[];
  readonly harmonies: readonly HarmonyMark[];
  readonly rehearsals: readonly TextMark[];
  readonly words: readonly TextMark[];
  /** Repeats, endings, segno, coda, jumps, fine; in score order. */
  readonly structure: readonly StructureMark[];
  readonly layout: ScoreLayout;
  readonly warnings: readonly ScoreWarning[];
}

export interface ScoreHeader {
  readonly title: string;
  readonly movementTitle: string;
  readonly movementNumber: string;
  readonly composer: string;
  readonly lyricist: string;
  readonly rights: string;
  readonly software: readonly string[];
  readonly musicXmlVersion: string;
}

export interface ScoreInstrument {
  readonly id: string;
  readonly name: string;
  /** MusicXML sound ID such as `wind.flutes.flute`, or "". */
  readonly sound: string;
  /** 0–15, or null. */
  readonly midiChannel: number | null;
  /** 0–127, or null. */
  readonly midiProgram: number | null;
  /** MIDI key of an unpitched instrument (0–127), or null. */
  readonly midiUnpitched: number | null;
}

export interface ScorePart {
  readonly id: string;
  /** Position in the part list, from 0. */
  readonly index: number;
  /** Display name, trimmed; the part's ID where it has none. */
  readonly name: string;
  readonly abbreviation: string;
  readonly instruments: readonly ScoreInstrument[];
  /** Number of staves, >= 1. */
  readonly staffCount: number;
}

export interface ScoreMeasure {
  /** From 0. */
  readonly index: number;
  /** The printed text: "1", "X1", "12a". */
  readonly number: string;
  readonly implicit: boolean;
  /** From the start of the score, repeats not unfolded. */
  readonly startQuarter: Fraction;
  /** What the measure really holds: the furthest position of any voice of any part. */
  readonly lengthQuarter: Fraction;
  /** What the meter says, or null without a meter. */
  readonly meterQuarter: Fraction | null;
}

export interface GraceInfo {
  /** `after` if no main note of the voice follows at this position before the measure ends. */
  readonly kind: "before" | "after";
  readonly slash: boolean;
  /** Order among the grace notes (chords count once) of this position and voice, from 0. */
  readonly order: number;
  /** Percentages of MusicXML, or null. */
  readonly stealPrevious: number | null;
  readonly stealFollowing: number | null;
}

export interface LyricSyllable {
  /** Verse: the text of `number`, or "1". */
  readonly verse: string;
  readonly name: string;
  /** "" where only the extender of an earlier syllable is noted (`extend` is true then). */
  readonly text: string;
  readonly syllabic: "single" | "begin" | "middle" | "end";
  readonly extend: boolean;
}

export interface NotatedNote extends ScorePlace {
  readonly index: number;
  /** `note/@id`, or null. */
  readonly xmlId: string | null;
  readonly partIndex: number;
  /** From 1 inside the part. */
  readonly staff: number;
  readonly voice: string;
  /** Written length; zero for a grace note. */
  readonly durationQuarter: Fraction;
  /** whole, half, quarter, eighth, 16th … or null. */
  readonly noteType: string | null;
  readonly dots: number;
  /** As written; for unpitched notes the display position. */
  readonly pitch: WrittenPitch;
  /** Sounding MIDI key (transposition applied, not octave-shift lines: MusicXML writes those sounding). */
  readonly soundingMidi: number;
  readonly unpitched: boolean;
  readonly instrumentId: string | null;
  /** 0 for the first note of a chord, 1 for the next … in document order. */
  readonly chordIndex: number;
  readonly grace: GraceInfo | null;
  readonly cue: boolean;
  /** False for print-object="no": it still sounds. */
  readonly printed: boolean;
  /** From `tie` elements; from `tied` where the note has no `tie`. */
  readonly tieStart: boolean;
  readonly tieStop: boolean;
  readonly letRing: boolean;
  /** Accidental element text, e.g. "sharp", or null. */
  readonly accidental: string | null;
  readonly notehead: string | null;
  /** Whether the head is said to be filled or hollow, whatever its length; or null. */
  readonly noteheadFilled: boolean | null;
  readonly stem: string | null;
  /** staccato, tenuto, accent, strong-accent, staccatissimo, spiccato, detached-legato, breath-mark … */
  readonly articulations: readonly string[];
  /** trill-mark, turn, inverted-turn, mordent, inverted-mordent, wavy-line … */
  readonly ornaments: readonly string[];
  /** Accidental marks of ornaments, as text ("sharp", "flat" …), above first; a turn marked below only begins with "". */
  readonly ornamentAccidentals: readonly string[];
  /** Strokes of a single-note tremolo (1–8), or 0. */
  readonly tremoloStrokes: number;
  /** Strokes of a two-note tremolo: this note starts or stops it. */
  readonly doubleTremolo: { readonly kind: "start" | "stop"; readonly strokes: number } | null;
  readonly fermata: boolean;
  readonly arpeggiate: "up" | "down" | "none" | null;
  /** Slurs beginning or ending here, by number. */
  readonly slurStart: number;
  readonly slurStop: number;
  /** Loudness attribute `dynamics` (percent of MIDI 90), or null. */
  readonly dynamicsPercent: number | null;
  readonly lyrics: readonly LyricSyllable[];
  /** `default-x` in tenths, or null. */
  readonly defaultXTenth: number | null;
  /** Line in the source file where the note begins, from 1. */
  readonly line: number;
}

export interface ScoreWarning {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
}

export interface StaffLayout {
  readonly partIndex: number;
  readonly staff: number;
  readonly distanceTenth: number;
}

/** What `print` elements and `defaults` say. Lengths in tenths of a staff space. */
export interface ScoreLayout {
  /** Millimetres per 40 tenths … `millimeters / tenths`, or null. */
  readonly mmPerTenth: number | null;
  readonly pageWidthTenth: number | null;
  readonly pageHeightTenth: number | null;
  readonly pageMarginsTenth: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  } | null;
  readonly systemMarginsTenth: { readonly left: number; readonly right: number } | null;
  readonly systemDistanceTenth: number | null;
  readonly topSystemDistanceTenth: number | null;
  readonly staffDistanceTenth: number | null;
  readonly musicFont: string | null;
  readonly wordFont: string | null;
  /** One entry per measure that has `print` (of any part; the first part's wins). */
  readonly prints: readonly {
    readonly measureIndex: number;
    readonly newSystem: boolean;
    readonly newPage: boolean;
    readonly systemLeftMarginTenth: number | null;
    readonly systemDistanceTenth: number | null;
    readonly topSystemDistanceTenth: number | null;
    readonly staves: readonly StaffLayout[];
  }[];
  /** Width of each measure in tenths by measureIndex, null where not given (first part that says it). */
  readonly measureWidthsTenth: readonly (number | null)[];
}
