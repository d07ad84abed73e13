/** Rendered sounds kept in memory while they are likely to be asked for again. */
import type { ReadSound } from "./mix.js";

/** Samples kept: 64 MB of Float32. */
const BUDGET_SAMPLE = 2 ** 24;

/**
 * Remember what `readSound` gives; the sounds unused for the longest time are forgotten first.
 *
 * @param budgetSample  samples kept at most, over all channels; a larger sound is passed through
 */
export function cacheSounds(readSound: ReadSound, budgetSample = BUDGET_SAMPLE): ReadSound {
  const kept = new Map<string, readonly Float32Array[]>();
  let held = 0;
  const sizeOf = (channels: readonly Float32Array[]) => channels.reduce((sum, c) => sum + c.length, 0);
  return async (key) => {
    const found = kept.get(key);
    const channels = found ?? (await readSound(key));
    if (found) kept.delete(key);
    else held += sizeOf(channels);
    kept.set(key, channels);
    for (const [oldest, old] of kept) {
      if (held <= budgetSample) break;
      kept.delete(oldest);
      held -= sizeOf(old);
    }
    return channels;
  };
}
