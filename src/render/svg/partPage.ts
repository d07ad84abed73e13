/** The notation of one part, in its place on the page. */
import { outlinePolygon } from "../../formats/svg/outline.js";
import type { PageItem } from "./pageItems.js";
import type { StaffPlace, StaffPlaces } from "./staffPlaces.js";

export interface PartContent {
  readonly partId: string;
  readonly items: readonly PageItem[];
}

/** First and last line of a part's staves in one system. */
interface Span {
  readonly top: number;
  readonly bottom: number;
  /** Distance of two lines. */
  readonly space: number;
}

/** How far a brace may reach beyond the staves it holds together, and the least of a bar line that is drawn. */
const BRACE_SPACE = 0.28;
const LEAST_SPACE = 0.06;

/** Items by part, in page order; barlines are cut to the part's staves. Parts with nothing on the page are left out. */
export function partContents(items: readonly PageItem[], staves: StaffPlaces): PartContent[] {
  return staves.parts
    .map(({ partId }) => ({ partId, items: itemsOf(partId, items, staves) }))
    .filter((content) => content.items.length > 0);
}

function itemsOf(partId: string, items: readonly PageItem[], staves: StaffPlaces): PageItem[] {
  const spans = spansOf(staves.places.filter((place) => place.partId === partId));
  const own: PageItem[] = [];
  for (const item of items) {
    const span = spans.get(item.system);
    const kept =
      item.layer !== "barlines" ? (staves.partOf.get(item) === partId ? item : null) : cutToSpan(item, span);
    if (kept !== null) own.push(kept);
  }
  return own;
}

function spansOf(places: readonly StaffPlace[]): Map<number, Span> {
  const spans = new Map<number, Span>();
  for (const { system, top, bottom } of places) {
    const known = spans.get(system);
    spans.set(system, {
      top: Math.min(known?.top ?? top, top),
      bottom: Math.max(known?.bottom ?? bottom, bottom),
      space: Math.max(known?.space ?? 0, (bottom - top) / 4),
    });
  }
  return spans;
}

/** A barline that runs through several parts is cut; a brace or bracket stays if it holds only this part's staves. */
function cutToSpan(item: PageItem, span: Span | undefined): PageItem | null {
  if (span === undefined || item.shape.kind !== "path") return null;
  const [left, top, right, bottom] = item.box;
  const reach = BRACE_SPACE * span.space;
  if (top >= span.top - reach && bottom <= span.bottom + reach) return item;
  const [cutTop, cutBottom] = [Math.max(top, span.top), Math.min(bottom, span.bottom)];
  if (!isBar(item) || cutBottom - cutTop < LEAST_SPACE * span.space) return null;
  const outline = outlinePolygon([
    [left, cutTop],
    [right, cutTop],
    [right, cutBottom],
    [left, cutBottom],
  ]);
  return { ...item, box: outline.box, shape: { ...item.shape, outline } };
}

/** A filled upright rectangle. */
function isBar({ shape }: PageItem): boolean {
  return (
    shape.kind === "path" &&
    shape.paint.stroke === null &&
    /^(l[^a-z]*|[hv][^a-z]*)+z$/.test(shape.outline.tail)
  );
}
