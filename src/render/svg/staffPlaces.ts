/** Which part everything on a page belongs to, and where its staves lie. */
import type { PageItem } from "./pageItems.js";

export interface PartStaves {
  readonly partId: string;
  /** Number of staves, >= 1. */
  readonly staffCount: number;
}

export interface StaffPlace {
  readonly system: number;
  readonly partId: string;
  /** First and last line. */
  readonly top: number;
  readonly bottom: number;
}

export interface StaffPlaces {
  readonly parts: readonly PartStaves[];
  readonly places: readonly StaffPlace[];
  readonly partOf: ReadonlyMap<PageItem, string>;
}

/**
 * Find every item's part: by its note, its staff, the note it starts at, and at last by the nearest staff of its system.
 * Barlines, braces and what stands outside of all systems have none.
 *
 * @param partOfNote  part of a note by its SVG ID, undefined if unknown
 */
export function assignStaves(
  items: readonly PageItem[],
  parts: readonly PartStaves[],
  partOfNote: (element: string) => string | undefined,
): StaffPlaces {
  const partOfStaff = parts.flatMap((part) => Array<string>(part.staffCount).fill(part.partId));
  const places = staffPlaces(items, partOfStaff);
  const bySystem = new Map<number, StaffPlace[]>();
  for (const place of places) bySystem.set(place.system, [...(bySystem.get(place.system) ?? []), place]);
  const partOf = new Map<PageItem, string>();
  for (const item of items) {
    if (item.layer === "barlines") continue;
    const known =
      (item.noteElement === null ? undefined : partOfNote(item.noteElement)) ??
      (item.staff === null ? undefined : partOfStaff[item.staff - 1]) ??
      (item.startElement === null ? undefined : partOfNote(item.startElement)) ??
      nearestPart(item, bySystem.get(item.system) ?? []);
    if (known !== undefined) partOf.set(item, known);
  }
  return { parts, places, partOf };
}

function staffPlaces(items: readonly PageItem[], partOfStaff: readonly string[]): StaffPlace[] {
  const places = new Map<string, StaffPlace>();
  for (const { layer, staff, system, box, shape } of items) {
    if (layer !== "staves" || staff === null || isLedger(shape.scope.parent?.element.attributes.class))
      continue;
    const partId = partOfStaff[staff - 1];
    if (partId === undefined) continue;
    const key = `${system} ${staff}`;
    const known = places.get(key);
    const top = Math.min(known?.top ?? box[1], box[1]);
    places.set(key, { system, partId, top, bottom: Math.max(known?.bottom ?? box[3], box[3]) });
  }
  return [...places.values()];
}

function isLedger(className: string | undefined): boolean {
  return className?.startsWith("ledgerLines") ?? false;
}

function nearestPart({ box }: PageItem, places: readonly StaffPlace[]): string | undefined {
  const y = (box[1] + box[3]) / 2;
  let best: StaffPlace | undefined;
  let bestDistance = Infinity;
  for (const place of places) {
    const distance = Math.max(place.top - y, y - place.bottom, 0);
    if (distance < bestDistance) [best, bestDistance] = [place, distance];
  }
  return best?.partId;
}
