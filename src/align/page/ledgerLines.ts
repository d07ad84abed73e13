/** Ledger lines: they tell from which staff a head beyond the staff lines is counted. */
import { lastAtOrBefore } from "../../core/sortedSearch.js";
import type { LinePiece } from "./drawnThings.js";
import { LEDGER_LENGTH_SPACE, LEDGER_REACH_SPACE, LEDGER_THICKNESS_SPACE } from "./pageConstants.js";
import type { DrawnStaff } from "./pageGeometry.js";

/** Short horizontal lines of a page by height, each row sorted by where it begins. */
export interface LedgerLines {
  readonly rowUnit: number;
  readonly rows: ReadonlyMap<number, LedgerRow>;
}

interface LedgerRow {
  readonly lefts: number[];
  readonly rights: number[];
  readonly ys: number[];
}

/** @param spaces smallest and largest staff space of the page */
export function findLedgerLines(
  pieces: readonly LinePiece[],
  spaces: readonly [number, number],
): LedgerLines {
  const rowUnit = spaces[0] / 2;
  const rows = new Map<number, LedgerRow>();
  const short = pieces.filter(({ box: [left, top, right, bottom] }) => {
    const isLong = right - left > LEDGER_LENGTH_SPACE[1] * spaces[1];
    const isShort = right - left < LEDGER_LENGTH_SPACE[0] * spaces[0];
    return !isLong && !isShort && bottom - top <= LEDGER_THICKNESS_SPACE * spaces[1];
  });
  for (const { box } of short.sort((a, b) => a.box[0] - b.box[0])) {
    const y = (box[1] + box[3]) / 2;
    const row = rows.get(Math.round(y / rowUnit)) ?? { lefts: [], rights: [], ys: [] };
    rows.set(Math.round(y / rowUnit), row);
    row.lefts.push(box[0]);
    row.rights.push(box[2]);
    row.ys.push(y);
  }
  return { rowUnit, rows };
}

/**
 * Whether a head on this step has the ledger lines it needs: the one next to the staff and the one next to the head.
 *
 * @param x  centre of the head
 * @returns  true if it needs none, or where ledger lines do not count heights (staves of other than five lines)
 */
export function hasLedgerLines(ledgers: LedgerLines, staff: DrawnStaff, step: number, x: number): boolean {
  if (staff.lineCount !== 5 || (step >= -1 && step <= 9)) return true;
  const [first, last] = step > 9 ? [10, step - (step % 2)] : [-2, step - (step % 2)];
  return [first, last].every((line) =>
    hasLine(ledgers, x, staff.bottom - (line * staff.space) / 2, staff.space),
  );
}

function hasLine({ rowUnit, rows }: LedgerLines, x: number, y: number, space: number): boolean {
  const middle = Math.round(y / rowUnit);
  for (let number = middle - 1; number <= middle + 1; number++) {
    const row = rows.get(number);
    if (row === undefined) continue;
    const last = lastAtOrBefore(row.lefts, x);
    for (let i = last; i >= 0 && i > last - OVERLAPPING; i--) {
      if (row.rights[i] >= x && Math.abs(row.ys[i] - y) <= LEDGER_REACH_SPACE * space) return true;
    }
  }
  return false;
}

/** Ledger lines of one row that may overlap: of neighbouring notes, each drawn by two voices. */
const OVERLAPPING = 4;
