/** Bar lines, and the line that opens a system. */
import { firstAtOrAfter } from "../../../core/sortedSearch.js";
import { intervalAt } from "../findCandidates.js";
import { BAR_REACH_SPACE, JOIN_LEFT_SPACE } from "../pageConstants.js";
import type { DrawnStaff, DrawnSystem, VerticalLine } from "../pageGeometry.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";

import { isSurelyStem } from "./readStems.js";

export function readBarlines(page: NotationPage): void {
  for (const line of page.verticals) {
    const found = page.systems.find((system) => isBarline(system, line));
    if (found === undefined) continue;
    const pieces = line.shapes.map((shape) => page.items[shape]).filter((item) => item !== null);
    if (pieces.some((item) => isSurelyStem(page, item))) continue;
    for (const shape of line.shapes) page.claim(shape, barlineMeaning(page, found, line.x));
  }
}

function barlineMeaning(page: NotationPage, system: DrawnSystem, x: number) {
  return {
    layer: "barlines",
    notes: [],
    group: null,
    staff: null,
    system: system.placeOnPage,
    measureIndex: page.staves.measureOf(system, intervalAt(system.intervals, x)),
  } as const;
}

/** Whether a line crosses a staff at one of its bar lines, or opens the system. */
function isBarline(system: DrawnSystem, line: VerticalLine): boolean {
  const { space } = system.staves[0];
  if (line.bottom < system.top - space || line.top > system.bottom + space) return false;
  const opens = line.x > system.left - JOIN_LEFT_SPACE * space && line.x < system.left + space / 2;
  return system.staves.some((staff) => crosses(staff, line) && (opens || isAtBar(staff, line.x)));
}

function crosses({ top, bottom, space, lineCount }: DrawnStaff, line: VerticalLine): boolean {
  const reach = lineCount === 5 ? BAR_REACH_SPACE * space : space;
  return line.top <= top + reach && line.bottom >= bottom - reach;
}

function isAtBar({ barXs, space }: DrawnStaff, x: number): boolean {
  const aside = NOTATION.barAside * space;
  const i = firstAtOrAfter(barXs, x - aside);
  return i < barXs.length && barXs[i] <= x + aside;
}
