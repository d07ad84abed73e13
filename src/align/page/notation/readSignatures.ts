/** Clefs, key and time signatures: at the left of a system or beside a bar line. */
import type { Box } from "../../../formats/svg/outline.js";
import type { DrawnStaff, DrawnSystem } from "../pageGeometry.js";
import type { DrawnItem } from "./drawnItems.js";
import { MarkPlaces } from "./markPlaces.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage } from "./notationPage.js";
import { hasMeter, type KeySize, keyAt } from "./signatureChanges.js";

type Range = readonly [number, number];

/** One staff of a system, and what is known of signatures on its page so far. */
interface SignatureStaff {
  readonly page: NotationPage;
  readonly system: DrawnSystem;
  readonly staff: DrawnStaff;
  /** Of the score. */
  readonly index: number;
  /** Forms of clefs at any size, and of the signs of keys. */
  readonly clefs: Set<string>;
  readonly keys: Set<string>;
}

/** @param accidentals  forms of the signs before notes */
export function readSignatures(page: NotationPage, accidentals: Iterable<string>): void {
  const known = { clefs: new Set<string>(), keys: new Set(accidentals) };
  const staves: SignatureStaff[] = page.systems.flatMap((system) =>
    system.staves.flatMap((staff) => {
      const index = page.staves.ofDrawn(system, staff.place);
      return index === null ? [] : [{ page, system, staff, index, ...known }];
    }),
  );
  for (const staff of staves) readStart(staff);
  for (const staff of staves) readKnownForms(staff);
  readClefChanges(page);
  for (const staff of staves) readChanges(staff);
}

/** The clef that opens a staff, and the key behind it. */
function readStart(own: SignatureStaff): void {
  const { page, staff } = own;
  const { space, left } = staff;
  const range: Range = [left - space, Math.min(left + NOTATION.startWidth * space, firstHeadX(own, left))];
  const clef = onStaff(own, range).find((item) => isClefSized(item, space, 1));
  if (clef === undefined) return;
  claim(page, clef);
  own.clefs.add(page.shapeOf(clef));
  const measure = measuresOf(own)[0];
  if (measure !== undefined)
    claimKey(own, [clef.box[2] - space / 4, range[1]], keyAt(page, own.index, measure));
}

/** Signs next to each other, as many as the key has; before them those that cancel the former key. */
function claimKey(own: SignatureStaff, [from, to]: Range, { signs, cancelled }: KeySize): void {
  const { page, staff, keys } = own;
  const things = onStaff(own, [from, to]).filter(
    (item) => item.box[2] <= to && isKeySized(item, staff.space),
  );
  const known = things.filter((item) => keys.has(page.formOf(item)));
  const run = firstRun(own, known.length > 0 ? known : things);
  const most = signs + cancelled;
  const isSure = known.length > 0 || (run.length > 0 && [signs, cancelled, most].includes(run.length));
  for (const item of isSure ? run.slice(0, most) : []) {
    claim(page, item);
    keys.add(page.formOf(item));
  }
}

/** Things that follow each other closely. */
function firstRun({ staff }: SignatureStaff, things: readonly DrawnItem[]): readonly DrawnItem[] {
  const gap = NOTATION.keyGap * staff.space;
  const end = things.findIndex((item, i) => i > 0 && item.box[0] - things[i - 1].box[2] > gap);
  return end < 0 ? things : things.slice(0, end);
}

/** Everything of a known form. */
function readKnownForms(own: SignatureStaff): void {
  const { page, staff, clefs, keys } = own;
  for (const item of onStaff(own, [staff.left - staff.space, staff.right + staff.space])) {
    const isSign = item.text !== null && SIGNATURE_SIGNS.has(item.text.glyph?.kind ?? "");
    const isClef = clefs.has(page.shapeOf(item)) && isChangedClefSized(item, staff.space);
    if (isSign || isClef || keys.has(page.formOf(item))) claim(page, item);
  }
}

const SIGNATURE_SIGNS = new Set<string>(["clef", "accidental", "time-signature"]);

/** Clefs of a kind that opens no staff: left of what sounds when the score changes the clef. */
function readClefChanges(page: NotationPage): void {
  const places = new MarkPlaces(page);
  for (const clef of page.score.clefs) {
    for (const { staff, x } of places.placesOf(clef, clef.staff)) {
      const { space, top, bottom } = staff;
      const near = page
        .freeIn([x - NOTATION.clefAside * space, top, x, bottom])
        .filter((item) => item.centreX < x && isChangedClefSized(item, space));
      const last = near.sort((a, b) => a.box[0] - b.box[0]).at(-1);
      if (last !== undefined) claim(page, last);
    }
  }
}

