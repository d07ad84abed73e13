/** Pages in a line, for tests. */
import { DEFAULT_LIMITS, type Limits } from "../../../src/core/limits.js";
import type { PathShape, TextShape } from "../../../src/formats/svg/flattenSvg.js";
import { type ForeignPage, readForeignPage } from "../../../src/formats/svg/readForeignPage.js";

export const VIEW_BOX = 'viewBox="0 0 100 100"';

export const svg = (content: string, attributes = VIEW_BOX): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`;

export const read = (document: string | Uint8Array, limits: Partial<Limits> = {}): ForeignPage =>
  readForeignPage(typeof document === "string" ? Buffer.from(document) : document, {
    fileName: "page.svg",
    limits: { ...DEFAULT_LIMITS, ...limits },
  });

export const pathsOf = ({ flat }: ForeignPage): PathShape[] =>
  flat.shapes.filter((shape) => shape.kind === "path");

export const textsOf = ({ flat }: ForeignPage): TextShape[] =>
  flat.shapes.filter((shape) => shape.kind === "text");

export const boxesOf = (page: ForeignPage): number[][] =>
  pathsOf(page).map((shape) => shape.outline.box.map((value) => Math.round(value * 1000) / 1000 + 0));
