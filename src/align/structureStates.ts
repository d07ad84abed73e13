/** What the structure walk keeps: where its paths stand, and the steps of all of them, in typed arrays. */

/** Behind the last column of a list. */
export const NO_COLUMN = 1 << 28;

/**
 * The paths of one row, at most one in each column. Costs are counted from the cost of having heard nothing but extra notes:
 * so a path for which the next note is extra stays as it is.
 */
export class States {
  size = 0;
  /** Columns in which a path stands, ascending, and `NO_COLUMN` behind them. */
  column: Int32Array;
  /** The list of the row that comes next. */
  next: Int32Array;
  /** By column, as all below: only what stands in the list counts. */
  readonly cost: Int32Array;
  /** Row that entered the column. */
  readonly entered: Int32Array;
  /** Row that sounded last in it. */
  readonly sounded: Int32Array;
  /** Step of the trace that led here. */
  readonly step: Int32Array;

  constructor(columns: number) {
    this.column = new Int32Array(columns + 1).fill(NO_COLUMN);
    this.next = new Int32Array(columns + 1);
    this.cost = new Int32Array(columns);
    this.entered = new Int32Array(columns);
    this.sounded = new Int32Array(columns);
    this.step = new Int32Array(columns);
  }

  /** The next row's list, of so many columns, becomes the present one. */
  turn(size: number): void {
    const list = this.next;
    this.next = this.column;
    this.column = list;
    this.size = size;
    list[size] = NO_COLUMN;
  }
}

/** Where the fields of a step stand; `how` is of `ENTRY`, or `byEdge`, `spent` the cost of the path up to here. */
export const STEP = { row: 0, column: 1, before: 2, how: 3, spent: 4 } as const;
const FIELDS = 5;

/** Steps of all paths: every hit, and the step before it. A step is known by where its fields begin. */
export class Steps {
  fields: Int32Array;
  #end = 0;

  constructor(capacity: number) {
    this.fields = new Int32Array(FIELDS * capacity);
  }

  add(row: number, column: number, before: number, how: number, spent: number): number {
    const at = this.#end;
    this.#end = at + FIELDS;
    if (this.#end > this.fields.length) this.#grow();
    const fields = this.fields;
    fields[at] = row;
    fields[at + 1] = column;
    fields[at + 2] = before;
    fields[at + 3] = how;
    fields[at + 4] = spent;
    return at;
  }

  #grow(): void {
    const larger = new Int32Array(2 * this.fields.length);
    larger.set(this.fields);
    this.fields = larger;
  }
}
