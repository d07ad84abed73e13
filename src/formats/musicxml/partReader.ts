/** State of one part while its measures are read. */
import { formatFraction } from "../../core/fraction.js";
import type { GraceInfo } from "../../core/score.js";
import type { ScorePlace } from "../../core/scoreMarks.js";
import { MeasureCursor } from "./measureCursor.js";
import type { Mutable, NoteDraft, PartDraft, ScoreDraft } from "./scoreDraft.js";

/** Everything that carries over from element to element and from measure to measure of a part. */
export class PartReader {
  readonly cursor = new MeasureCursor();
  /** Semitones from written to sounding pitch; a staff with a transposition of its own overrides it. */
  transposeSemitone = 0;
  readonly transposeByStaff = new Map<number, number>();
  /** Grace notes whose main note has not come yet, by voice and position. */
  private readonly pendingGraces = new Map<string, Mutable<GraceInfo>[]>();
  private keysByInstrument: Map<string, number> | null = null;
  measureIndex = -1;
  /** Chord index of the next chord member; 0 if there is nothing to chord with. */
  nextChordIndex = 0;

  constructor(
    readonly part: PartDraft,
    readonly score: ScoreDraft,
  ) {}

  startMeasure(measureIndex: number): void {
    this.measureIndex = measureIndex;
    this.cursor.startMeasure();
    this.pendingGraces.clear();
    this.nextChordIndex = 0;
  }

  place(): ScorePlace {
    return { measureIndex: this.measureIndex, measureQuarter: this.cursor.position() };
  }

  /** MIDI keys of the part's unpitched instruments, by instrument ID. */
  unpitchedKeys(): ReadonlyMap<string, number> {
    this.keysByInstrument ??= new Map(
      this.part.instruments.flatMap(({ id, midiUnpitched }) =>
        midiUnpitched === null ? [] : [[id, midiUnpitched]],
      ),
    );
    return this.keysByInstrument;
  }

  semitonesOf(staff: number): number {
    return this.transposeByStaff.get(staff) ?? this.transposeSemitone;
  }

  /** The graces that wait at a note's voice and position. */
  gracesBefore(note: NoteDraft): Mutable<GraceInfo>[] {
    const key = graceKey(note);
    const graces = this.pendingGraces.get(key) ?? [];
    this.pendingGraces.set(key, graces);
    return graces;
  }

  /** A main note has come: the graces that wait for it stand before it. */
  settleGraces(main: NoteDraft): void {
    if (this.pendingGraces.size === 0) return;
    const key = graceKey(main);
    for (const grace of this.pendingGraces.get(key) ?? []) grace.kind = "before";
    this.pendingGraces.delete(key);
  }
}

function graceKey({ voice, measureQuarter }: NoteDraft): string {
  return `${formatFraction(measureQuarter)} ${voice}`;
}
