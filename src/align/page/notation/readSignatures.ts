/** Clefs, key and time signatures: at the left of a system or beside a bar line. */
import { toNumber } from "../../../core/fraction.js";
import type { Box } from "../../../formats/svg/outline.js";
import type { DrawnStaff, DrawnSystem } from "../pageGeometry.js";
import type { DrawnItem } from "./drawnItems.js";
import { formOf, SizelessForms } from "./itemForm.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";

/** What is known of signatures on a page so far. */
interface Signatures {
  readonly page: NotationPage;
  readonly sizeless: SizelessForms;
  readonly clefs: Set<string>;
  readonly keys: Set<string>;
  readonly times: Set<string>;
}

/** @param accidentals  forms of the signs before notes */
export function readSignatures(page: NotationPage, accidentals: Iterable<string>): void {
  const known: Signatures = {
    page,
    sizeless: new SizelessForms(),
    clefs: new Set(),
    keys: new Set(accidentals),
    times: new Set(),
  };
  for (const system of page.systems) for (const staff of system.staves) readStart(known, system, staff);
  for (const system of page.systems) for (const staff of system.staves) readChanges(known, system, staff);
}

/** The clef that opens a staff, and the key behind it. */
function readStart(known: Signatures, system: DrawnSystem, staff: DrawnStaff): void {
  const { space, left } = staff;
  const things = onStaff(known.page, staff, [left - space, left + NOTATION.startWidth * space]);
  const music = firstHeadX(known.page, staff, left);
  const before = things.filter(({ box }) => box[2] < music);
  const clef = before.find((item) => isClefSized(item, space));
  if (clef === undefined) return;
  claim(known, clef, "clefs");
  const place = scoreStaff(known.page, system, staff);
  const measure = known.page.staves.measureOf(system, 0);
  if (place === null || measure === null) return;
  const keyCount = keySize(known.page, place, measure);
  const behind = before.filter(({ box }) => box[0] >= clef.box[2] - 0.2 * space);
  for (const item of behind.slice(0, keyCount)) if (isKeySized(item, space)) claim(known, item, "keys");
}

/** Everything of a known form, and the times where the score has them. */
function readChanges(known: Signatures, system: DrawnSystem, staff: DrawnStaff): void {
  const { page, sizeless } = known;
  const all = onStaff(page, staff, [staff.left - staff.space, staff.right + staff.space]);
  for (const item of all) {
    if (known.clefs.has(sizeless.of(item))) claim(known, item, "clefs");
    else if (known.keys.has(formOf(item))) claim(known, item, "keys");
    else if (item.text !== null && SIGNATURE_SIGNS.has(item.text.glyph?.kind ?? ""))
      claim(known, item, "times");
  }
  readTimes(known, system, staff);
}

const SIGNATURE_SIGNS = new Set<string>(["clef", "accidental", "time-signature"]);

/** Time signatures stand first in their measure, and before the bar line where it begins a system. */
function readTimes(known: Signatures, system: DrawnSystem, staff: DrawnStaff): void {
  const { page } = known;
  const place = scoreStaff(page, system, staff);
  if (place === null) return;
  const part = page.staves.partOf(place);
  for (const [i, { left, right }] of system.intervals.entries()) {
    const measure = page.staves.measureOf(system, i);
    if (measure === null || !hasMeter(page, part, measure)) continue;
    const music = firstHeadX(page, staff, left);
    claimTimes(known, staff, [left, Math.min(right, music)]);
  }
  const last = system.intervals.map((_, i) => page.staves.measureOf(system, i)).findLast((m) => m !== null);
  if (last === undefined || last === null || !hasMeter(page, part, last + 1)) return;
  const from = staff.barXs.findLast((x) => x < staff.right - staff.space) ?? staff.left;
  claimTimes(known, staff, [from, staff.right + staff.space]);
}

/** The first column of things that look like digits or like the sign of common time. */
function claimTimes(known: Signatures, staff: DrawnStaff, [from, to]: readonly [number, number]): void {
  const things = onStaff(known.page, staff, [from, to]).filter((item) => isTimeSized(item, staff));
  if (things.length === 0) return;
  const edge = Math.max(...things.filter(({ box }) => box[0] < things[0].box[2]).map(({ box }) => box[2]));
  for (const item of things) if (item.box[0] <= edge + 0.4 * staff.space) claim(known, item, "times");
}

