/** Dots that lengthen notes, and dots of repeats. */
import { firstAtOrAfter } from "../../../core/sortedSearch.js";
import type { DrawnStaff } from "../pageGeometry.js";
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import { type NotationPage, nearestStaff, type PageHead } from "./notationPage.js";

export function isDot({ width, height, text }: DrawnItem, space: number): boolean {
  if (text !== null) return text.glyph?.kind === "dot";
  const [least, most] = NOTATION.dotSize;
  const size = Math.max(width, height);
  return size >= least * space && size <= most * space && Math.min(width, height) >= 0.75 * size;
}

/** Two dots around the middle of a staff next to a bar line. */
export function readRepeatDots(page: NotationPage): void {
  const columns = new Map<DrawnStaff, DrawnItem[]>();
  for (const item of page.freeItems()) {
    if (!isDot(item, page.space) && item.text?.glyph?.name !== "repeatDot") continue;
    const system = page.systemAt(item);
    const staff = system === null ? null : nearestStaff(system, item.centreY);
    if (staff === null || !isRepeatPlace(staff, item)) continue;
    columns.set(staff, [...(columns.get(staff) ?? []), item]);
  }
  for (const [staff, dots] of columns) {
    for (const item of dots) {
      const isPair = dots.some(
        (other) => other !== item && Math.abs(other.centreX - item.centreX) < 0.1 * staff.space,
      );
      if (isPair) page.claim(item.shape, page.placed(item, { layer: "barlines", staff: null }));
    }
  }
}

function isRepeatPlace({ top, bottom, space, barXs, left }: DrawnStaff, item: DrawnItem): boolean {
  const fromMiddle = Math.abs(item.centreY - (top + bottom) / 2) / space;
  if (Math.abs(fromMiddle - 0.5) > NOTATION.dotReach) return false;
  const reach = NOTATION.repeatDotAside * space;
  const i = firstAtOrAfter(barXs, item.centreX - reach);
  return barXs[i] <= item.centreX + reach || Math.abs(item.centreX - left) <= reach;
}

/** Dots right of the heads of dotted notes, each to the head it fits best. */
export function readDots(page: NotationPage): void {
  const best = new Map<DrawnItem, { head: PageHead; cost: number }>();
  for (const head of page.heads) {
    if (head.notes.every((note) => note.dots === 0)) continue;
    const { box, y, space } = head;
    const height = NOTATION.dotRise * space;
    for (const item of page.freeIn([box[2], y - height, box[2] + NOTATION.dotAside * space, y + height])) {
      if (!isDot(item, space)) continue;
      const cost = dotCost(head, item);
      if (cost !== null && cost < (best.get(item)?.cost ?? Infinity)) best.set(item, { head, cost });
    }
  }
  for (const [item, { head }] of best) {
    const notes = head.notes.filter((note) => note.dots > 0).map((note) => note.index);
    page.claim(item.shape, page.atHead(head, { layer: "noteheads", group: "dots", notes }));
  }
}

/** A note in a space has its dot beside it, a note on a line half a space higher, or lower in crowded chords. */
function dotCost({ box, y, staff, space }: PageHead, { centreY, box: dot }: DrawnItem): number | null {
  const height = dot[3] - dot[1] > 0 ? centreY : dot[1];
  const rise = (y - height) / space;
  const isOnLine = Math.round(((staff.bottom - y) * 2) / space) % 2 === 0;
  const places = isOnLine ? [0.5, -0.5] : [0];
  const misses = places.map((place, i) => Math.abs(rise - place) + 0.1 * i);
  const miss = Math.min(...misses);
  return miss > NOTATION.dotMiss ? null : 4 * miss + (0.2 * (dot[0] - box[2])) / space;
}
