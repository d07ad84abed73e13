/** State of one part while its measures are read. */
import { equals, type Fraction } from "../../core/fraction.js";
import type { GraceInfo, ScorePlace } from "../../core/score.js";
import { MeasureCursor } from "./measureCursor.js";
import type { Mutable, NoteDraft, PartDraft, ScoreDraft } from "./scoreDraft.js";

/** Grace notes of one voice at one position whose main note has not come yet. */
export interface PendingGraces {
  readonly voice: string;
  readonly quarter: Fraction;
  readonly graces: Mutable<GraceInfo>[];
}

/** Everything that carries over from element to element and from measure to measure of a part. */
export class PartReader {
  readonly cursor = new MeasureCursor();
  /** Semitones from written to sounding pitch; a staff with a transposition of its own overrides it. */
  transposeSemitone = 0;
  readonly transposeByStaff = new Map<number, number>();
  pendingGraces: PendingGraces[] = [];
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
    if (this.pendingGraces.length > 0) this.pendingGraces = [];
    this.nextChordIndex = 0;
  }

  place(): ScorePlace {
    return { measureIndex: this.measureIndex, measureQuarter: this.cursor.position() };
  }

  semitonesOf(staff: number): number {
    return this.transposeByStaff.get(staff) ?? this.transposeSemitone;
  }

  /** A main note has come: the graces that wait for it at its position stand before it. */
  settleGraces(main: NoteDraft): void {
    if (this.pendingGraces.length === 0) return;
    const isSettled = (g: PendingGraces) => g.voice === main.voice && equals(g.quarter, main.measureQuarter);
    for (const group of this.pendingGraces.filter(isSettled))
      for (const grace of group.graces) grace.kind = "before";
    this.pendingGraces = this.pendingGraces.filter((group) => !isSettled(group));
  }
}
