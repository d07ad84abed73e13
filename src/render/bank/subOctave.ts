import type { TimbreNote } from "./timbreTable.js";

/**
 * The notes of a program, each on the same base.
 *
 * Stops an octave or a fifth below were found at some keys and missed at others; a key that lacks them takes the
 * levels of the partials between its own from the nearest key that has them. Only keys above all that have them: below,
 * the partials between would have been found.
 */
export function withSubOctaves(notes: readonly TimbreNote[]): readonly TimbreNote[] {
  const based = notes.filter((n) => (n.base ?? 1) > 1);
  if (based.length === 0) return notes;
  const highest = Math.max(...based.map((n) => n.key));
  return notes.map((note) => {
    if (note.key <= highest) return note;
    const near = based.reduce((best, n) =>
      Math.abs(n.key - note.key) < Math.abs(best.key - note.key) ? n : best,
    );
    const base = near.base ?? 1;
    const merge = (own: readonly number[], other: readonly number[]): number[] =>
      Array.from({ length: Math.min(40, own.length * base) }, (_, i) =>
        (i + 1) % base === 0 ? (own[(i + 1) / base - 1] ?? -99) : (other[i] ?? -99),
      );
    const { hi: _, ...rest } = note;
    return {
      ...rest,
      base,
      pa: merge(note.pa, near.pa),
      pb: merge(note.pb, near.pb),
      pc: merge(note.pc, near.pc),
    };
  });
}
