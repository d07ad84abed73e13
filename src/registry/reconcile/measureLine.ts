/** The measures of an edition as numbers that can be compared with those of another edition. */
import type { Edition, Numbering } from "./heads.js";

export interface MeasureLine {
  /** By measure: equal numbers, equal music in all paired parts. */
  readonly whole: Int32Array;
  /** By measure: each paired part's share; equal signatures, equal part and music. */
  readonly cells: readonly (readonly { readonly signature: number; readonly notes: number }[])[];
  /** By measure: what each note is and in which part, ascending. */
  readonly contents: readonly Float64Array[];
  /** By measure: as `contents`, but whatever the pitch. */
  readonly rhythms: readonly Float64Array[];
}

/** More than a score has different contents. */
const CONTENTS = 2 ** 30;

/**
 * @param pairOf  a number of each part that its partner in the other edition has too, or -1 for none
 * @param numbering  shared by both editions
 */
export function measureLine(
  edition: Edition<unknown>,
  pairOf: Int32Array,
  numbering: Numbering,
): MeasureLine {
  const measures = Array.from({ length: edition.measureCount }, () => ({
    contents: [] as number[],
    rhythms: [] as number[],
    cells: [] as { signature: number; notes: number }[],
  }));
  for (const cell of edition.cells.values()) {
    const heads = cell.map((index) => edition.heads[index]);
    const { partIndex, measureIndex } = heads[0];
    const pair = pairOf[partIndex];
    if (pair < 0) continue;
    const contents = heads.map((head) => head.content).sort((a, b) => a - b);
    const measure = measures[measureIndex];
    measure.cells.push({ signature: numbering.of(`${pair}:${contents}`), notes: heads.length });
    for (const head of heads) {
      measure.contents.push(pair * CONTENTS + head.content);
      measure.rhythms.push(pair * CONTENTS + head.rhythm);
    }
  }
  return {
    whole: Int32Array.from(measures, ({ cells }) => {
      const signatures = cells.map((cell) => cell.signature).sort((a, b) => a - b);
      return numbering.of(`whole ${signatures}`);
    }),
    cells: measures.map((measure) => measure.cells),
    contents: measures.map((measure) => Float64Array.from(measure.contents).sort()),
    rhythms: measures.map((measure) => Float64Array.from(measure.rhythms).sort()),
  };
}
