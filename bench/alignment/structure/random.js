/** Random numbers that are the same on every run and machine, one row of them per name. */

/** @returns a function that gives the next number, 0 <= x < 1 (mulberry32, started from a hash of `name`) */
export function randomFor(name) {
  let state = 0x811c9dc5;
  for (const char of name) state = Math.imul(state ^ char.codePointAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number, `low` <= n <= `high`. */
export const wholeIn = (random, low, high) => low + Math.floor(random() * (high - low + 1));

export function shuffled(random, items) {
  const list = [...items];
  for (let i = list.length - 1; i > 0; i--) {
    const j = wholeIn(random, 0, i);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
