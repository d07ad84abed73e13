/** Syllables under the staves, with their hyphens and lines. */
import type { NotatedNote } from "../../../core/score.js";
import { partitionPoint } from "../../../core/sortedSearch.js";
import { CANDIDATE_WIDTH_SPACE } from "../pageConstants.js";
import type { DrawnStaff, DrawnSystem } from "../pageGeometry.js";
import type { DrawnItem } from "./drawnItems.js";
import { NOTATION } from "./notationConstants.js";
import type { NotationPage, PageHead } from "./notationPage.js";

/** Lines of text below a staff. */
interface Band {
  readonly system: DrawnSystem;
  readonly staff: DrawnStaff;
  readonly heads: readonly PageHead[];
  /** Free things between this staff and the next one. */
  readonly things: readonly DrawnItem[];
}

export function readLyrics(page: NotationPage): void {
  const heads = new Map<DrawnStaff, PageHead[]>();
  for (const head of page.heads) {
    if (head.notes.every((note) => note.lyrics.length === 0)) continue;
    const own = heads.get(head.staff);
    if (own === undefined) heads.set(head.staff, [head]);
    else own.push(head);
  }
  for (const system of page.systems) {
    for (const staff of system.staves) readBand(page, bandOf(page, system, staff, heads.get(staff) ?? []));
  }
}

function bandOf(
  page: NotationPage,
  system: DrawnSystem,
  staff: DrawnStaff,
  heads: readonly PageHead[],
): Band {
  const next = system.staves[staff.place + 1] as DrawnStaff | undefined;
  const bottom = next?.top ?? staff.bottom + NOTATION.lyricsDepth * staff.space;
  const things =
    heads.length === 0
      ? []
      : page.freeIn([staff.left, staff.bottom + staff.space / 2, staff.right + 3 * staff.space, bottom]);
  const sorted = heads.toSorted((a, b) => a.box[0] - b.box[0]);
  return { system, staff, heads: sorted, things: things.filter(({ box }) => box[1] > staff.bottom) };
}

function readBand(page: NotationPage, band: Band): void {
  const { heads, things, staff } = band;
  const baselines = new Set<number>();
  for (const item of things) {
    if (item.text === null || item.text.glyph !== null) continue;
    const head = headOfSyllable(heads, item, staff.space);
    if (head === null) continue;
    baselines.add(item.text.y);
    const notes = head.notes.filter((note) => note.lyrics.length > 0).map((note) => note.index);
    page.claim(item.shape, page.atHead(head, { layer: "lyrics", notes }));
  }
  const rows = baselines.size > 0 ? [...baselines] : outlinedRows(band);
  for (const item of things) {
    if (page.isFree(item.shape) && rows.some((y) => isOnRow(item, y, staff.space)))
      claimOnRow(page, band, item);
  }
}

/** The head whose syllable this is: its text is the same, and it stands above it. */
function headOfSyllable(
  heads: readonly PageHead[],
  { text, centreX, width }: DrawnItem,
  space: number,
): PageHead | null {
  const wanted = plain(text!.text);
  const aside = width / 2 + NOTATION.syllableAside * space;
  let best: PageHead | null = null;
  let bestAside = aside;
  for (const head of headsOver(heads, centreX - aside, centreX + aside)) {
    const distance = Math.abs((head.box[0] + head.box[2]) / 2 - centreX);
    if (distance > bestAside || !head.notes.some((note) => hasSyllable(note, wanted))) continue;
    [best, bestAside] = [head, distance];
  }
  return best;
}

/** Heads whose width touches a range; `heads` from left to right, none wider than the widest there is. */
function headsOver(heads: readonly PageHead[], left: number, right: number): PageHead[] {
  const end = partitionPoint(heads.length, (i) => heads[i].box[0] <= right);
  const found: PageHead[] = [];
  for (let i = end - 1; i >= 0; i--) {
    const { box, space } = heads[i];
    if (box[2] >= left) found.unshift(heads[i]);
    else if (box[0] < left - CANDIDATE_WIDTH_SPACE[1] * space) break;
  }
  return found;
}

function hasSyllable(note: NotatedNote, wanted: string): boolean {
  return note.lyrics.some(({ text }) => plain(text) === wanted);
}

/** Letters alone: engravers set quotes, dashes and blanks their own way. */
function plain(text: string): string {
  const letters = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return letters === "" ? text.trim() : letters;
}

/**
 * Baselines of words that were outlined: the heights on which most things under sung heads stand, as many as there are
 * verses.
 */
function outlinedRows({ heads, things, staff }: Band): number[] {
  const { space } = staff;
  const counts = new Map<number, Set<PageHead>>();
  const step = NOTATION.rowStep * space;
  for (const item of things) {
    if (item.outline === null || !isWordHigh(item, space)) continue;
    const [head] = headsOver(heads, item.box[0], item.box[2]);
    if (head === undefined) continue;
    const row = Math.round(item.box[3] / step);
    counts.set(row, (counts.get(row) ?? new Set()).add(head));
  }
  const verses = Math.max(0, ...heads.flatMap(({ notes }) => notes.map((note) => note.lyrics.length)));
  const least = Math.max(Math.min(2, heads.length), NOTATION.rowShare * heads.length);
  const rows: number[] = [];
  for (const [row, above] of [...counts].sort((a, b) => b[1].size - a[1].size || a[0] - b[0])) {
    if (above.size < least || rows.length === verses) break;
    if (rows.every((y) => Math.abs(y - row * step) > NOTATION.rowDistance * space)) rows.push(row * step);
  }
  return rows;
}

function isWordHigh({ height }: DrawnItem, space: number): boolean {
  const [least, most] = NOTATION.letterHeight;
  return height >= least * space && height <= most * space;
}

/** A word stands on its line, or hangs over it by the depth of a letter; hyphens and lines are beside it. */
function isOnRow({ box, width, height, text, outline }: DrawnItem, baseline: number, space: number): boolean {
  if (text !== null) return text.glyph === null && Math.abs(text.y - baseline) < 0.3 * space;
  if (outline === null || height > NOTATION.letterHeight[1] * space) return false;
  const isThin = height < NOTATION.letterHeight[0] * space;
  const below = (box[3] - baseline) / space;
  if (!isThin) return below > -NOTATION.letterRise && below < NOTATION.letterDepth;
  return width > 1.5 * height && below > -NOTATION.hyphenRise && below < NOTATION.letterDepth;
}

function claimOnRow(page: NotationPage, { heads, staff }: Band, item: DrawnItem): void {
  const own = headsOver(heads, item.box[0], item.box[2]);
  if (own.length === 1 && item.height > NOTATION.letterHeight[0] * staff.space) {
    const notes = own[0].notes.filter((note) => note.lyrics.length > 0).map((note) => note.index);
    page.claim(item.shape, page.atHead(own[0], { layer: "lyrics", notes }));
    return;
  }
  page.claim(
    item.shape,
    page.placed(item, { layer: "lyrics", staff: page.staves.ofNote((own[0] ?? heads[0]).notes[0].index) }),
  );
}
