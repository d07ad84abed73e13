/** Dotted and dashed bar lines that are drawn mark by mark. */
import { firstAtOrAfter } from "../../core/sortedSearch.js";
import type { FlatSvg } from "../../formats/svg/flattenSvg.js";
import { isPainted, type LinePiece, paintedBox } from "./drawnThings.js";
import type { HeadPlaces } from "./findBars.js";
import type { LineRun } from "./lineRuns.js";
import {
  BROKEN_GAP_SPACE,
  DOT_TO_HEAD_SPACE,
  MARK_HEIGHT_SPACE,
  MARK_WIDTH_SPACE,
  MIN_MARKS,
  SAME_MARK_SPACE,
  UNEVEN_SPACE,
} from "./pageConstants.js";

/**
 * Join marks that stand above each other at equal distances, four and more. Dots to the right of heads belong to their
 * notes, even where a chord has four of them.
 *
 * @returns  lines that reach half a gap beyond their marks
 * @cost     n log n in the marks
 */
export function findBrokenLines(flat: FlatSvg, space: number, heads: HeadPlaces): LineRun[] {
  const lines: LineRun[] = [];
  for (const column of columnsOf(findMarks(flat, space), SAME_MARK_SPACE * space)) {
    for (const row of evenRows(column, space)) if (!areDots(row, space, heads)) lines.push(lineOf(row));
  }
  return lines;
}

function findMarks(flat: FlatSvg, space: number): LinePiece[] {
  const marks: LinePiece[] = [];
  flat.shapes.forEach((shape, index) => {
    if (shape.kind !== "path" || !isPainted(shape.paint)) return;
    const box = paintedBox(shape);
    const [width, height] = [(box[2] - box[0]) / space, (box[3] - box[1]) / space];
    const fits = width <= MARK_WIDTH_SPACE[1] && height <= MARK_HEIGHT_SPACE[1];
    if (fits && width >= MARK_WIDTH_SPACE[0] && height >= MARK_HEIGHT_SPACE[0])
      marks.push({ shape: index, box });
  });
  return marks;
}

/** Marks at the same x. Each stands in two columns, of grids half a cell apart: one of them holds the whole line. */
function columnsOf(marks: readonly LinePiece[], cell: number): LinePiece[][] {
  const columns = new Map<number, LinePiece[]>();
  const add = (key: number, mark: LinePiece) => {
    const column = columns.get(key);
    if (column === undefined) columns.set(key, [mark]);
    else column.push(mark);
  };
  for (const mark of marks) {
    const x = (mark.box[0] + mark.box[2]) / 2 / cell;
    add(2 * Math.floor(x), mark);
    add(2 * Math.round(x) - 1, mark);
  }
  return [...columns.values()].filter((column) => column.length >= MIN_MARKS);
}

/** Stretches of a column in which each mark follows the one before at the same distance. */
function evenRows(column: readonly LinePiece[], space: number): LinePiece[][] {
  const sorted = column.toSorted((a, b) => a.box[1] - b.box[1]);
  const rows: LinePiece[][] = [[sorted[0]]];
  for (let i = 1; i < sorted.length; i++) {
    const row = rows[rows.length - 1];
    const last = row[row.length - 1];
    const gap = sorted[i].box[1] - last.box[3];
    const step = sorted[i].box[1] - last.box[1];
    const isEven =
      row.length < 2 || Math.abs(step - (last.box[1] - row[row.length - 2].box[1])) <= UNEVEN_SPACE * space;
    if (step > 0 && gap <= BROKEN_GAP_SPACE * space && isEven) row.push(sorted[i]);
    else rows.push([sorted[i]]);
  }
  return rows.filter((row) => row.length >= MIN_MARKS);
}

function areDots(marks: readonly LinePiece[], space: number, heads: HeadPlaces): boolean {
  const [left] = marks[0].box;
  const first = firstAtOrAfter(heads.lefts, left - heads.widest - DOT_TO_HEAD_SPACE * space);
  for (let i = first; i < heads.lefts.length && heads.lefts[i] < left; i++) {
    if (heads.rights[i] > left || heads.rights[i] < left - DOT_TO_HEAD_SPACE * space) continue;
    const centre = heads.centres[i];
    if (marks.some(({ box }) => Math.abs((box[1] + box[3]) / 2 - centre) <= DOT_TO_HEAD_SPACE * space))
      return true;
  }
  return false;
}

function lineOf(marks: readonly LinePiece[]): LineRun {
  const [first, last] = [marks[0].box, marks[marks.length - 1].box];
  const half = (marks[1].box[1] - first[3]) / 2;
  return {
    at: (first[0] + first[2]) / 2,
    from: first[1] - half,
    to: last[3] + half,
    thickness: first[2] - first[0],
    shapes: [...new Set(marks.map((mark) => mark.shape))].sort((a, b) => a - b),
  };
}
