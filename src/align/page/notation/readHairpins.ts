/** Hairpins: a line bent at its tip, or two thin lines that open towards each other. */
import { partitionPoint } from "../../../core/sortedSearch.js";
import type { DrawnItem } from "./drawnItems.js";
import { type MarkPlace, MarkPlaces } from "./markPlaces.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";
import { isWedge, type SlantedBar, slantedBars, straightPieces, thinStroke } from "./straightForm.js";

interface ThinLine {
  readonly item: DrawnItem;
  readonly bar: SlantedBar;
}

export function readHairpins(page: NotationPage): void {
  const starts = wedgeStarts(page);
  const lines: ThinLine[] = [];
  for (const item of page.freeItems()) {
    if (item.outline === null || item.width < NOTATION.hairpinLength * page.space) continue;
    const pieces = straightPieces(item.outline);
    if (pieces === null) continue;
    if (!item.isFilled && pieces.length > 0 && pieces.every(isWedge)) claim(page, item, starts);
    else lines.push(...thinLines(page, item));
  }
  pairUp(page, lines, starts);
}

function thinLines(page: NotationPage, item: DrawnItem): ThinLine[] {
  const stroke = thinStroke(item.outline!);
  const bars = stroke === null ? (slantedBars(item.outline!) ?? []) : [stroke];
  const [bar] = bars;
  if (bars.length !== 1 || bar.thickness > NOTATION.hairpinThickness * page.space) return [];
  return [{ item, bar }];
}

/** Lines with the same ends in x that are nearer to each other at one end than at the other. */
function pairUp(page: NotationPage, lines: ThinLine[], starts: readonly MarkPlace[]): void {
  lines.sort((a, b) => a.bar.x1 - b.bar.x1);
  const aside = NOTATION.hairpinAside * page.space;
  lines.forEach((first, i) => {
    for (let k = i + 1; k < lines.length && lines[k].bar.x1 - first.bar.x1 <= aside; k++) {
      if (!opens(first.bar, lines[k].bar, page.space)) continue;
      claim(page, first.item, starts);
      claim(page, lines[k].item, starts);
    }
  });
}

function opens(a: SlantedBar, b: SlantedBar, space: number): boolean {
  if (Math.abs(a.x2 - b.x2) > NOTATION.hairpinAside * space) return false;
  const [left, right] = [b.y1 - a.y1, b.y2 - a.y2];
  const widest = Math.max(Math.abs(left), Math.abs(right));
  if (left * right < 0 && Math.min(Math.abs(left), Math.abs(right)) > NOTATION.hairpinCross * widest)
    return false;
  if (widest > NOTATION.hairpinOpening * space) return false;
  const mirrored = Math.abs(a.y1 - a.y2 + b.y1 - b.y2);
  return Math.abs(left - right) > NOTATION.hairpinGain * space && mirrored < 0.5 * Math.abs(left - right);
}

/** Where the score has hairpins begin, from left to right. */
function wedgeStarts(page: NotationPage): MarkPlace[] {
  const places = new MarkPlaces(page);
  const wedges = page.score.wedges.filter(({ kind }) => kind !== "stop");
  return wedges.flatMap((wedge) => places.placesOf(wedge, wedge.staff)).sort((a, b) => a.x - b.x);
}

/** To the staff of the wedge that begins nearest to it. */
function claim(page: NotationPage, item: DrawnItem, starts: readonly MarkPlace[]): void {
  const reach = NOTATION.wedgeAside * page.space;
  const first = partitionPoint(starts.length, (i) => starts[i].x < item.box[0] - reach);
  let best: MarkPlace | null = null;
  let bestDistance = NOTATION.dynamicDepth * page.space;
  for (let i = first; i < starts.length && starts[i].x <= item.box[0] + reach; i++) {
    const { top, bottom } = starts[i].staff;
    const distance = Math.max(top - item.centreY, item.centreY - bottom, 0);
    if (distance < bestDistance) [best, bestDistance] = [starts[i], distance];
  }
  const staff = best === null ? {} : { staff: best.staffIndex };
  page.claim(item.shape, page.placed(item, { layer: "dynamics", ...staff }));
}
