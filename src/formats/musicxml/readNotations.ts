/** Signs attached to a note: ties drawn, slurs, articulations, ornaments, tremolo, fermata, arpeggio. */
import type { NoteDraft } from "./scoreDraft.js";
import { parseWhole, trimmed, type XmlElement } from "./xmlElement.js";

/** What `tied` says, as bits: it counts only where the note has no `tie`. */
export const TIED_START = 1;
export const TIED_STOP = 2;

/**
 * Read a `notations` element into the note.
 *
 * @returns TIED_START and TIED_STOP bits
 */
export function readNotations(notations: XmlElement, note: NoteDraft): number {
  let tied = 0;
  for (let child = notations.first; child !== null; child = child.next) {
    switch (child.name) {
      case "tied":
        tied |= readTied(child, note);
        break;
      case "slur":
        if (child.attributes.type === "start") note.slurStart++;
        else if (child.attributes.type === "stop") note.slurStop++;
        break;
      case "articulations":
        note.articulations = appended(note.articulations, namesOf(child));
        break;
      case "ornaments":
        readOrnaments(child, note);
        break;
      case "fermata":
        note.fermata = true;
        break;
      case "arpeggiate":
        note.arpeggiate = directionOf(child);
        break;
    }
  }
  return tied;
}

function readTied(tied: XmlElement, note: NoteDraft): number {
  switch (tied.attributes.type) {
    case "start":
      return TIED_START;
    case "stop":
      return TIED_STOP;
    case "continue":
      return TIED_START | TIED_STOP;
    case "let-ring":
      note.letRing = true;
  }
  return 0;
}

function namesOf(element: XmlElement): string[] {
  const names: string[] = [];
  for (let child = element.first; child !== null; child = child.next) names.push(child.name);
  return names;
}

/** `list` with `more` after it. A list that is not empty was made here and may grow: copying it each time is quadratic. */
function appended(list: readonly string[], more: string[]): readonly string[] {
  if (list.length === 0) return more;
  const own = list as string[];
  for (const name of more) own.push(name);
  return own;
}

function directionOf(arpeggiate: XmlElement): NoteDraft["arpeggiate"] {
  const { direction } = arpeggiate.attributes;
  return direction === "up" || direction === "down" ? direction : "none";
}

function readOrnaments(ornaments: XmlElement, note: NoteDraft): void {
  const names: string[] = [];
  const above: string[] = [];
  const below: string[] = [];
  for (let child = ornaments.first; child !== null; child = child.next) {
    if (child.name === "accidental-mark") {
      (child.attributes.placement === "below" ? below : above).push(trimmed(child.text));
    } else if (child.name === "tremolo") {
      readTremolo(child, note);
    } else {
      names.push(child.name);
    }
  }
  note.ornaments = appended(note.ornaments, names);
  const belowOnly = above.length === 0 && below.length > 0 && names.some((name) => name.endsWith("turn"));
  note.ornamentAccidentals = appended(appended(note.ornamentAccidentals, belowOnly ? [""] : above), below);
}

/** A tremolo without a number has three strokes; `unmeasured` counts as a single-note tremolo. */
function readTremolo(tremolo: XmlElement, note: NoteDraft): void {
  const strokes = Math.min(8, Math.max(0, parseWhole(trimmed(tremolo.text)) ?? 3));
  const { type } = tremolo.attributes;
  if (type === "start" || type === "stop") note.doubleTremolo = { kind: type, strokes };
  else note.tremoloStrokes = strokes === 0 ? 3 : strokes;
}
