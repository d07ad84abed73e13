/** Things of a page by place. */
import { firstAtOrAfter } from "../../../core/sortedSearch.js";
import type { Box } from "../../../formats/svg/outline.js";

interface Row<T> {
  readonly lefts: number[];
  readonly items: T[];
  widest: number;
}

/** Finds what touches a box. @cost building n log n; a search the things in its rows and its width */
export class ItemIndex<T extends { readonly box: Box }> {
  readonly #rows = new Map<number, Row<T>>();

  /** @param rowUnit  height of a row: about that of most things */
  constructor(
    items: Iterable<T>,
    private readonly rowUnit: number,
  ) {
    const sorted = [...items].sort((a, b) => a.box[0] - b.box[0]);
    for (const item of sorted) {
      for (let row = this.#rowAt(item.box[1]); row <= this.#rowAt(item.box[3]); row++) this.#add(row, item);
    }
  }

  /** All whose box touches this one, each once, from left to right in each row. */
  touching([left, top, right, bottom]: Box): T[] {
    const found: T[] = [];
    const first = this.#rowAt(top);
    for (let number = first; number <= this.#rowAt(bottom); number++) {
      const row = this.#rows.get(number);
      if (row === undefined) continue;
      const { lefts, items, widest } = row;
      for (let i = firstAtOrAfter(lefts, left - widest); i < items.length && lefts[i] <= right; i++) {
        const { box } = items[i];
        // A tall thing stands in several rows: it is taken in the first of those searched.
        if (number !== Math.max(first, this.#rowAt(box[1]))) continue;
        if (box[2] >= left && box[1] <= bottom && box[3] >= top) found.push(items[i]);
      }
    }
    return found;
  }

  #rowAt(y: number): number {
    return Math.floor(y / this.rowUnit);
  }

  #add(number: number, item: T): void {
    const row = this.#rows.get(number) ?? { lefts: [], items: [], widest: 0 };
    this.#rows.set(number, row);
    row.lefts.push(item.box[0]);
    row.items.push(item);
    row.widest = Math.max(row.widest, item.box[2] - item.box[0]);
  }
}
