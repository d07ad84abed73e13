/** What each shape of a page is, read off the classes that its engraver wrote. */

import { hasClassAround } from "./truth.js";

/** Names of Verovio's groups that hold others only. */
const HOLDERS = new Set([
  "text",
  "rend",
  "page-margin",
  "definition-scale",
  "supplied",
  "symbol",
  "pgHead",
  "pgFoot",
]);

/** What belongs to no staff, or to its notes alone. */
const WITHOUT_STAFF = new Set(["barLine", "grpSym", "ledgerLines"]);

/**
 * By shape: kind, layer, group, notes that it may belong to, staff. What is not said is not compared; null: not compared at
 * all.
 */
export function verovioTruth(program, flat) {
  const reader = new program.ContextReader();
  const items = flat.shapes.map((shape) => {
    const context = reader.read(shape.scope);
    return { ...context, shape, box: program.boxOf(shape), isInChord: context.chord !== null };
  });
  program.assignChords(items);
  return items.map((item) => verovioShape(program, item));
}

function verovioShape(program, item) {
  const { shape, noteElement, group, staff, layer } = item;
  const kind = kindOf(shape.scope);
  const note = noteOfMark(noteElement);
  // The number of a verse, which is one word with its syllable for the eye.
  if (kind === "label" && hasClassAround(shape, "verse")) return null;
  return {
    kind,
    layer: shape.kind === "text" ? textLayer(program, shape, layer) : layer,
    group,
    note: group !== null && note !== null ? [note] : undefined,
    staff: staff === null || WITHOUT_STAFF.has(kind) ? undefined : staff - 1,
  };
}

/** A text with a sign in it is what it stands in; the words in it become words when it is cut. */
function textLayer({ musicGlyph }, { runs }, layer) {
  const isSign = (run) => [...run.text.trim()].some((letter) => musicGlyph(run.fontFamily, letter) !== null);
  return layer === "lyrics" || runs.some(isSign) ? layer : "words";
}

function kindOf(scope) {
  for (let at = scope; at !== null; at = at.parent) {
    const [name] = (at.element.attributes.class ?? "").split(" ");
    if (at.element.name === "g" && name !== "" && !HOLDERS.has(name)) return name;
  }
  return "page";
}

function noteOfMark(id) {
  const mark = /^lm-(\d+)$/.exec(id ?? "");
  return mark === null ? null : Number(mark[1]);
}

/** Class of MuseScore → layer and part of a note. */
const MUSESCORE = {
  Note: ["noteheads", "head"],
  Accidental: ["noteheads", "accidental"],
  NoteDot: ["noteheads", "dots"],
  Stem: ["beams-stems", "stem"],
  Hook: ["beams-stems", "flag"],
  Beam: ["beams-stems", null],
  Tremolo: ["beams-stems", null],
  StemSlash: ["beams-stems", "stem"],
  BarLine: ["barlines", null],
  Bracket: ["barlines", null],
  StaffLines: ["staves", null],
  LedgerLine: ["staves", null],
  Clef: ["clefs-signatures", null],
  KeySig: ["clefs-signatures", null],
  TimeSig: ["clefs-signatures", null],
  TieSegment: ["slurs-ties", null],
  SlurSegment: ["slurs-ties", null],
  Dynamic: ["dynamics", null],
  HairpinSegment: ["dynamics", null],
  Lyrics: ["lyrics", null],
  LyricsLineSegment: ["lyrics", null],
  TextLineSegment: [undefined, undefined],
};

export function museScoreTruth(_, flat) {
  return flat.shapes.map(({ scope }) => {
    const kind = scope.element.attributes.class ?? scope.parent?.element.attributes.class ?? "";
    if (kind === "") return null;
    const [layer, group] = MUSESCORE[kind] ?? ["other", null];
    return layer === undefined ? null : { kind, layer, group };
  });
}
