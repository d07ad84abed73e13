/** Numbers by chance that are the same on every run: each stream is fixed by the text it is made from. */

/**
 * @param {string} name  a stream of its own for every name
 * @returns {{ next(): number, gauss(): number, between(a: number, b: number): number, chance(p: number): boolean,
 *   pick<T>(list: readonly T[]): T, shuffle<T>(list: readonly T[]): T[] }}
 *   `next` gives 0 <= x < 1 (mulberry32), `gauss` mean 0 and deviation 1
 */
export function randomFrom(name) {
  let state = 2166136261;
  for (const character of name) state = Math.imul(state ^ character.codePointAt(0), 16777619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const shuffle = (list) => {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
  };
  return {
    next,
    gauss: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    between: (a, b) => a + (b - a) * next(),
    chance: (p) => next() < p,
    pick: (list) => list[Math.floor(next() * list.length)],
    shuffle,
  };
}

/**
 * A smooth walk around 0 (an Ornstein-Uhlenbeck process sampled at steps, straight lines between).
 *
 * @param deviation  of its values
 * @param memory     steps over which it forgets
 * @returns {(x: number) => number}  value at any x in 0 … steps
 */
export function smoothWalk(random, { steps, deviation, memory }) {
  const keep = Math.exp(-1 / memory);
  const values = new Float64Array(Math.ceil(steps) + 2);
  values[0] = deviation * random.gauss();
  for (let i = 1; i < values.length; i++) {
    values[i] = keep * values[i - 1] + Math.sqrt(1 - keep * keep) * deviation * random.gauss();
  }
  return (x) => {
    const k = Math.min(values.length - 2, Math.max(0, Math.floor(x)));
    return values[k] + (x - k) * (values[k + 1] - values[k]);
  };
}
