/** Chance that is the same everywhere. */

/** @returns a function that gives whole numbers from 0 to n - 1. @source Park and Miller, minimal standard generator */
export function seededRandom(seed) {
  let state = (seed * 7919 + 1) % 2147483647;
  for (let i = 0; i < 5; i++) state = (state * 48271) % 2147483647;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * n);
  };
}
