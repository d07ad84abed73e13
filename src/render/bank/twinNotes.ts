import type { TimbreNote } from "./timbreTable.js";

/** Farthest a sample is transposed instead of making another, semitones. */
const FARTHEST = 9;
/** Two keys whose partials differ less than this on average are one recording transposed, dB. */
const SAME_DB = 2.7;
const FLOOR_DB = -55;
const PARTIALS = 16;

/**
 * For each measured key, the key whose sample serves it: its own, or a lower one that sounds the same.
 *
 * The source banks themselves transpose one recording over several of the measured keys; so does this bank.
 */
export function twins(notes: readonly TimbreNote[]): readonly TimbreNote[] {
  const owners: TimbreNote[] = [];
  notes.forEach((note, i) => {
    const before = owners[i - 1];
    owners.push(
      before && note.key - before.key <= FARTHEST && difference(before, note) < SAME_DB ? before : note,
    );
  });
  return owners;
}

function difference(a: TimbreNote, b: TimbreNote): number {
  const rows = (["pa", "pb", "pc"] as const).map((row) => rowDifference(a[row], b[row]));
  return Math.max(rows[0], (rows[0] + rows[1] + rows[2]) / 5);
}

function rowDifference(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < PARTIALS; i++) {
    sum += Math.abs(Math.max(FLOOR_DB, a[i] ?? FLOOR_DB) - Math.max(FLOOR_DB, b[i] ?? FLOOR_DB));
  }
  return sum / PARTIALS;
}
