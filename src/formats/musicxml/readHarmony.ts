/** `harmony`: chord symbols. */
import type { HarmonyMark } from "../../core/scoreMarks.js";
import type { PartReader } from "./partReader.js";
import type { Mutable } from "./scoreDraft.js";
import {
  childOf,
  childrenOf,
  childText,
  parseNumber,
  parseWhole,
  requireNumber,
  trimmed,
  type XmlElement,
} from "./xmlElement.js";

type ChordDraft = Mutable<HarmonyMark> & { readonly degrees: HarmonyMark["degrees"][number][] };

/** Triple sharps and flats are the last that anybody has printed. */
const MAX_ALTER = 3;

/**
 * Read a `harmony`; it may hold several chords in a row. Unlike a direction's, its `offset` is where the chord changes.
 * A chord given as a Roman numeral or function has no root: `rootStep` is "". So has one with an alteration that no music
 * has, which is reported.
 */
export function readHarmony(harmony: XmlElement, reader: PartReader): void {
  const offset = childOf(harmony, "offset");
  const measureQuarter =
    offset === null ? reader.cursor.position() : reader.cursor.positionAt(requireNumber(offset));
  let chord: ChordDraft | null = null;
  for (const child of childrenOf(harmony)) {
    if (child.name === "root" || child.name === "numeral" || child.name === "function") {
      chord = {
        measureIndex: reader.measureIndex,
        measureQuarter,
        partIndex: reader.part.index,
        ...readRoot(child, reader),
        kind: "none",
        kindText: "",
        bassStep: null,
        bassAlter: 0,
        degrees: [],
      };
      reader.score.harmonies.push(chord);
    } else if (chord !== null) {
      readChordChild(child, chord, reader);
    }
  }
}

function readRoot(root: XmlElement, reader: PartReader): Pick<HarmonyMark, "rootStep" | "rootAlter"> {
  const rootAlter = readAlter(root, "root-alter", reader);
  return rootAlter === null
    ? { rootStep: "", rootAlter: 0 }
    : { rootStep: childText(root, "root-step"), rootAlter };
}

/** Semitones of a chord tone's accidental; null, and a warning, for what is none. */
function readAlter(element: XmlElement, name: string, reader: PartReader): number | null {
  const alter = parseNumber(childText(element, name)) ?? 0;
  if (Math.abs(alter) <= MAX_ALTER) return alter;
  reader.score.warnings.add("HARMONY_UNREADABLE", `Not an accidental of a chord: ${alter}`, element.line);
  return null;
}

function readChordChild(child: XmlElement, chord: ChordDraft, reader: PartReader): void {
  switch (child.name) {
    case "kind":
      chord.kind = trimmed(child.text) || "none";
      chord.kindText = child.attributes.text ?? "";
      break;
    case "bass": {
      const alter = readAlter(child, "bass-alter", reader);
      if (alter === null) break;
      chord.bassStep = childText(child, "bass-step") || null;
      chord.bassAlter = alter;
      break;
    }
    case "degree": {
      const alter = readAlter(child, "degree-alter", reader);
      if (alter === null) break;
      const value = parseWhole(childText(child, "degree-value")) ?? 1;
      chord.degrees.push({ value, alter, type: childText(child, "degree-type") || "add" });
    }
  }
}
