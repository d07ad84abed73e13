import { expect, it } from "vitest";
import { columnsByPitch } from "../../src/align/pitchColumns.js";

it("lists the columns of each pitch in order, at the ends of the words as well", () => {
  const chords = [[0, 31, 60], [60], [32, 127], [31, 60, 127]];
  const mask = new Int32Array(4 * chords.length);
  chords.forEach((pitches, column) => {
    for (const pitch of pitches) mask[4 * column + (pitch >> 5)] |= 1 << (pitch & 31);
  });
  const { start, column } = columnsByPitch(mask);
  const columnsOf = (pitch: number) => [...column.subarray(start[pitch], start[pitch + 1])];
  expect([0, 31, 32, 60, 127].map(columnsOf)).toEqual([[0], [0, 3], [2], [0, 1, 3], [2, 3]]);
  expect(column).toHaveLength(9);
});
