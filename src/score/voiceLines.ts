/** Sounding notes while they are being performed, and the voices they move in. */
import { compare, type Fraction, toNumber } from "../core/fraction.js";
import type { SoundingNote } from "./unfoldedScore.js";

/** A sounding note with times that graces, arpeggios and the like still shift. */
export interface PlayedNote {
  readonly sound: SoundingNote;
  startSec: number;
  endSec: number;
}

/** Notes of one voice that begin together, or the grace notes before or after them. */
export interface Moment {
  readonly kind: "main" | "before" | "after";
  readonly onset: Fraction;
  readonly quarter: number;
  readonly visitIndex: number;
  readonly notes: PlayedNote[];
}

/** The moments of every voice of every part, in order: after-graces, graces, main notes. */
export function buildVoiceLines(played: readonly PlayedNote[]): Moment[][] {
  const lines = new Map<string, Moment[]>();
  for (const one of played) {
    const { note, visitIndex } = one.sound.members[0];
    const key = `${note.partIndex}|${note.voice}`;
    const line = lines.get(key) ?? [];
    lines.set(key, line);
    const kind = note.grace?.kind ?? "main";
    const onset = one.sound.onsetQuarter;
    const isSame = (m: Moment) =>
      m.kind === kind && m.visitIndex === visitIndex && compare(m.onset, onset) === 0;
    const same = line.slice(-3).find(isSame); // at one place lie at most three moments
    if (same) same.notes.push(one);
    else line.push({ kind, onset, quarter: toNumber(onset), visitIndex, notes: [one] });
  }
  const rank = { after: 0, before: 1, main: 2 };
  for (const line of lines.values()) {
    line.sort(
      (a, b) => compare(a.onset, b.onset) || a.visitIndex - b.visitIndex || rank[a.kind] - rank[b.kind],
    );
  }
  return [...lines.values()];
}
