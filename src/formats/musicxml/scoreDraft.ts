/** What the reader collects before all parts are known: measure lengths, note numbers and order come last. */
import type { Fraction } from "../../core/fraction.js";
import type {
  NotatedNote,
  ScoreHeader,
  ScoreInstrument,
  ScoreLayout,
  ScoreWarning,
  StaffLayout,
} from "../../core/score.js";
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
  TextMark,
  WedgeMark,
} from "../../core/scoreMarks.js";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A note whose index and grace kind are still open. */
export type NoteDraft = Mutable<NotatedNote>;

/** A part while it is read. */
export interface PartDraft {
  readonly id: string;
  readonly index: number;
  name: string;
  abbreviation: string;
  instruments: ScoreInstrument[];
  staffCount: number;
  readonly notes: NoteDraft[];
}

export interface MeasureDraft {
  readonly number: string;
  readonly implicit: boolean;
  /** Furthest position of any voice of any part so far. */
  furthestQuarter: Fraction;
}

/** A tempo as written; a beat-unit equation (`ratio`) needs the tempo before it. */
export type TempoDraft = ScorePlace &
  (
    | { readonly source: "sound" | "metronome"; readonly quarterBpm: number }
    | { readonly source: "equation"; readonly ratio: number }
  );

/** Where a structure mark comes from: printed signs and words give way to what `sound` and `barline` say. */
export type StructureSource = "explicit" | "sign" | "words";

export interface StructureDraft {
  readonly mark: StructureMark;
  readonly source: StructureSource;
  /** At the measure's end, wherever that will be (right barline). */
  readonly atMeasureEnd: boolean;
}

/** A `print` of one part; staves of other parts are added to the first part's. */
export interface PrintDraft {
  readonly partIndex: number;
  readonly print: ScoreLayout["prints"][number] & { readonly staves: StaffLayout[] };
}

/** All collected marks of a score. */
export class ScoreDraft {
  header: ScoreHeader = EMPTY_HEADER;
  layout: Omit<ScoreLayout, "prints" | "measureWidthsTenth"> = EMPTY_LAYOUT;
  /** `concert-score`: pitches are written as they sound, but for octaves. */
  concertScore = false;
  readonly measures: MeasureDraft[] = [];
  readonly widthsTenth: (number | null)[] = [];
  readonly prints: PrintDraft[] = [];
  readonly tempos: TempoDraft[] = [];
  readonly meters: MeterChange[] = [];
  readonly keys: KeyChange[] = [];
  readonly clefs: ClefChange[] = [];
  readonly octaveShifts: OctaveShiftMark[] = [];
  readonly staffLines: StaffLinesChange[] = [];
  readonly dynamics: DynamicMark[] = [];
  readonly wedges: WedgeMark[] = [];
  readonly pedals: PedalMark[] = [];
  readonly harmonies: HarmonyMark[] = [];
  readonly rehearsals: TextMark[] = [];
  readonly words: TextMark[] = [];
  readonly structure: StructureDraft[] = [];
  readonly strings = new StringPool();

  constructor(readonly warnings: WarningList) {}
}

/** One string object per distinct short text: a score says "quarter" a hundred thousand times. */
export class StringPool {
  private readonly known = new Map<string, string>();

  of(text: string): string {
    const found = this.known.get(text);
    if (found !== undefined) return found;
    if (this.known.size < MAX_POOLED) this.known.set(text, text);
    return text;
  }
}

const MAX_POOLED = 10_000;

/** Warnings of one code are kept up to a number, then counted: a broken export repeats itself. */
export class WarningList {
  private readonly kept: ScoreWarning[] = [];
  private readonly countByCode = new Map<string, number>();

  add(code: string, message: string, line?: number): void {
    const count = (this.countByCode.get(code) ?? 0) + 1;
    this.countByCode.set(code, count);
    if (count <= MAX_PER_CODE)
      this.kept.push(line === undefined ? { code, message } : { code, message, line });
  }

  list(): ScoreWarning[] {
    const rest = [...this.countByCode].filter(([, count]) => count > MAX_PER_CODE);
    return this.kept.concat(
      rest.map(([code, count]) => ({ code, message: `${count - MAX_PER_CODE} more of the same kind` })),
    );
  }
}

const MAX_PER_CODE = 20;

const EMPTY_HEADER: ScoreHeader = {
  title: "",
  movementTitle: "",
  movementNumber: "",
  composer: "",
  lyricist: "",
  rights: "",
  software: [],
  musicXmlVersion: "1.0",
};

const EMPTY_LAYOUT: ScoreDraft["layout"] = {
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
};
