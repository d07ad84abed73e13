/** What a shape of Verovio's page belongs to, read from the classes of the groups around it. */
import type { Scope } from "../../formats/svg/styleSheet.js";
import { classesOf } from "../../formats/svg/styleSheet.js";
import type { LayerName, NoteGroup } from "../../schema/layers.js";

export interface ShapeContext {
  readonly layer: LayerName;
  /** SVG ID of the note around it, or null. */
  readonly noteElement: string | null;
  /** The chord around it, or null: its stem, flag and dots belong to one of its notes. */
  readonly chord: Scope | null;
  /** Which part of the note it is, or null: something else that hangs on the note (lyrics, articulation). */
  readonly group: NoteGroup | null;
  /** Staff of the score, from 1, all parts counted through; null outside the staves. */
  readonly staff: number | null;
  /** SVG ID of the note that a slur, tie or sign starts at, or null. */
  readonly startElement: string | null;
  /** System of the page, from 1; 0 outside of all. */
  readonly system: number;
}

/** Class of a group → layer of what is drawn in it. */
const LAYER_OF: Readonly<Record<string, LayerName>> = {
  staff: "staves",
  ledgerLines: "staves",
  barLine: "barlines",
  grpSym: "barlines",
  system: "barlines",
  systemDivider: "barlines",
  clef: "clefs-signatures",
  keySig: "clefs-signatures",
  keyAccid: "clefs-signatures",
  meterSig: "clefs-signatures",
  meterSigGrp: "clefs-signatures",
  slur: "slurs-ties",
  phrase: "slurs-ties",
  tie: "slurs-ties",
  lv: "slurs-ties",
  beam: "beams-stems",
  beamSpan: "beams-stems",
  bTrem: "beams-stems",
  fTrem: "beams-stems",
  dynam: "dynamics",
  hairpin: "dynamics",
  verse: "lyrics",
  syl: "lyrics",
};

/** Class of a group inside a note or chord → part of the note and layer. */
const GROUP_OF: Readonly<Record<string, readonly [NoteGroup, LayerName]>> = {
  notehead: ["head", "noteheads"],
  accid: ["accidental", "noteheads"],
  dots: ["dots", "noteheads"],
  stem: ["stem", "beams-stems"],
  flag: ["flag", "beams-stems"],
};

/** Groups that only hold others together: what is in them belongs to what is around them. */
const TRANSPARENT = new Set(["text", "rend", "page-margin", "definition-scale", "supplied", "symbol"]);

const OUTSIDE: ShapeContext = {
  layer: "other",
  noteElement: null,
  chord: null,
  group: null,
  staff: null,
  startElement: null,
  system: 0,
};

/** Reads contexts of one page; each group is looked at once. */
export class ContextReader {
  readonly #known = new Map<Scope, ShapeContext>();
  #systems = 0;

  /** Number of systems met so far. */
  get systems(): number {
    return this.#systems;
  }

  read(scope: Scope): ShapeContext {
    const known = this.#known.get(scope);
    if (known !== undefined) return known;
    const outer = scope.parent === null ? OUTSIDE : this.read(scope.parent);
    const context = this.#enter(scope, outer);
    this.#known.set(scope, context);
    return context;
  }

  #enter(scope: Scope, outer: ShapeContext): ShapeContext {
    const kind = classesOf(scope.element)[0] ?? "";
    if (scope.element.name !== "g" || kind === "" || TRANSPARENT.has(kind)) return outer;
    const { attributes } = scope.element;
    const placed: ShapeContext = {
      ...outer,
      layer: LAYER_OF[kind] ?? "other",
      group: null,
      staff: outer.staff ?? staffNumber(kind === "staff" ? attributes["data-n"] : attributes["data-staff"]),
      startElement: attributes["data-startid"]?.replace(/^#/, "") ?? outer.startElement,
      system: kind === "system" ? ++this.#systems : outer.system,
    };
    if (kind === "note") return { ...placed, noteElement: attributes.id ?? null };
    if (kind === "chord") return { ...placed, chord: scope };
    const group = outer.noteElement !== null || outer.chord !== null ? GROUP_OF[kind] : undefined;
    return group === undefined ? placed : { ...placed, group: group[0], layer: group[1] };
  }
}

function staffNumber(text: string | undefined): number | null {
  const value = Number.parseInt(text ?? "", 10);
  return Number.isInteger(value) ? value : null;
}
