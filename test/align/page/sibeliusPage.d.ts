import type { FlatSvg, Shape } from "../../../src/formats/svg/flattenSvg.js";

/** How a program writes music as text. */
export interface TextHand {
  /** Font of heads and most other music. */
  readonly family: string;
  /** Text before and after the drawing. */
  readonly title: string;
  /** Units of the root viewBox per inner unit. */
  readonly scale: number;
  /** Staff space in inner units. */
  readonly gap: number;
  /** Whether coordinates are cut off to whole inner units. */
  readonly truncates: boolean;
  /** Size of small heads against full ones. */
  readonly smallSize: number;
  /** Font and character for a SMuFL code point. */
  readonly glyphOf: (codePoint: number) => { readonly family: string; readonly text: string };
}

/** A head where the hand has put it: centre and size in units of the root viewBox, and the shape it was made of. */
export interface TextHead {
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As Sibelius exports: Qt SVG, Sonata layout, staff size 75 %, tenths cut off. */
export declare const SIBELIUS: TextHand;
/** Glyphs as SMuFL text, coordinates to two decimals. */
export declare const SMUFL: TextHand;

/**
 * Draw an engraving of Verovio again in another program's hand: every music glyph a text, lines as polylines, no ID and no
 * class.
 *
 * @param flat  `flattenSvg` of a page of Verovio, its classes and glyph IDs still there; layout is kept
 */
export declare function drawAsText(
  flat: FlatSvg,
  hand: TextHand,
): { readonly svg: string; readonly heads: readonly TextHead[] };
