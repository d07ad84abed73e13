/** Dynamics: letters of music fonts, outlines that stand where the score has its marks, and hairpins' staves. */
import type { Box } from "../../../formats/svg/outline.js";
import { chooseForms, type FormUse } from "./chooseForms.js";
import type { DrawnItem } from "./drawnItems.js";
import { type MarkPlace, MarkPlaces } from "./markPlaces.js";
import { NOTATION } from "./notationConstants.js";
import { type NotationPage, nearestStaff } from "./notationPage.js";

/** A thing near the place of a mark. */
interface Near {
  readonly place: MarkPlace;
  readonly mark: string;
}

interface PageMarks {
  readonly page: NotationPage;
  readonly outlined: readonly DrawnItem[];
  /** By thing: the mark that is nearest to it. */
  readonly near: ReadonlyMap<DrawnItem, Near>;
}

/** All pages at once: a sign that is rare on one page is known from others. */
export function readDynamics(pages: readonly NotationPage[]): void {
  const uses = new Map<string, FormUse>();
  let markCount = 0;
  const found = pages.map((page): PageMarks => {
    const outlined = page.freeItems().filter((item) => mayBeDynamic(page, item));
    for (const item of outlined) {
      const use = uses.get(page.formOf(item)) ?? { count: 0, marks: new Map() };
      uses.set(page.formOf(item), { ...use, count: use.count + 1 });
    }
    const near = new Map<DrawnItem, Near & { readonly distance: number }>();
    for (const { mark, places } of markPlaces(page)) {
      const number = markCount++;
      for (const place of places)
        for (const item of page.freeIn(areaOf(place))) noteUse(item, place, mark, number);
    }
    function noteUse(item: DrawnItem, place: MarkPlace, mark: string, number: number): void {
      const distance = Math.abs(item.centreX - place.x) + Math.abs(item.centreY - place.staff.bottom);
      if (distance < (near.get(item)?.distance ?? Infinity)) near.set(item, { place, mark, distance });
      const weight = item.outline === null ? 0 : likeness(item, mark, place.staff.space);
      const marks = uses.get(page.formOf(item))?.marks;
      if (weight > 0) marks?.set(number, Math.max(weight, marks.get(number) ?? 0));
    }
    return { page, outlined, near };
  });
  const forms = chooseForms(uses);
  for (const marks of found) claimDynamics(marks, forms);
  for (const page of pages) claimDashes(page);
}

function claimDynamics({ page, outlined, near }: PageMarks, forms: ReadonlySet<string>): void {
  const signs = page.freeItems().filter((item) => item.text?.glyph?.kind === "dynamic");
  for (const item of [...signs, ...outlined.filter((thing) => forms.has(page.formOf(thing)))]) {
    const place = near.get(item)?.place;
    const staff = place === undefined ? {} : { staff: place.staffIndex };
    page.claim(item.shape, page.placed(item, { layer: "dynamics", ...staff }));
  }
}

/** Dashes that prolong a word such as "cresc." as far as it holds. */
function claimDashes(page: NotationPage): void {
  for (const item of page.freeItems()) {
    if (item.text === null || !/^(?:de)?cresc|^dim/i.test(item.text.text)) continue;
    const [space, baseline] = [page.space, item.text.y];
    const system = page.systemAt(item);
    if (system === null) continue;
    const row: Box = [item.box[0], baseline - space, system.right, baseline + space / 2];
    const dashes = page.freeIn(row).filter((dash) => isDash(dash, space) && dash.centreX > item.centreX);
    let edge = item.box[2];
    for (const dash of dashes.sort((a, b) => a.box[0] - b.box[0])) {
      if (dash.box[0] - edge > NOTATION.dashGap * space) break;
      edge = dash.box[2];
      page.claim(dash.shape, page.placed(item, { layer: "dynamics" }));
    }
  }
}

function isDash({ outline, width, height }: DrawnItem, space: number): boolean {
  const isThin = height < NOTATION.dashThickness * space && width > 2 * height;
  return outline !== null && isThin && width < NOTATION.dashLength * space;
}

function markPlaces(page: NotationPage): { mark: string; places: MarkPlace[] }[] {
  const places = new MarkPlaces(page);
  return page.score.dynamics
    .filter(({ mark }) => mark !== "")
    .map((dynamic) => ({ mark: dynamic.mark, places: places.placesOf(dynamic, dynamic.staff) }));
}

function areaOf({ staff, x }: MarkPlace): Box {
  const { space } = staff;
  const [aside, depth] = [NOTATION.dynamicAside * space, NOTATION.dynamicDepth * space];
  return [x - aside, staff.top - depth, x + aside, staff.bottom + depth];
}

function mayBeDynamic(page: NotationPage, item: DrawnItem): boolean {
  const { width, height, outline, centreY } = item;
  const [minWidth, maxWidth] = NOTATION.dynamicWidth.map((spaces) => spaces * page.space);
  const [minHeight, maxHeight] = NOTATION.dynamicHeight.map((spaces) => spaces * page.space);
  if (outline === null || width < minWidth || width > maxWidth || height < minHeight || height > maxHeight)
    return false;
  const system = page.systemAt(item);
  if (system === null) return false;
  const { top, bottom } = nearestStaff(system, centreY);
  return centreY < top || centreY > bottom;
}

/** How well a thing may show a mark: all its letters 1, one of them a part; 0 if it is too small or too wide. */
function likeness({ width, height }: DrawnItem, mark: string, space: number): number {
  const letters = mark.replace(/^other:/, "").length;
  const each = width / letters / space;
  const [least, most] = NOTATION.letterWidth;
  if (each >= least && each <= most && height >= NOTATION.wholeHeight * space) return 1;
  return letters > 1 && width <= most * space ? PIECE_LIKENESS : 0;
}

const PIECE_LIKENESS = 0.4;
