/** Slurs and ties: long thin curves. */
import { readOutline } from "../outlineForm.js";
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

type Point = readonly [number, number];

export function readCurves(page: NotationPage): void {
  for (const item of page.freeItems()) {
    const tips = tipsOf(item, page.space);
    if (tips === null) continue;
    const start = startOf(page, tips);
    const notes = start === null ? [] : start.notes.map((note) => note.index);
    const meaning = { layer: "slurs-ties", notes } as const;
    page.claim(item.shape, start === null ? page.placed(item, meaning) : page.atHead(start, meaning));
  }
}

/** Ends of a curve, left one first; null for anything else. */
function tipsOf({ outline, width, height }: DrawnItem, space: number): [Point, Point] | null {
  if (outline === null || Math.hypot(width, height) < NOTATION.curveLength * space) return null;
  // A tenuto with round ends.
  if (height < NOTATION.curveRise * space && width < NOTATION.flatLength * space) return null;
  if (!/[csq]/.test(outline.tail) || outline.tail.length > LONG_TAIL) return null;
  const { commands, subpaths } = readOutline(outline);
  if (!/^l?[cq]{1,6}l?[cq]{0,3}l?z?$/.test(commands)) return null;
  const isShort = Math.hypot(width, height) < NOTATION.shortCurve * space;
  // Small heads are round, and drawn with more curves than the shortest tie.
  if (isShort && (height > 0.6 * width || commands.replace(/[^cq]/g, "").length > 3)) return null;
  const points = subpaths[0].xs.map((x, i): Point => [x, subpaths[0].ys[i]]);
  const left = points.reduce((a, b) => (b[0] < a[0] ? b : a));
  const right = points.reduce((a, b) => (b[0] > a[0] ? b : a));
  const way = Math.hypot(right[0] - left[0], right[1] - left[1]);
  // Closed at the ends and not round: the tips are as far apart as the curve is long.
  return way >= NOTATION.curveStretch * Math.hypot(width, height) ? [left, right] : null;
}

/** Path data of nine curves. */
const LONG_TAIL = 700;

/** The head of a note at which a tie or slur begins and that stands near the left end. */
function startOf(page: NotationPage, [left, right]: [Point, Point]): PageHead | null {
  const { space } = page;
  const [aside, reach] = [NOTATION.curveAside * space, NOTATION.curveReach * space];
  const near = page.headsIn([left[0] - aside, left[1] - reach, left[0] + aside / 2, left[1] + reach]);
  let best: PageHead | null = null;
  let bestCost = Infinity;
  for (const head of near) {
    const isTied = head.notes.some((note) => note.tieStart);
    if (!isTied && head.notes.every((note) => note.slurStart === 0)) continue;
    const cost = Math.abs((head.box[0] + head.box[2]) / 2 - left[0]) + 0.5 * Math.abs(head.y - left[1]);
    const bonus = isTied && isTie(page, head, left, right) ? space : 0;
    if (cost - bonus < bestCost) [best, bestCost] = [head, cost - bonus];
  }
  return best;
}

/** Both ends at one height, which is the head's. */
function isTie({ space }: NotationPage, head: PageHead, left: Point, right: Point): boolean {
  return Math.abs(left[1] - right[1]) < space / 2 && Math.abs(left[1] - head.y) < 1.5 * space;
}
