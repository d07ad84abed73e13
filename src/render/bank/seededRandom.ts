/** A generator of numbers in [0, 1): the same sequence for the same seed, on every machine. */
export type Random = () => number;

/**
 * Mulberry32: 32 bits of state, whole period, exact integer arithmetic.
 *
 * @param seed    any integer
 * @source        Tommy Ettinger's Mulberry32 (public domain)
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
