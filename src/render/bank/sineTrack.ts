import { cosTurns, sinTurns } from "./exactMath.js";

/** Samples between two values of a level course; also the span over which a sine recurrence runs before it is restarted. */
export const BLOCK_SAMPLE = 64;

/**
 * Add one sine to a buffer.
 *
 * Amplitude is linear between block edges; frequency is constant within a block. The recurrence
 * s[i] = 2 cos(w) s[i-1] - s[i-2] is restarted from the exact phase at every block.
 *
 * @param out         buffer added to
 * @param startTurns  phase at sample 0, in turns
 * @param stepTurns   turns per sample of block b
 * @param gains       amplitude at every block edge: ceil(length / 64) + 1 values
 */
export function addSine(
  out: Float32Array,
  startTurns: number,
  stepTurns: (block: number) => number,
  gains: Float32Array,
): void {
  let phase = startTurns;
  const blocks = Math.ceil(out.length / BLOCK_SAMPLE);
  for (let block = 0; block < blocks; block++) {
    const start = block * BLOCK_SAMPLE;
    const end = Math.min(start + BLOCK_SAMPLE, out.length);
    const step = stepTurns(block);
    const from = gains[block];
    const to = gains[block + 1];
    if (from > 1e-7 || to > 1e-7) {
      const slope = (to - from) / BLOCK_SAMPLE;
      const c = 2 * cosTurns(step);
      let now = sinTurns(phase);
      let before = sinTurns(phase - step);
      let gain = from;
      for (let i = start; i < end; i++) {
        out[i] += gain * now;
        const next = c * now - before;
        before = now;
        now = next;
        gain += slope;
      }
    }
    phase += step * BLOCK_SAMPLE;
    phase -= Math.floor(phase);
  }
}