function claim(
  { page, sizeless, clefs, keys, times }: Signatures,
  item: DrawnItem,
  kind: "clefs" | "keys" | "times",
): void {
  page.claim(item.shape, page.placed(item, { layer: "clefs-signatures" }));
  if (kind === "clefs") clefs.add(sizeless.of(item));
  else (kind === "keys" ? keys : times).add(formOf(item));
}

/** Free things whose middle is on a staff or just beside it, from left to right. */
function onStaff(
  page: NotationPage,
  { top, bottom, space }: DrawnStaff,
  [from, to]: readonly [number, number],
): DrawnItem[] {
  const beyond = NOTATION.signatureBeyond * space;
  const box: Box = [from, top - beyond, to, bottom + beyond];
  return page
    .freeIn(box)
    .filter(({ centreX, centreY, text }) => {
      const isInside = centreX >= from && centreX <= to && centreY >= box[1] && centreY <= box[3];
      return isInside && (text === null || text.glyph !== null);
    })
    .sort((a, b) => a.box[0] - b.box[0]);
}

function scoreStaff(page: NotationPage, system: DrawnSystem, staff: DrawnStaff): number | null {
  return page.staves.ofDrawn(system, staff.place);
}

/** Left edge of the first head of a staff from `x` on. */
function firstHeadX(page: NotationPage, { top, bottom, space, right }: DrawnStaff, x: number): number {
  const beyond = 3 * space;
  const heads = page.headsIn([x, top - beyond, right, bottom + beyond]).filter(({ box }) => box[0] > x);
  return Math.min(right, ...heads.map(({ box }) => box[0]));
}

function isClefSized({ text, width, height }: DrawnItem, space: number): boolean {
  if (text !== null) return text.glyph?.kind === "clef";
  const [minWidth, maxWidth] = NOTATION.clefWidth;
  const [minHeight, maxHeight] = NOTATION.clefHeight;
  return (
    width >= minWidth * space &&
    width <= maxWidth * space &&
    height >= minHeight * space &&
    height <= maxHeight * space
  );
}

function isKeySized({ text, width, height }: DrawnItem, space: number): boolean {
  if (text !== null) return text.glyph?.kind === "accidental";
  const [minHeight, maxHeight] = NOTATION.keyHeight;
  return width <= NOTATION.keyWidth * space && height >= minHeight * space && height <= maxHeight * space;
}

/** A digit fills the upper or the lower half of the staff, the sign of common time its middle. */
function isTimeSized(
  { text, width, height, centreY }: DrawnItem,
  { top, bottom, space }: DrawnStaff,
): boolean {
  if (text !== null) return text.glyph?.kind === "time-signature";
  const [minHeight, maxHeight] = NOTATION.timeHeight;
  if (height < minHeight * space || height > maxHeight * space || width < NOTATION.timeWidth * space)
    return false;
  const fromMiddle = Math.abs(centreY - (top + bottom) / 2) / space;
  return fromMiddle < NOTATION.timeReach || Math.abs(fromMiddle - 1) < NOTATION.timeReach;
}

/** Signs that the key of a staff takes in a measure; more where it cancels another. */
function keySize(page: NotationPage, staff: number, measure: number): number {
  const part = page.staves.partOf(staff);
  let size = 0;
  let former = 0;
  for (const key of page.score.keys) {
    if (key.partIndex !== part || key.measureIndex > measure || toNumber(key.measureQuarter) > 0) continue;
    if (key.staff !== null && page.staves.ofPart(part, key.staff) !== staff) continue;
    former = key.measureIndex === measure ? size : 0;
    size = Math.abs(key.fifths ?? 0);
  }
  return size + former;
}

function hasMeter(page: NotationPage, part: number, measure: number): boolean {
  return page.score.meters.some((meter) => meter.measureIndex === measure && meter.partIndex === part);
}
