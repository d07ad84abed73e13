/** When grace notes are played, and what they take from their neighbours. */
import { lookUp } from "../core/lookUp.js";
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { Moment, PlayedNote } from "./voiceLines.js";

/** A slashed grace note, and one of a quick group before the beat. */
export const ACCIACCATURA_SEC = 0.07;
/** Longest note of an unslashed group of two or more. */
export const GRACE_GROUP_SEC = 0.12;
/** Less room than this per note before the beat: the graces are played on the beat. */
const MIN_GRACE_SEC = 0.02;
/** Graces take at most this share of a note. */
const MAX_SHARE = 0.5;

const TYPE_QUARTER: Readonly<Record<string, number>> = {
  half: 2,
  quarter: 1,
  eighth: 0.5,
  "16th": 0.25,
  "32nd": 0.125,
  "64th": 0.0625,
};

/**
 * Give the grace notes of a voice their times.
 *
 * - Slashed (acciaccatura): 70 ms each before the beat, taken from the end of what comes before; the main note stays on
 *   its beat. At the very start of the piece they are on the beat.
 * - Unslashed (appoggiatura): on the beat; the main note begins later. One takes its written value, at most half of
 *   the main note; of a group each at most 120 ms.
 * - `steal-time-previous` and `steal-time-following` decide where they are given.
 * - After a note: 70 ms each before the note's end.
 *
 * None takes more than half of a note.
 */
export function timeGraces(line: readonly Moment[], clock: ScoreClock): void {
  let previous: Moment | null = null;
  line.forEach((moment, i) => {
    if (moment.kind === "main") {
      previous = moment;
      return;
    }
    const next = line[i + 1];
    const main =
      moment.kind === "before" && next?.kind === "main" && next.quarter === moment.quarter ? next : null;
    new GraceGroup(moment, previous, main, clock).place();
  });
}

class GraceGroup {
  private readonly count: number;
  private readonly beatSec: number;

  constructor(
    private readonly graces: Moment,
    private readonly previous: Moment | null,
    private readonly main: Moment | null,
    private readonly clock: ScoreClock,
  ) {
    this.count = new Set(graces.notes.map((n) => infoOf(n).order)).size;
    this.beatSec = quarterToSec(clock, graces.quarter);
  }

  place(): void {
    const { slash, kind, stealPrevious, stealFollowing } = infoOf(this.graces.notes[0]);
    const isOnBeat = kind === "before" && stealPrevious === null && (stealFollowing !== null || !slash);
    const before = isOnBeat ? 0 : this.roomBefore(stealPrevious);
    if (isOnBeat || before < this.count * MIN_GRACE_SEC) this.placeOnBeat(stealFollowing, slash);
    else this.placeBefore(before);
  }

  private roomBefore(stealPercent: number | null): number {
    const since = this.previous ? Math.min(...this.previous.notes.map((n) => n.startSec)) : 0;
    const available = Math.max(0, this.beatSec - since);
    const room = this.previous ? available * MAX_SHARE : available;
    const wanted = stealPercent === null ? this.count * ACCIACCATURA_SEC : (available * stealPercent) / 100;
    return Math.min(wanted, room);
  }

  private placeBefore(lengthSec: number): void {
    const from = this.beatSec - lengthSec;
    for (const note of this.previous?.notes ?? [])
      if (note.startSec < from) note.endSec = Math.min(note.endSec, from);
    this.spread(from, lengthSec);
  }

  private placeOnBeat(stealPercent: number | null, isQuick: boolean): void {
    const mains = this.main?.notes ?? [];
    const mainSec = Math.min(...mains.map((n) => n.endSec - n.startSec));
    const wanted = stealPercent === null ? this.writtenSec(isQuick) : (mainSec * stealPercent) / 100;
    const lengthSec =
      mains.length > 0 ? Math.min(wanted, mainSec * MAX_SHARE) : this.count * ACCIACCATURA_SEC;
    for (const note of mains) note.startSec += lengthSec;
    this.spread(this.beatSec, lengthSec);
  }

  private writtenSec(isQuick: boolean): number {
    if (isQuick) return this.count * ACCIACCATURA_SEC;
    const { noteType } = this.graces.notes[0].sound.members[0].note;
    const quarter = this.graces.quarter + (lookUp(TYPE_QUARTER, noteType ?? "eighth") ?? TYPE_QUARTER.eighth);
    const typeSec = quarterToSec(this.clock, quarter) - this.beatSec;
    return this.count === 1 ? typeSec : this.count * Math.min(typeSec, GRACE_GROUP_SEC);
  }

  /** A grace note that is tied on keeps its end. */
  private spread(fromSec: number, lengthSec: number): void {
    const orders = [...new Set(this.graces.notes.map((n) => infoOf(n).order))].sort((a, b) => a - b);
    const each = lengthSec / this.count;
    for (const note of this.graces.notes) {
      const start = fromSec + orders.indexOf(infoOf(note).order) * each;
      note.startSec = start;
      if (note.sound.durationQuarter.num === 0) note.endSec = start + each;
    }
  }
}

function infoOf(note: PlayedNote) {
  return note.sound.members[0].note.grace!;
}
