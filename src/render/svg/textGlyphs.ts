/**
 * Outlines of music characters that Verovio writes as font text (the note of a metronome mark, the flat of a chord symbol).
 * Elsewhere it writes the same characters as outlines; so a little sheet that uses them there yields them.
 */
import { formatSmufl } from "../../formats/font/smuflGlyphs.js";
import { parseSvg, type SvgElement } from "../../formats/svg/svgTree.js";

/** Path data by code point (upper-case hexadecimal), y upwards, in 1/1000 of the font size. */
export type TextGlyphs = Readonly<Record<string, string>>;

/** SMuFL characters live in the private use area. */
const SMUFL = /[\uE000-\uF8FF]/g;

export function isSmufl(character: string): boolean {
  return /^[\uE000-\uF8FF]$/.test(character);
}

export function codePointOf(character: string): string {
  return formatSmufl(character.codePointAt(0) ?? 0);
}

/** Music characters in the texts of pages, each once, ascending. */
export function textCodePoints(svgs: readonly string[]): string[] {
  const found = new Set<string>();
  for (const svg of svgs) {
    for (const character of svg.match(SMUFL) ?? []) found.add(codePointOf(character));
  }
  return [...found].sort();
}

/** An MEI document that draws every code point as the sign of a fermata: these may be any glyph, and are outlines. */
export function glyphSheet(codePoints: readonly string[]): string {
  const signs = codePoints.map((code) => `<fermata startid="#a" glyph.auth="smufl" glyph.num="U+${code}"/>`);
  return (
    `<mei xmlns="http://www.music-encoding.org/ns/mei" meiversion="5.0"><meiHead/><music><body><mdiv><score>` +
    `<scoreDef><staffGrp><staffDef n="1" lines="5"/></staffGrp></scoreDef><section><measure n="1">` +
    `<staff n="1"><layer n="1"><note xml:id="a" pname="c" oct="5" dur="1"/></layer></staff>${signs.join("")}` +
    `</measure></section></score></mdiv></body></music></mei>`
  );
}

/** Glyphs by code point from the definitions of a drawn sheet; what the music font lacks is missing. */
export function readGlyphSheet(svg: string): TextGlyphs {
  const glyphs: Record<string, string> = {};
  for (const defs of elementsOf(parseSvg(svg)).filter((child) => child.name === "defs")) {
    for (const symbol of elementsOf(defs)) {
      const code = /^([0-9A-F]+)-/.exec(symbol.attributes.id ?? "")?.[1];
      const path = elementsOf(symbol).find((child) => child.name === "path");
      if (code !== undefined && path?.attributes.d !== undefined) glyphs[code] = path.attributes.d;
    }
  }
  return glyphs;
}

function elementsOf(element: SvgElement): SvgElement[] {
  return element.children.filter((child): child is SvgElement => typeof child !== "string");
}
