/** `harmony`: chord symbols. */
import type { HarmonyMark } from "../../core/score.js";
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

/**
 * Read a `harmony`; it may hold several chords in a row. Unlike a direction's, its `offset` is where the chord changes.
 * A chord given as a Roman numeral or function has no root: `rootStep` is "".
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
        rootStep: childText(child, "root-step"),
        rootAlter: parseNumber(childText(child, "root-alter")) ?? 0,
        kind: "none",
        kindText: "",
        bassStep: null,
        bassAlter: 0,
        degrees: [],
      };
      reader.score.harmonies.push(chord);
    } else if (chord !== null) {
      readChordChild(child, chord);
    }
  }
}

function readChordChild(child: XmlElement, chord: ChordDraft): void {
  switch (child.name) {
    case "kind":
      chord.kind = trimmed(child.text) || "none";
      chord.kindText = child.attributes.text ?? "";
      break;
    case "bass":
      chord.bassStep = childText(child, "bass-step") || null;
      chord.bassAlter = parseNumber(childText(child, "bass-alter")) ?? 0;
      break;
    case "degree":
      chord.degrees.push({
        value: parseWhole(childText(child, "degree-value")) ?? 1,
        alter: parseNumber(childText(child, "degree-alter")) ?? 0,
        type: childText(child, "degree-type") || "add",
      });
  }
}
