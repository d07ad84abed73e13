/** Dynamics: letters of music fonts, and outlines that stand where the score has its marks. */
import type { Box } from "../../../formats/svg/outline.js";
import type { DrawnItem } from "./drawnItems.js";
import { formOf } from "./itemForm.js";
import { type MarkPlace, MarkPlaces } from "./markPlaces.js";
import { NOTATION } from "./notationConstants.js";
import { type NotationPage, nearestStaff } from "./notationPage.js";

export function readDynamics(page: NotationPage): void {
  const places = new MarkPlaces(page);
  const marks = page.score.dynamics
    .filter(({ mark }) => mark !== "")
    .map((dynamic) => placesWithThings(page, places.placesOf(dynamic, dynamic.staff)));
  const forms = new Map<string, DrawnItem[]>();
  for (const item of page.freeItems()) {
    if (item.text?.glyph?.kind === "dynamic") claim(page, item, marks);
    else if (item.outline !== null && isDynamicSized(item, page.space) && isBesideStaff(page, item))
      forms.set(formOf(item), [...(forms.get(formOf(item)) ?? []), item]);
  }
  for (const form of formsOfMarks(forms, marks)) {
    for (const item of forms.get(form)!) claim(page, item, marks);
  }
}

/** Things near a mark's places, with the staff that each is for. */
type MarkThings = ReadonlyMap<DrawnItem, MarkPlace>;

function placesWithThings(page: NotationPage, places: readonly MarkPlace[]): MarkThings {
  const things = new Map<DrawnItem, MarkPlace>();
  for (const place of places) {
    for (const item of page.freeIn(areaOf(place))) if (!things.has(item)) things.set(item, place);
  }
  return things;
}

function areaOf({ staff, x }: MarkPlace): Box {
  const { space } = staff;
  const [aside, depth] = [NOTATION.dynamicAside * space, NOTATION.dynamicDepth * space];
  return [x - aside, staff.top - depth, x + aside, staff.bottom + depth];
}

function claim(page: NotationPage, item: DrawnItem, marks: readonly MarkThings[]): void {
  const place = marks.find((things) => things.has(item))?.get(item);
  const staff = place === undefined ? {} : { staff: place.staffIndex };
  page.claim(item.shape, page.placed(item, { layer: "dynamics", ...staff }));
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

/**
 * Choose the forms that cover most marks: one after the other that with the most hits among the marks not covered yet, less
 * its members that stand near no mark.
 */
function formsOfMarks(
  forms: ReadonlyMap<string, readonly DrawnItem[]>,
  marks: readonly MarkThings[],
): string[] {
  const marksOf = new Map<string, Set<number>>();
  const near = new Map<string, Set<DrawnItem>>();
  marks.forEach((things, index) => {
    for (const item of things.keys()) {
      if (item.outline === null || !forms.has(formOf(item))) continue;
      addTo(marksOf, formOf(item), index);
      addTo(near, formOf(item), item);
    }
  });
  const isCovered = new Uint8Array(marks.length);
  const chosen: string[] = [];
  for (let round = 0; round < marksOf.size; round++) {
    let best = "";
    let bestGain = 0;
    for (const [form, own] of marksOf) {
      if (chosen.includes(form)) continue;
      const hits = [...own].reduce((sum, mark) => sum + (isCovered[mark] === 0 ? 1 : COVERED_GAIN), 0);
      const gain = hits - (forms.get(form)!.length - near.get(form)!.size) * NOTATION.dynamicMiss;
      if (gain > bestGain && hits >= MIN_HITS) [best, bestGain] = [form, gain];
    }
    if (best === "") break;
    chosen.push(best);
    for (const mark of marksOf.get(best)!) isCovered[mark] = 1;
  }
  return chosen;
}

/** A second letter of a mark gains little, and a form that only stands where others do is none. */
const COVERED_GAIN = 0.2;
const MIN_HITS = 1;

function addTo<K, V>(sets: Map<K, Set<V>>, key: K, value: V): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
