/** What is known while a document is walked through: where the walk stands, and how much work it was so far. */
import { assertWithin, type Limits } from "../../core/limits.js";
import type { Matrix } from "./matrix.js";
import type { OutlineStore } from "./outlineStore.js";
import type { Paint, Shape } from "./shapes.js";
import type { Scope, StyleSheet } from "./styleSheet.js";
import type { SvgStyle } from "./svgStyle.js";
import type { SvgElement } from "./svgTree.js";
import type { Viewport } from "./viewport.js";

export interface FlattenOptions {
  /** Bounds the work by `pageElement`; without it a document is trusted. */
  readonly limits?: Limits;
  /**
   * For finding things: equal forms get equal tails wherever they stand, and each place of a text becomes a shape of its own.
   * Otherwise a page is drawn again as it was, to the thousandth.
   */
  readonly forFinding?: boolean;
  /** Told of what is not drawn, by its name. */
  readonly leftOut?: (name: string, count: number) => void;
}

/** Work that counts as drawing one element: characters of path data or text read, selectors compared. */
export const CHARACTERS_PER_ELEMENT = 40;
const SELECTORS_PER_ELEMENT = 32;
/** Elements drawn for each one that the limit allows in the document: glyphs are written once and used often. */
const DRAWN_PER_ELEMENT = 4;
export interface Paints {
  readonly style: SvgStyle;
  readonly strokeScale: number;
  readonly paint: Paint;
  /** Of its stroke, where that becomes an area. */
  readonly area: Paint;
}

export interface Walk {
  readonly sheet: StyleSheet;
  readonly byId: ReadonlyMap<string, SvgElement>;
  readonly shapes: Shape[];
  readonly store: OutlineStore;
  readonly options: FlattenOptions;
  /** Root units in a pixel. */
  readonly unitPerPx: number;
  /** Element being drawn, for faults. */
  current: SvgElement;
  /** Those of the last shape. */
  last: Paints | null;
  nesting: number;
  drawn: number;
  textLength: number;
}

export interface State {
  readonly matrix: Matrix;
  readonly style: SvgStyle;
  readonly viewport: Viewport;
  /** The outermost `use` that is being drawn, or null. */
  readonly use: Scope | null;
  readonly useDepth: number;
}

/** Count what was drawn and read since; a document may ask for far more than it says. */
export function assertWork(walk: Walk): void {
  const { limits } = walk.options;
  if (limits === undefined) return;
  const read = (walk.store.readLength + walk.textLength) / CHARACTERS_PER_ELEMENT;
  const work = walk.drawn + read + walk.sheet.work.steps / SELECTORS_PER_ELEMENT;
  const elements = Math.ceil(work / DRAWN_PER_ELEMENT);
  if (elements > limits.pageElement)
    assertWithin(limits, "pageElement", elements, "Elements of the SVG, with all that is used drawn out");
}
