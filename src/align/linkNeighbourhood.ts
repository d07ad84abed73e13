/** How the links around a moment do: counted once on a grid of short cells, asked by cell. */
import type { PerformedEvents } from "./performedEvents.js";

/** Width of a cell; wider where there would be more than `MOST_CELLS` of them. */
const CELL_SEC = 0.25;
const MOST_CELLS = 200_000;
/** Half width of a neighbourhood, and of the wider one searched for extra notes, in cells. */
const NEAR_CELLS = 4;
const WIDE_CELLS = 12;

/** Sums over all cells before each. */
interface Sums {
  readonly linked: Float64Array;
  readonly unplayed: Float64Array;
  readonly unwritten: Float64Array;
  /** Of |performed − expected|, seconds. */
  readonly deviation: Float64Array;
}

export class LinkNeighbourhood {
  readonly #startSec: number;
  readonly #cellsPerSec: number;
  readonly #cells: number;
  readonly #sums: Sums;

  /**
   * @param rowOfNote    partner of each score note, or -1
   * @param isUnplayed   1 for a score note that is left over
   * @param isUnwritten  1 for a performed note that is left over
   */
  constructor(
    performed: PerformedEvents,
    expectedSec: Float64Array,
    rowOfNote: Int32Array,
    isUnplayed: Uint8Array,
    isUnwritten: Uint8Array,
  ) {
    const { onsetSec } = performed;
    const first = performed.count > 0 ? onsetSec[0] : 0;
    const last = performed.count > 0 ? onsetSec[performed.count - 1] : 0;
    this.#startSec = first;
    this.#cellsPerSec = Math.min(1 / CELL_SEC, MOST_CELLS / Math.max(1, last - first));
    this.#cells = 1 + Math.floor((last - first) * this.#cellsPerSec);
    const sums = () => new Float64Array(this.#cells + 1);
    this.#sums = { linked: sums(), unplayed: sums(), unwritten: sums(), deviation: sums() };
    const { linked, unplayed, unwritten, deviation } = this.#sums;
    for (let note = 0; note < rowOfNote.length; note++) {
      const cell = this.cellOf(expectedSec[note]) + 1;
      unplayed[cell] += isUnplayed[note];
      if (rowOfNote[note] < 0) continue;
      linked[cell]++;
      deviation[cell] += Math.abs(onsetSec[rowOfNote[note]] - expectedSec[note]);
    }
    for (let row = 0; row < performed.count; row++)
      unwritten[this.cellOf(onsetSec[row]) + 1] += isUnwritten[row];
    for (let c = 1; c <= this.#cells; c++) {
      linked[c] += linked[c - 1];
      unplayed[c] += unplayed[c - 1];
      unwritten[c] += unwritten[c - 1];
      deviation[c] += deviation[c - 1];
    }
  }

  /** The cell of a moment: one outside the performance counts for its first or last cell. */
  cellOf(sec: number): number {
    const cell = Math.floor((sec - this.#startSec) * this.#cellsPerSec);
    return cell < 0 ? 0 : cell < this.#cells ? cell : this.#cells - 1;
  }

  #around(sums: Float64Array, cell: number, reach: number): number {
    const from = cell > reach ? cell - reach : 0;
    const to = cell + reach < this.#cells ? cell + reach + 1 : this.#cells;
    return sums[to] - sums[from];
  }

  /** Notes linked within about a second. */
  linked(cell: number): number {
    return this.#around(this.#sums.linked, cell, NEAR_CELLS);
  }

  /** Score notes left over within about a second. */
  unplayed(cell: number): number {
    return this.#around(this.#sums.unplayed, cell, NEAR_CELLS);
  }

  /** Sum of |performed − expected| of the notes linked within about a second. */
  deviationSec(cell: number): number {
    return this.#around(this.#sums.deviation, cell, NEAR_CELLS);
  }

  /** Whether a performed note is left over within about three seconds. */
  hasUnwritten(cell: number): boolean {
    return this.#around(this.#sums.unwritten, cell, WIDE_CELLS) > 0;
  }
}
