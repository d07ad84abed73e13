/** Beams, strokes of tremolos and of graces: straight bars that cross or end stems. */
import type { Box } from "../../../formats/svg/outline.js";
import type { DrawnItem } from "./drawnItems.js";
import { ItemIndex } from "./itemIndex.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";
import type { PageStem } from "./readStems.js";
import { type SlantedBar, slantedBars } from "./straightForm.js";

/** @returns stems that a beam touches */
export function readBeams(page: NotationPage, stems: readonly PageStem[]): Set<PageStem> {
  const index = new ItemIndex(
    stems.map((stem) => ({ stem, box: stem.item.box })),
    4 * page.space,
  );
  const beamed = new Set<PageStem>();
  for (const item of page.freeItems()) {
    const bars = item.outline === null ? null : slantedBars(item.outline);
    if (bars === null) continue;
    const { box } = item;
    const crossed = index
      .touching(grown(box, NOTATION.beamAside * page.space))
      .map(({ stem }) => stem)
      .filter((stem) => bars.some((bar) => crosses(bar, stem)));
    if (crossed.length === 0) {
      claimDoubleTremolo(page, item, bars);
      continue;
    }
    if (bars.every((bar) => isBeamThick(bar, crossed[0].space)))
      claimBeam(page, item, ofOneSize(crossed, box), beamed);
    else if (bars.length === 1) claimSlash(page, item, bars[0], crossed);
  }
  return beamed;
}

/** A beam joins graces or full notes: stems of the other kind only happen to be behind it. */
function ofOneSize(crossed: readonly PageStem[], [left]: Box): PageStem[] {
  const first = crossed.reduce((a, b) => (Math.abs(b.x - left) < Math.abs(a.x - left) ? b : a));
  return crossed.filter((stem) => isGrace(stem) === isGrace(first));
}

function isGrace({ notes }: PageStem): boolean {
  return notes.some((note) => note.grace !== null);
}

function claimBeam(
  page: NotationPage,
  item: DrawnItem,
  crossed: readonly PageStem[],
  beamed: Set<PageStem>,
): void {
  for (const stem of crossed) beamed.add(stem);
  const { layer, staff, system, measureIndex } = page.atHead(crossed[0].root, { layer: "beams-stems" });
  page.claim(item.shape, { layer, staff, system, measureIndex, notes: [], group: null });
}

/** Strokes between two notes that float between their stems. */
function claimDoubleTremolo(page: NotationPage, item: DrawnItem, bars: readonly SlantedBar[]): void {
  const { space } = page;
  const [left, top, right, bottom] = item.box;
  if (!bars.every((bar) => isBeamThick(bar, space))) return;
  const [aside, reach] = [NOTATION.tremoloAside * space, NOTATION.tremoloReach * space];
  const near = page.headsIn([left - aside, top - reach, right + aside, bottom + reach]);
  const start = near.find(({ notes }) => notes.some((note) => note.doubleTremolo !== null));
  if (start === undefined) return;
  const { staff, system, measureIndex } = page.atHead(start, { layer: "beams-stems" });
  page.claim(item.shape, { layer: "beams-stems", staff, system, measureIndex, notes: [], group: null });
}

/** The stroke through a grace's stem goes with the stem. */
function claimSlash(
  page: NotationPage,
  item: DrawnItem,
  bar: SlantedBar,
  crossed: readonly PageStem[],
): void {
  const stem = crossed.find(isGrace);
  if (stem === undefined || Math.abs(bar.y1 - bar.y2) < NOTATION.slashRise * stem.space) return;
  if (bar.x2 - bar.x1 > NOTATION.slashWidth * stem.space) return;
  const notes = stem.notes.map((note) => note.index);
  page.claim(item.shape, page.atHead(stem.root, { layer: "beams-stems", group: "stem", notes }));
}

function isBeamThick({ thickness, x1, x2 }: SlantedBar, space: number): boolean {
  const [least, most] = NOTATION.beamThickness;
  return thickness >= least * space && thickness <= most * space && x2 - x1 >= NOTATION.beamLength * space;
}

function crosses(bar: SlantedBar, { x, item, space }: PageStem): boolean {
  const aside = NOTATION.beamAside * space;
  if (x < bar.x1 - aside || x > bar.x2 + aside) return false;
  const part = bar.x2 === bar.x1 ? 0 : Math.min(1, Math.max(0, (x - bar.x1) / (bar.x2 - bar.x1)));
  const y = bar.y1 + part * (bar.y2 - bar.y1);
  const reach = bar.thickness / 2 + aside;
  return y >= item.box[1] - reach && y <= item.box[3] + reach;
}

function grown([left, top, right, bottom]: Box, by: number): Box {
  return [left - by, top - by, right + by, bottom + by];
}
