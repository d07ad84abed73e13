/** Hairpins: a line bent at its tip, or two thin lines that open towards each other. */
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";
import { isWedge, type SlantedBar, slantedBars, straightPieces } from "./straightForm.js";

interface ThinLine {
  readonly item: DrawnItem;
  readonly bar: SlantedBar;
}

export function readHairpins(page: NotationPage): void {
  const lines: ThinLine[] = [];
  for (const item of page.freeItems()) {
    if (item.outline === null || item.width < NOTATION.hairpinLength * page.space) continue;
    const pieces = straightPieces(item.outline);
    if (pieces === null) continue;
    if (!item.isFilled && pieces.length > 0 && pieces.every(isWedge)) claim(page, item);
    else lines.push(...thinLines(page, item));
  }
  pairUp(page, lines);
}

function thinLines(page: NotationPage, item: DrawnItem): ThinLine[] {
  const bars = slantedBars(item.outline!) ?? [];
  const [bar] = bars;
  if (bars.length !== 1 || bar.thickness > NOTATION.hairpinThickness * page.space) return [];
  return [{ item, bar }];
}

/** Lines with the same ends in x that are nearer to each other at one end than at the other. */
function pairUp(page: NotationPage, lines: ThinLine[]): void {
  lines.sort((a, b) => a.bar.x1 - b.bar.x1);
  const aside = NOTATION.hairpinAside * page.space;
  lines.forEach((first, i) => {
    for (let k = i + 1; k < lines.length && lines[k].bar.x1 - first.bar.x1 <= aside; k++) {
      if (!opens(first.bar, lines[k].bar, page.space)) continue;
      claim(page, first.item);
      claim(page, lines[k].item);
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

function claim(page: NotationPage, item: DrawnItem): void {
  page.claim(item.shape, page.placed(item, { layer: "dynamics" }));
}
