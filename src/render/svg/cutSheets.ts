/** Sheets → per note a picture, per page the page, its bed and its layers, per part a page. */
import type { FlatSvg } from "../../formats/svg/flattenSvg.js";
import { LAYERS, type LayerName, NOTE_GROUPS, type NoteGroup } from "../../schema/layers.js";
import { type CutNote, cutNote } from "./cutNote.js";
import { groupByNote, type PageItem } from "./pageItems.js";
import { partContents } from "./partPage.js";
import { assignStaves, type PartStaves } from "./staffPlaces.js";
import { svgIdOf } from "./svgIds.js";
import { writeGroup, writeShape, writeSvg } from "./writeShapes.js";

export interface NoteToCut {
  readonly noteheadId: string;
  readonly partId: string;
}

export interface CutOptions {
  /** In the order their pictures are wanted. */
  readonly notes: readonly NoteToCut[];
  /** In the order of the score. */
  readonly parts: readonly PartStaves[];
  /** What a note's picture shows; the rest stays in the bed. Everything if left out. */
  readonly noteGroups?: readonly NoteGroup[];
}

export interface CutPage {
  readonly page: number;
  readonly width: number;
  readonly height: number;
  readonly systems: number;
  readonly svg: string;
  readonly bedSvg: string;
}

export interface CutLayer {
  readonly page: number;
  readonly layer: LayerName;
  readonly svg: string;
}

export interface CutPart {
  readonly page: number;
  readonly partId: string;
  readonly svg: string;
}

/** Plain data: can be sent to another thread. */
export interface SymbolicResult {
  /** Of all notes that are drawn, in the order of the input. */
  readonly notes: readonly CutNote[];
  /** Notehead IDs the page does not show: hidden notes, and what the engraver leaves out. */
  readonly notDrawn: readonly string[];
  readonly pages: readonly CutPage[];
  /** Layers with something in them, page by page, bottom to top. */
  readonly layers: readonly CutLayer[];
  /** Parts with something on the page, page by page. */
  readonly parts: readonly CutPart[];
}

interface SheetPieces {
  readonly notes: ReadonlyMap<string, CutNote>;
  readonly page: CutPage;
  readonly layers: readonly CutLayer[];
  readonly parts: readonly CutPart[];
}

/** A page, and what is drawn on it in drawing order, each thing with its place in the score. */
export interface Sheet {
  readonly page: number;
  readonly viewBox: FlatSvg["viewBox"];
  /** Number of systems. */
  readonly systems: number;
  readonly items: readonly PageItem[];
}

/**
 * Cut pages into pictures. Drawn together, a page's bed and its notes are the page, and so are its layers.
 *
 * All but text is outlines: no `use`, no style sheet, no transform. A note's picture never holds text. A head that several
 * notes share is in the picture of each.
 *
 * @cost grows in proportion to the shapes on the pages
 */
export function cutSheets(pages: readonly Sheet[], options: CutOptions): SymbolicResult {
  const wanted = new Map(options.notes.map((note) => [svgIdOf(note.noteheadId), note]));
  const groups = new Set(options.noteGroups ?? NOTE_GROUPS);
  const sheets = pages.map((page) => {
    const items = groupByNote(page.items);
    const staves = assignStaves(items, options.parts, (element) => wanted.get(element)?.partId);
    return cutSheet({ ...page, items }, { wanted, groups, staves });
  });
  const found = new Map(sheets.flatMap((sheet) => [...sheet.notes]));
  const drawn = options.notes.map((note) => found.get(note.noteheadId));
  return {
    notes: drawn.filter((note) => note !== undefined),
    notDrawn: options.notes.filter((note) => !found.has(note.noteheadId)).map((note) => note.noteheadId),
    pages: sheets.map((sheet) => sheet.page),
    layers: sheets.flatMap((sheet) => sheet.layers),
    parts: sheets.flatMap((sheet) => sheet.parts),
  };
}

interface SheetContext {
  readonly wanted: ReadonlyMap<string, NoteToCut>;
  readonly groups: ReadonlySet<NoteGroup>;
  readonly staves: ReturnType<typeof assignStaves>;
}

function cutSheet({ page, viewBox, systems, items }: Sheet, context: SheetContext): SheetPieces {
  const [leftUnit, topUnit, width, height] = viewBox;
  const document = (content: string) =>
    writeSvg({ leftUnit, topUnit, widthUnit: width, heightUnit: height }, content);
  const { notes, taken } = takeNotes(page, items, context);
  const layers = LAYERS.map((layer) => ({ layer, items: items.filter((item) => item.layer === layer) }));
  const write = (chosen: (item: PageItem) => boolean) =>
    document(
      layers.map(({ layer, items: all }) => writeGroup(layer, writeItems(all.filter(chosen)))).join(""),
    );
  return {
    notes,
    page: {
      page,
      width,
      height,
      systems,
      svg: write(() => true),
      bedSvg: write((item) => !taken.has(item)),
    },
    layers: layers
      .filter((layer) => layer.items.length > 0)
      .map(({ layer, items: all }) => ({ page, layer, svg: document(writeItems(all)) })),
    parts: partContents(items, context.staves).map(({ partId, items: own }) => ({
      page,
      partId,
      svg: document(LAYERS.map((l) => writeGroup(l, writeItems(own.filter((i) => i.layer === l)))).join("")),
    })),
  };
}

/** Gather each wanted note's own shapes; a note without a head is not drawn, and keeps nothing for itself. */
function takeNotes(page: number, items: readonly PageItem[], { wanted, groups }: SheetContext) {
  const own = new Map<string, PageItem[]>();
  for (const item of items) {
    if (item.group === null) continue;
    for (const element of elementsOf(item)) {
      if (!wanted.has(element)) continue;
      const list = own.get(element);
      if (list === undefined) own.set(element, [item]);
      else list.push(item);
    }
  }
  const notes = new Map<string, CutNote>();
  const taken = new Set<PageItem>();
  for (const [element, all] of own) {
    const shown = all.filter((item) => item.group !== null && groups.has(item.group));
    const note = cutNote(page, wanted.get(element)?.noteheadId ?? "", all, shown);
    if (note === null) continue;
    notes.set(note.noteheadId, note);
    for (const item of shown) taken.add(item);
  }
  return { notes, taken };
}

function elementsOf({ noteElement, sharedWith = [] }: PageItem): readonly string[] {
  return noteElement === null ? [] : [noteElement, ...sharedWith];
}

/** Shapes in order; those of one note's head side by side in a group with the note's SVG ID. */
function writeItems(items: readonly PageItem[]): string {
  let text = "";
  for (let i = 0; i < items.length; ) {
    const { noteElement, layer } = items[i];
    let next = i + 1;
    if (noteElement === null || layer !== "noteheads") text += writeShape(items[i].shape);
    else {
      while (next < items.length && items[next].noteElement === noteElement) next++;
      text += writeGroup(
        noteElement,
        items
          .slice(i, next)
          .map((item) => writeShape(item.shape))
          .join(""),
      );
    }
    i = next;
  }
  return text;
}
