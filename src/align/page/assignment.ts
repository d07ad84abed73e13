/** The assignment problem: rows to columns at least total cost. */

/**
 * Give every row a column of its own so that the costs add up to the least possible: shortest augmenting paths with
 * potentials (Jonker and Volgenant). Ours, for it is forty lines at the heart of finding heads, and deterministic: of equal
 * answers the one with the lower columns.
 *
 * @param cost  by row and column, finite; at least as many columns as rows
 * @returns     the column of each row
 * @cost        rows² x columns
 */
export function assignRows(cost: readonly ArrayLike<number>[]): Int32Array {
  const rows = cost.length;
  const columns = rows === 0 ? 0 : cost[0].length;
  // Column 0 is a root; rows and columns count from 1 here.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const distance = new Float64Array(columns + 1).fill(Infinity);
    const isDone = new Uint8Array(columns + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      isDone[column] = 1;
      const from = rowOf[column];
      let least = Infinity;
      let next = 0;
      for (let k = 1; k <= columns; k++) {
        if (isDone[k]) continue;
        const reduced = cost[from - 1][k - 1] - rowPotential[from] - columnPotential[k];
        if (reduced < distance[k]) {
          distance[k] = reduced;
          before[k] = column;
        }
        if (distance[k] < least) {
          least = distance[k];
          next = k;
        }
      }
      for (let k = 0; k <= columns; k++) {
        if (isDone[k]) {
          rowPotential[rowOf[k]] += least;
          columnPotential[k] -= least;
        } else distance[k] -= least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = before[column]) rowOf[column] = rowOf[before[column]];
  }
  const assigned = new Int32Array(rows);
  for (let k = 1; k <= columns; k++) if (rowOf[k] > 0) assigned[rowOf[k] - 1] = k - 1;
  return assigned;
}
