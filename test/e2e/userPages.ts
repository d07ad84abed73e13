/** Pages as a user would bring them: engraved, then rid of every ID and class; with the place of every head, which the IDs told. */
import { readFileSync } from "node:fs";
import { writeNoteIds } from "../../src/formats/musicxml/writeNoteIds.js";
import { flattenSvg } from "../../src/formats/svg/flattenSvg.js";
import { joinBoxes } from "../../src/formats/svg/outline.js";
import { parseSvg } from "../../src/formats/svg/svgTree.js";
import { engrave } from "../../src/render/svg/engrave.js";
import { readItems } from "../../src/render/svg/pageItems.js";

export interface DrawnHead {
  readonly noteIndex: number;
  /** From 1. */
  readonly page: number;
  /** Left, top, width, height. */
  readonly box: readonly [number, number, number, number];
}

export interface UserPages {
  readonly svgs: readonly string[];
  readonly heads: readonly DrawnHead[];
}

/** @param headless  index of a note whose head the engraver forgets */
export async function engraveAsUser(scoreFile: string, headless?: number): Promise<UserPages> {
  const bytes = readFileSync(scoreFile);
  const musicXml = writeNoteIds(bytes, { fileName: "score.musicxml" }, (index) => `h${index}`);
  const { pages, textGlyphs } = await engrave({ musicXml, layout: "page" });
  const heads: DrawnHead[] = [];
  for (const { page, svg } of pages) {
    const { items } = readItems(flattenSvg(parseSvg(svg)), textGlyphs);
    const boxes = new Map<string, (typeof items)[number]["box"]>();
    for (const { group, noteElement, box } of items) {
      if (group !== "head" || noteElement === null) continue;
      const known = boxes.get(noteElement);
      boxes.set(noteElement, known ? joinBoxes([known, box]) : box);
    }
    for (const [element, [left, top, right, bottom]] of boxes) {
      heads.push({ noteIndex: Number(element.slice(1)), page, box: [left, top, right - left, bottom - top] });
    }
  }
  return { svgs: pages.map(({ svg }) => withoutNames(withoutHead(svg, headless))), heads };
}

function withoutHead(svg: string, noteIndex?: number): string {
  if (noteIndex === undefined) return svg;
  const head = new RegExp(
    `(<g [^>]*id="h${noteIndex}"[^>]*>\\s*<g [^>]*class="notehead"[^>]*>\\s*)<use [^>]*/>`,
  );
  return svg.replace(head, "$1");
}

/** IDs of glyphs that `use` points to stay, under names that tell nothing; the style sheet speaks of no class. */
export function withoutNames(svg: string): string {
  const numbers = new Map<string, number>();
  const numberOf = (name: string) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name);
  };
  return svg
    .replace(/ (class|data-[\w-]+)="[^"]*"/g, "")
    .replace(/<(symbol|g|path)( [^>]*?)? id="([^"]+)"/g, (_, name, more = "", id) =>
      svg.includes(`href="#${id}"`) ? `<${name}${more} id="g${numberOf(id)}"` : `<${name}${more}`,
    )
    .replace(/href="#([^"]+)"/g, (_, id) => `href="#g${numberOf(id)}"`);
}
