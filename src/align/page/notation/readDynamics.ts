/** Dynamics: letters of music fonts, and outlines that stand where the score has its marks. */
import type { DynamicMark } from "../../../core/score.js";
import type { Box } from "../../../formats/svg/outline.js";
import type { DrawnItem } from "./drawnItems.js";
import { formOf } from "./itemForm.js";
import { NOTATION } from "./notationConstants.js";
import { type NotationPage, nearestStaff, type PageHead } from "./notationPage.js";

export function readDynamics(page: NotationPage): void {
  const outlined: DrawnItem[] = [];
  for (const item of page.freeItems()) {
    if (item.text?.glyph?.kind === "dynamic") claim(page, item);
    else if (item.outline !== null && isDynamicSized(item, page.space) && isBesideStaff(page, item))
      outlined.push(item);
  }
  const forms = formsOfMarks(page, outlined);
  for (const item of outlined) if (forms.has(formOf(item))) claim(page, item);
}

function claim(page: NotationPage, item: DrawnItem): void {
  page.claim(item.shape, page.placed(item, { layer: "dynamics" }));
}

function isDynamicSized({ width, height }: DrawnItem, space: number): boolean {
  const [minWidth, maxWidth] = NOTATION.dynamicWidth;
  const [minHeight, maxHeight] = NOTATION.dynamicHeight;
  return (
    width >= minWidth * space &&
    width <= maxWidth * space &&
    height >= minHeight * space &&
    height <= maxHeight * space
  );
}

function isBesideStaff(page: NotationPage, item: DrawnItem): boolean {
  const system = page.systemAt(item);
  if (system === null) return false;
  const { top, bottom } = nearestStaff(system, item.centreY);
  return item.centreY < top || item.centreY > bottom;
}

/** Forms most of which stand near a mark. */
function formsOfMarks(page: NotationPage, outlined: readonly DrawnItem[]): Set<string> {
  const counts = new Map<string, { all: number; near: Set<DrawnItem>; marks: Map<string, number> }>();
  for (const item of outlined) {
    const form = formOf(item);
    const count = counts.get(form) ?? { all: 0, near: new Set(), marks: new Map() };
    counts.set(form, count);
    count.all++;
  }
  for (const { mark, area } of markAreas(page)) {
    for (const item of page.freeIn(area)) {
      const count = item.outline === null ? undefined : counts.get(formOf(item));
      if (count === undefined || count.near.has(item)) continue;
      count.near.add(item);
      count.marks.set(mark, (count.marks.get(mark) ?? 0) + 1);
    }
  }
  const found = [...counts].filter(
    ([, { all, near }]) => near.size >= NOTATION.dynamicShare * all && near.size > 0,
  );
  return new Set(found.map(([form]) => form));
}

/** Where the marks are to be expected: above and below the heads that sound with them. */
function markAreas(page: NotationPage): { mark: string; area: Box }[] {
  const heads = new Map<string, PageHead>();
  for (const head of page.heads) {
    const { partIndex, measureIndex, measureQuarter } = head.notes[0];
    heads.set(`${partIndex} ${measureIndex} ${measureQuarter.num}/${measureQuarter.den}`, head);
  }
  return page.score.dynamics.flatMap((dynamic) => {
    const head = dynamic.mark === "" ? undefined : heads.get(placeKey(dynamic));
    return head === undefined ? [] : [{ mark: dynamic.mark, area: areaAt(head) }];
  });
}

function placeKey({ partIndex, measureIndex, measureQuarter }: DynamicMark): string {
  return `${partIndex} ${measureIndex} ${measureQuarter.num}/${measureQuarter.den}`;
}

function areaAt({ box, staff, space }: PageHead): Box {
  const [aside, depth] = [NOTATION.dynamicAside * space, NOTATION.dynamicDepth * space];
  return [box[0] - aside, staff.top - depth, box[2] + aside / 2, staff.bottom + depth];
}
