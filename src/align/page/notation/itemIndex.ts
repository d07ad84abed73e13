/** Things of a page by place. */
import { firstAtOrAfter } from "../../../core/sortedSearch.js";
import type { Box } from "../../../formats/svg/outline.js";

interface Row<T> {
  readonly lefts: number[];
  readonly items: T[];
  widest: number;
}

type Rows<T> = Map<number, Row<T>>;

/** Finds what touches a box. @cost building n log n; a search the things in its rows and its width, and long lines there */
export class ItemIndex<T extends { readonly box: Box }> {
  readonly #narrow: Rows<T> = new Map();
  /** Staff lines and slurs would make every search as wide as they are. */
  readonly #wide: Rows<T> = new Map();

  /** @param rowUnit  height of a row: about that of most things */
  constructor(
    items: Iterable<T>,
    private readonly rowUnit: number,
  ) {
    const sorted = [...items].sort((a, b) => a.box[0] - b.box[0]);
    for (const item of sorted) {
      const { box } = item;
      const rows = box[2] - box[0] > NARROW_ROWS * rowUnit ? this.#wide : this.#narrow;
      const [first, last] = [this.#rowAt(box[1]), this.#rowAt(box[3])];
      if (!(last - first <= MOST_ROWS)) continue;
      for (let row = first; row <= last; row++) addTo(rows, row, item);
    }
  }

  /** All whose box touches this one, each once; row by row from left to right, long ones last. */
  touching(area: Box): T[] {
    const found: T[] = [];
    this.#collect(this.#narrow, area, found);
    this.#collect(this.#wide, area, found);
    return found;
  }

  #collect(rows: Rows<T>, [left, top, right, bottom]: Box, found: T[]): void {
    const first = this.#rowAt(top);
    const last = this.#rowAt(bottom);
    for (let number = first; number <= last; number++) {
      const row = rows.get(number);
      if (row === undefined) continue;
      const { lefts, items, widest } = row;
      for (let i = firstAtOrAfter(lefts, left - widest); i < items.length && lefts[i] <= right; i++) {
        const { box } = items[i];
        if (box[2] < left || box[1] > bottom || box[3] < top) continue;
        // A tall thing stands in several rows: it is taken in the first of those searched.
        if (number === first || number === this.#rowAt(box[1])) found.push(items[i]);
      }
    }
  }

  #rowAt(y: number): number {
    return Math.floor(y / this.rowUnit);
  }
}

/** A thing is long if it is wider than so many rows are high. */
const NARROW_ROWS = 2;
/** What is taller than any page is nowhere. */
const MOST_ROWS = 5000;

function addTo<T extends { readonly box: Box }>(rows: Rows<T>, number: number, item: T): void {
  const row = rows.get(number) ?? { lefts: [], items: [], widest: 0 };
  rows.set(number, row);
  row.lefts.push(item.box[0]);
  row.items.push(item);
  row.widest = Math.max(row.widest, item.box[2] - item.box[0]);
}
