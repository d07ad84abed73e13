/** What the structure walk keeps: the states of a row, and the steps of all paths, in typed arrays that grow. */

/** States of one row in the order of their columns. */
export class States {
  size = 0;
  column: Int32Array = new Int32Array(256);
  cost: Int32Array = new Int32Array(256);
  /** Row that entered the column. */
  entered: Int32Array = new Int32Array(256);
  /** Row that sounded last in it. */
  sounded: Int32Array = new Int32Array(256);
  /** Step of the trace that led here. */
  step: Int32Array = new Int32Array(256);

  grow(): void {
    this.column = grown(this.column);
    this.cost = grown(this.cost);
    this.entered = grown(this.entered);
    this.sounded = grown(this.sounded);
    this.step = grown(this.step);
  }
}

/** Steps of all paths: every hit, and the step before it. */
export class Steps {
  count = 0;
  row: Int32Array;
  column: Int32Array;
  before: Int32Array;
  /** `ENTRY`, or `byEdge`. */
  how: Int32Array;
  /** Cost of the path up to here. */
  spent: Int32Array;

  constructor(capacity: number) {
    this.row = new Int32Array(capacity);
    this.column = new Int32Array(capacity);
    this.before = new Int32Array(capacity);
    this.how = new Int32Array(capacity);
    this.spent = new Int32Array(capacity);
  }

  add(row: number, column: number, before: number, how: number, spent: number): number {
    const at = this.count++;
    if (at >= this.row.length) {
      this.row = grown(this.row);
      this.column = grown(this.column);
      this.before = grown(this.before);
      this.how = grown(this.how);
      this.spent = grown(this.spent);
    }
    this.row[at] = row;
    this.column[at] = column;
    this.before[at] = before;
    this.how[at] = how;
    this.spent[at] = spent;
    return at;
  }
}

function grown(values: Int32Array): Int32Array {
  const larger = new Int32Array(2 * values.length);
  larger.set(values);
  return larger;
}
