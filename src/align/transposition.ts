/** Whether a performance sounds in another key than the score. */
import type { Performance } from "../core/performance.js";
import { ALIGN } from "./alignConstants.js";

/**
 * Shifts worth trying: those at which performance and score share clearly more of their pitches than as they are.
 *
 * @param written  MIDI keys of the score's notes
 * @returns        the best of them in semitones (positive: played higher than written), or 0
 * @cost           notes
 */
export function likelyTransposition(written: Uint8Array, performed: Uint8Array): number {
  if (written.length === 0 || performed.length === 0) return 0;
  const a = histogram(written);
  const b = histogram(performed);
  let best = 0;
  let bestShare = sharedAt(a, b, 0) + ALIGN.transposeGain;
  for (let shift = -ALIGN.transposeMost; shift <= ALIGN.transposeMost; shift++) {
    const share = sharedAt(a, b, shift);
    if (share <= bestShare) continue;
    bestShare = share;
    best = shift;
  }
  return best;
}

/** The performance with all its notes `semitones` lower, held inside 0–127. */
export function lowered(performance: Performance, semitones: number): Performance {
  if (semitones === 0) return performance;
  const notes = performance.notes.map((note) => ({
    ...note,
    pitch: Math.min(127, Math.max(0, note.pitch - semitones)),
  }));
  return { ...performance, notes };
}

/** Share of the notes at each key. */
function histogram(keys: Uint8Array): Float64Array {
  const share = new Float64Array(128);
  for (const key of keys) share[key] += 1 / keys.length;
  return share;
}

/** Overlap of the written keys with the performed ones `shift` lower, 0–1. */
function sharedAt(written: Float64Array, performed: Float64Array, shift: number): number {
  let shared = 0;
  const end = shift > 0 ? 128 - shift : 128;
  for (let key = shift < 0 ? -shift : 0; key < end; key++) {
    const a = written[key];
    const b = performed[key + shift];
    shared += a < b ? a : b;
  }
  return shared;
}
