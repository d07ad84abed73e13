/** Which program drew a page, as far as the page says so. */
import type { Shape } from "./shapes.js";
import { classesOf } from "./styleSheet.js";
import type { SvgElement } from "./svgTree.js";

/** How programs sign, in titles, descriptions and comments; those that engrave before those that only save. */
const SIGNATURES: readonly (readonly [RegExp, string])[] = [
  [/\bVerovio\s+(?:version\s+)?v?(\d+(?:\.\d+)?)?/i, "Verovio"],
  [/\bMuseScore(?:\s+(?:Studio\s+)?(?:version:?\s+)?v?(\d+(?:\.\d+)?))?/i, "MuseScore"],
  [/\bDorico(?:\s+(?:Pro|Elements|SE)?\s*v?(\d+(?:\.\d+)?))?/i, "Dorico"],
  [/\bSibelius(?:\s+v?(\d+(?:\.\d+)?))?/i, "Sibelius"],
  [/\bFinale(?:\s+v?(\d+(?:\.\d+)?))?/i, "Finale"],
  [/\bLilyPond(?:\s+v?(\d+(?:\.\d+)?))?/i, "LilyPond"],
];

const EDITORS: readonly (readonly [RegExp, string])[] = [
  [/\bInkscape(?:\s+v?(\d+(?:\.\d+)?))?/i, "Inkscape"],
  [/\bIllustrator(?:\s+v?(\d+(?:\.\d+)?))?/i, "Illustrator"],
  [/\bAffinity\b/i, "Affinity"],
  [/\bpdf2svg\b|\bcairo\b/i, "cairo"],
];

/** Text fonts of music that one program's pages are set in. */
const FONTS: readonly (readonly [RegExp, string])[] = [
  [/^(?:Opus|Helsinki|Lelandia|Reprise|Inkpen)/i, "Sibelius"],
  [/^(?:Maestro|Finale|Kousaku|Engraver(?:Text|Font)|Broadway Copyist|Petrucci)/i, "Finale"],
];

/** Classes that MuseScore gives to what it draws. */
const MUSESCORE = new Set(["StaffLines", "LedgerLine", "NoteDot", "KeySig", "TieSegment", "SlurSegment"]);
/** Classes that Verovio gives to its groups. */
const VEROVIO = new Set(["page-margin", "definition-scale", "notehead", "ledgerLines"]);

const MAX_LOOKED_AT = 5000;

/**
 * Name and, where it is written down, version: `MuseScore 3.2`, `Sibelius`; `unknown` if nothing says so. What the page
 * says in words counts first, then fonts and classes, then the editor that saved it.
 */
export function programOf(root: SvgElement, comments: readonly string[], shapes: readonly Shape[]): string {
  const words = [...comments, ...wordsOf(root)];
  return (
    signatureIn(words, SIGNATURES) ??
    programByForm(root, shapes) ??
    signatureIn(words, EDITORS) ??
    (words.some((text) => /\bQt\b/.test(text)) ? "Qt" : "unknown")
  );
}

/** Titles and descriptions of the document and its first groups. */
function wordsOf(root: SvgElement): string[] {
  const words: string[] = [];
  const look = (element: SvgElement, depth: number) => {
    for (const child of element.children.slice(0, 50)) {
      if (typeof child === "string") continue;
      if (child.name === "desc" || child.name === "title") words.push(child.children.join("").slice(0, 200));
      else if (depth > 0 && child.name === "g") look(child, depth - 1);
    }
  };
  look(root, 2);
  // A title names the piece, and a piece may be called anything: descriptions are heard first.
  return words.reverse();
}

function signatureIn(
  words: readonly string[],
  signatures: readonly (readonly [RegExp, string])[],
): string | null {
  for (const [pattern, program] of signatures) {
    for (const text of words) {
      const match = pattern.exec(text);
      if (match !== null) return match[1] === undefined ? program : `${program} ${match[1]}`;
    }
  }
  return null;
}

function programByForm(root: SvgElement, shapes: readonly Shape[]): string | null {
  for (const shape of shapes.slice(0, MAX_LOOKED_AT)) {
    const family = shape.kind === "text" ? shape.runs[0].fontFamily : "";
    for (const [pattern, program] of FONTS) if (pattern.test(family)) return program;
    for (const { element } of [shape.scope, shape.scope.parent ?? shape.scope]) {
      const classes = classesOf(element);
      if (classes.some((name) => MUSESCORE.has(name))) return "MuseScore";
      if (classes.some((name) => VEROVIO.has(name))) return "Verovio";
    }
  }
  return isLilyPond(root) ? "LilyPond" : null;
}

/** LilyPond does not sign: a page in millimetres of two decimals, its viewBox of four, and its one style rule. */
function isLilyPond({ attributes, children }: SvgElement): boolean {
  const isSized =
    /^\d+\.\d\dmm$/.test(attributes.width ?? "") && /^\d+\.\d{4}\s/.test(attributes.viewBox ?? "");
  const style = children.find((child) => typeof child !== "string" && child.name === "style");
  return isSized && style !== undefined;
}
