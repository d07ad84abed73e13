/** One page on the way: its things by place, its heads, and what each thing was found to be. */
import type { NotatedNote, Score } from "../../../core/score.js";
import type { Box } from "../../../formats/svg/outline.js";
import { intervalAt } from "../findCandidates.js";
import type { DrawnStaff, DrawnSystem, PageGeometry, UserPage, VerticalLine } from "../pageGeometry.js";
import type { ShapeMeaning } from "../pageNotation.js";
import type { PageSolution } from "../pageSolution.js";
import { type DrawnItem, drawnItem } from "./drawnItems.js";
import type { FormBook } from "./formBook.js";
import { ItemIndex } from "./itemIndex.js";
import { NOTATION } from "./notationConstants.js";
import type { ScoreStaves } from "./scoreStaves.js";

/** A head with all its notes. */
export interface PageHead {
  readonly shape: number;
  readonly box: Box;
  readonly y: number;
  readonly notes: readonly NotatedNote[];
  readonly system: DrawnSystem;
  readonly staff: DrawnStaff;
  /** Of the staff, in units of the viewBox. */
  readonly space: number;
}

export interface PageInput {
  readonly page: UserPage;
  readonly index: number;
  readonly geometry: PageGeometry;
  readonly solution: PageSolution;
  readonly score: Score;
  readonly staves: ScoreStaves;
  /** Of all pages together. */
  readonly forms: FormBook;
}

export class NotationPage {
  readonly score: Score;
  readonly staves: ScoreStaves;
  readonly systems: readonly DrawnSystem[];
  readonly heads: readonly PageHead[];
  readonly verticals: readonly VerticalLine[];
  /** By shape; null for what leaves no mark. */
  readonly items: readonly (DrawnItem | null)[];
  /** The usual staff space. */
  readonly space: number;
  readonly #forms: FormBook;
  readonly #byPlace: ItemIndex<DrawnItem>;
  readonly #headsByPlace: ItemIndex<PageHead>;
  readonly #meanings: (ShapeMeaning | null)[];

  constructor(input: PageInput) {
    const { page, index, geometry, solution } = input;
    this.score = input.score;
    this.staves = input.staves;
    this.#forms = input.forms;
    this.systems = geometry.systems.filter((system) => system.page === index);
    this.verticals = geometry.verticals.filter((line) => line.page === index);
    this.items = page.flat.shapes.map(drawnItem);
    this.space = this.systems[0]?.staves[0].space ?? 1;
    this.heads = headsOf(input, solution);
    this.#byPlace = new ItemIndex(
      this.items.filter((item) => item !== null),
      4 * this.space,
    );
    this.#headsByPlace = new ItemIndex(this.heads, 4 * this.space);
    this.#meanings = page.flat.shapes.map(() => null);
  }

  /** Things that touch a box and are not known yet. */
  freeIn(box: Box): DrawnItem[] {
    return this.#byPlace.touching(box).filter((item) => this.#meanings[item.shape] === null);
  }

  /** Equal for things of the same form and size. */
  formOf(item: DrawnItem): string {
    return this.#forms.of(item, this.space);
  }

  /** Equal for things of the same form at any size. */
  shapeOf(item: DrawnItem): string {
    return this.#forms.shapeOf(item);
  }

  /** All things that touch a box. */
  itemsIn(box: Box): DrawnItem[] {
    return this.#byPlace.touching(box);
  }

  headsIn(box: Box): PageHead[] {
    return this.#headsByPlace.touching(box);
  }

  isFree(shape: number): boolean {
    return this.#meanings[shape] === null;
  }

  freeItems(): DrawnItem[] {
    return this.items.filter((item) => item !== null && this.isFree(item.shape)) as DrawnItem[];
  }

  /** Say what a shape is; what was said first holds. */
  claim(shape: number, meaning: ShapeMeaning): void {
    this.#meanings[shape] ??= meaning;
  }

  meaningOf(shape: number): ShapeMeaning | null {
    return this.#meanings[shape];
  }

  /** Where a thing stands, by the nearest staff; with what it is. */
  placed(item: DrawnItem, meaning: Pick<ShapeMeaning, "layer"> & Partial<ShapeMeaning>): ShapeMeaning {
    const system = this.systemAt(item);
    const known = { notes: [], group: null, ...meaning };
    if (system === null) return { staff: null, system: null, measureIndex: null, ...known };
    const staff = nearestStaff(system, item.centreY);
    const interval = intervalAt(system.intervals, item.centreX);
    return {
      staff: this.staves.ofDrawn(system, staff.place),
      system: system.placeOnPage,
      measureIndex: this.staves.measureOf(system, interval),
      ...known,
    };
  }

  /** Where a head stands; with what hangs on it. */
  atHead(head: PageHead, meaning: Pick<ShapeMeaning, "layer"> & Partial<ShapeMeaning>): ShapeMeaning {
    return {
      notes: head.notes.map((note) => note.index),
      group: null,
      staff: this.staves.ofNote(head.notes[0].index),
      system: head.system.placeOnPage,
      measureIndex: head.notes[0].measureIndex,
      ...meaning,
    };
  }

  /** The system that a thing belongs to by its place, or null. */
  systemAt({ centreX, centreY, box }: DrawnItem): DrawnSystem | null {
    let best: DrawnSystem | null = null;
    let bestDistance = Infinity;
    for (const system of this.systems) {
      const { space } = system.staves[0];
      const above = system.top - centreY;
      const below = centreY - system.bottom;
      if (above > NOTATION.aboveSystem * space || below > NOTATION.belowSystem * space) continue;
      const beside = Math.max(system.left - box[2], centreX - system.right, 0);
      if (beside > NOTATION.leftOfSystem * space) continue;
      const distance = Math.max(above, below, 0) + beside;
      if (distance < bestDistance) [best, bestDistance] = [system, distance];
    }
    return best;
  }

  /** Every shape's meaning; what nobody knows is other notation, or words. */
  meanings(): ShapeMeaning[] {
    return this.#meanings.map((meaning, shape) => {
      if (meaning !== null) return meaning;
      const item = this.items[shape];
      if (item === null) return NOWHERE;
      return this.placed(item, { layer: item.text === null || item.text.hasMusic ? "other" : "words" });
    });
  }
}

const NOWHERE: ShapeMeaning = {
  layer: "other",
  notes: [],
  group: null,
  staff: null,
  system: null,
  measureIndex: null,
};

export function nearestStaff(system: DrawnSystem, y: number): DrawnStaff {
  return system.staves.reduce((a, b) => (distanceTo(b, y) < distanceTo(a, y) ? b : a));
}

function distanceTo(staff: DrawnStaff, y: number): number {
  return Math.max(staff.top - y, y - staff.bottom, 0);
}

function headsOf({ geometry, index, score }: PageInput, { heads }: PageSolution): PageHead[] {
  const byShape = new Map<string, PageHead & { readonly notes: NotatedNote[] }>();
  for (const { page, shape, box, noteIndex, system, staff } of heads) {
    if (page !== index) continue;
    const key = `${shape} ${box[0]} ${box[1]}`;
    const known = byShape.get(key);
    if (known !== undefined) {
      known.notes.push(score.notes[noteIndex]);
      continue;
    }
    const drawnSystem = geometry.systems[system];
    const drawn = drawnSystem.staves[staff];
    const notes = [score.notes[noteIndex]];
    const y = (box[1] + box[3]) / 2;
    byShape.set(key, { shape, box, y, notes, system: drawnSystem, staff: drawn, space: drawn.space });
  }
  return [...byShape.values()];
}