/** Keys and times stand first in the measure that brings them, and again before the line break in front of it. */
function readChanges(own: SignatureStaff): void {
  const { page, system, staff, index } = own;
  const part = page.staves.partOf(index);
  const read = (measure: number, range: Range, isFirst: boolean) => {
    const key = keyAt(page, index, measure);
    if (key.changes && !isFirst) claimKey(own, range, key);
    if (hasMeter(page, part, measure)) claimTimes(own, range);
  };
  let first: number | null = null;
  system.intervals.forEach(({ left, right }, i) => {
    const measure = page.staves.measuresOf(system, i)[0];
    if (measure === undefined) return;
    first ??= measure;
    const from = measure === first ? staff.left : left;
    read(measure, [from, Math.min(right, firstHeadX(own, left))], measure === first);
  });
  const last = measuresOf(own).at(-1);
  const end = staff.barXs.findLast((x) => x < staff.right - staff.space) ?? staff.left;
  if (last !== undefined) read(last + 1, [end, staff.right + staff.space], false);
}

/** The first column of things that look like digits or like the sign of common time, and what stands between them. */
function claimTimes(own: SignatureStaff, range: Range): void {
  const { page, staff } = own;
  const things = onStaff(own, range);
  const first = things.find((item) => isTimeSized(item, staff));
  if (first === undefined) return;
  let edge = first.box[2];
  for (const item of things) {
    if (item.box[2] < first.box[0] || item.box[0] > edge + NOTATION.timeGap * staff.space) continue;
    if (!isTimeSized(item, staff) && item.height > NOTATION.timeHeight[0] * staff.space) continue;
    edge = Math.max(edge, item.box[2]);
    claim(page, item);
  }
}

function claim(page: NotationPage, item: DrawnItem): void {
  page.claim(item.shape, page.placed(item, { layer: "clefs-signatures" }));
}

/** Measures of the system, from left to right. */
function measuresOf({ page, system }: SignatureStaff): number[] {
  return system.intervals.flatMap((_, i) => page.staves.measuresOf(system, i));
}

/** Free things whose middle is on a staff or just beside it, from left to right; no words. */
function onStaff({ page, staff }: SignatureStaff, [from, to]: Range): DrawnItem[] {
  const beyond = NOTATION.signatureBeyond * staff.space;
  const box: Box = [from, staff.top - beyond, to, staff.bottom + beyond];
  return page
    .freeIn(box)
    .filter(({ centreX, centreY, text }) => {
      const isInside = centreX >= from && centreX <= to && centreY >= box[1] && centreY <= box[3];
      return isInside && (text === null || text.glyph !== null);
    })
    .sort((a, b) => a.box[0] - b.box[0]);
}

/** Left edge of the first head of a staff from `x` on. */
function firstHeadX({ page, staff }: SignatureStaff, x: number): number {
  const { top, bottom, space, right } = staff;
  const beyond = 3 * space;
  const heads = page.headsIn([x, top - beyond, right, bottom + beyond]).filter(({ box }) => box[0] > x);
  return Math.min(right, ...heads.map(({ box }) => box[0]));
}

function isClefSized({ text, width, height }: DrawnItem, space: number, scale: number): boolean {
  if (text !== null) return text.glyph?.kind === "clef";
  const [minWidth, maxWidth] = NOTATION.clefWidth;
  const [minHeight, maxHeight] = NOTATION.clefHeight;
  return (
    width >= minWidth * scale * space &&
    width <= maxWidth * space &&
    height >= minHeight * scale * space &&
    height <= maxHeight * space
  );
}

/** Rests are as high, but none is so wide. */
function isChangedClefSized(item: DrawnItem, space: number): boolean {
  const isWide = item.text !== null || item.width >= NOTATION.clefChangeWidth * space;
  return isWide && isClefSized(item, space, NOTATION.clefScale);
}

function isKeySized({ text, width, height }: DrawnItem, space: number): boolean {
  if (text !== null) return text.glyph?.kind === "accidental";
  const [minHeight, maxHeight] = NOTATION.keyHeight;
  return width <= NOTATION.keyWidth * space && height >= minHeight * space && height <= maxHeight * space;
}

/** A digit fills the upper or the lower half of the staff, the wide sign of common time its middle. */
function isTimeSized(
  { text, width, height, centreY }: DrawnItem,
  { top, bottom, space }: DrawnStaff,
): boolean {
  if (text !== null) return text.glyph?.kind === "time-signature";
  const [minHeight, maxHeight] = NOTATION.timeHeight;
  if (height < minHeight * space || height > maxHeight * space || width < NOTATION.timeWidth * space)
    return false;
  const fromMiddle = Math.abs(centreY - (top + bottom) / 2) / space;
  if (fromMiddle < NOTATION.timeReach) return width >= NOTATION.commonWidth * space;
  return Math.abs(fromMiddle - 1) < NOTATION.timeReach && height < NOTATION.digitHeight * space;
}
