/** Which columns hold each pitch. */

/** Pitch p stands in column[start[p]] … column[start[p + 1] - 1], ascending. */
export interface PitchColumns {
  readonly start: Int32Array;
  readonly column: Int32Array;
}

/**
 * @param mask  pitch sets, four words of 32 pitches per column
 * @cost        columns and their pitches
 */
export function columnsByPitch(mask: Int32Array): PitchColumns {
  const start = new Int32Array(129);
  for (let at = 0; at < mask.length; at++) {
    const behind = 32 * (at & 3) + 1;
    for (let rest = mask[at]; rest !== 0; rest &= rest - 1) start[behind + lowestBit(rest)]++;
  }
  for (let pitch = 0; pitch < 128; pitch++) start[pitch + 1] += start[pitch];
  const column = new Int32Array(start[128]);
  const next = start.slice();
  for (let at = 0; at < mask.length; at++) {
    const first = 32 * (at & 3);
    for (let rest = mask[at]; rest !== 0; rest &= rest - 1) column[next[first + lowestBit(rest)]++] = at >> 2;
  }
  return { start, column };
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
