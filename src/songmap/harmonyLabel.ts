/** Chord symbols of a score in the syntax of the Song Map. */
import { lineOfFifths, nameOnLine } from "../analysis/spelling.js";
import { lookUp } from "../core/lookUp.js";
import { isStep } from "../core/pitch.js";
import type { HarmonyMark } from "../core/scoreMarks.js";

/**
 * MusicXML kinds as shorthand of chord syntax, and as symbols for people. Sixths of augmented-sixth chords and the
 * like have no shorthand: their tones are listed.
 *
 * @source MusicXML 4.0, kind-value; C. Harte et al., "Symbolic representation of musical chords", ISMIR 2005
 */
const KINDS: Readonly<Record<string, readonly [label: string, symbol: string]>> = {
  major: ["maj", ""],
  minor: ["min", "m"],
  augmented: ["aug", "+"],
  diminished: ["dim", "dim"],
  dominant: ["7", "7"],
  "major-seventh": ["maj7", "maj7"],
  "minor-seventh": ["min7", "m7"],
  "diminished-seventh": ["dim7", "dim7"],
  "augmented-seventh": ["(3,#5,b7)", "+7"],
  "half-diminished": ["hdim7", "m7b5"],
  "major-minor": ["minmaj7", "m(maj7)"],
  "major-sixth": ["maj6", "6"],
  "minor-sixth": ["min6", "m6"],
  "dominant-ninth": ["9", "9"],
  "major-ninth": ["maj9", "maj9"],
  "minor-ninth": ["min9", "m9"],
  "dominant-11th": ["11", "11"],
  "major-11th": ["maj11", "maj11"],
  "minor-11th": ["min11", "m11"],
  "dominant-13th": ["13", "13"],
  "major-13th": ["maj13", "maj13"],
  "minor-13th": ["min13", "m13"],
  "suspended-second": ["sus2", "sus2"],
  "suspended-fourth": ["sus4", "sus4"],
  Neapolitan: ["maj", "N6"],
  Italian: ["(3,#6)", "It6"],
  French: ["(3,#4,#6)", "Fr6"],
  German: ["(3,5,#6)", "Ger6"],
  power: ["5", "5"],
  pedal: ["1", "ped"],
};

export interface HarmonyLabel {
  /** `Root:kind`, `Root:kind(extras)/bass degree`, or `N` for no chord. */
  readonly label: string;
  /** As a musician writes it: `Bb7/D`. */
  readonly text: string;
}

/** Label of a chord symbol; null where its root or kind is none that MusicXML knows. */
export function labelHarmony(mark: HarmonyMark): HarmonyLabel | null {
  if (mark.kind === "none") return { label: "N", text: mark.kindText || "N.C." };
  const kind = lookUp(KINDS, mark.kind);
  if (!isStep(mark.rootStep) || !(kind || (mark.kind === "other" && mark.degrees.length > 0))) return null;
  const rootPlace = lineOfFifths(mark.rootStep, Math.round(mark.rootAlter));
  const root = nameOnLine(rootPlace);
  const bassPlace =
    mark.bassStep && isStep(mark.bassStep)
      ? lineOfFifths(mark.bassStep, Math.round(mark.bassAlter))
      : rootPlace;
  const hasBass = bassPlace !== rootPlace;
  const label = `${root}:${withDegrees(kind?.[0] ?? "", mark.degrees)}${hasBass ? `/${degreeName(bassPlace - rootPlace)}` : ""}`;
  const symbol = mark.kindText || (kind?.[1] ?? "");
  return { label, text: `${root}${symbol}${hasBass ? `/${nameOnLine(bassPlace)}` : ""}` };
}

/** Added, altered and left-out degrees in brackets; a list that is there already is continued. */
function withDegrees(shorthand: string, degrees: HarmonyMark["degrees"]): string {
  if (degrees.length === 0) return shorthand;
  const extras = degrees.map(({ value, alter, type }) => {
    const degree = `${alter >= 0 ? "#".repeat(alter) : "b".repeat(-alter)}${value}`;
    return type === "subtract" ? `*${degree}` : degree;
  });
  return shorthand.endsWith(")")
    ? `${shorthand.slice(0, -1)},${extras.join(",")})`
    : `${shorthand}(${extras.join(",")})`;
}

/** Degree of a major scale by its distance from the root on the line of fifths: 4 is `3`, -3 is `b3`. */
function degreeName(fifths: number): string {
  const name = nameOnLine(fifths);
  const degree = "CDEFGAB".indexOf(name[0]) + 1;
  return `${name.slice(1)}${degree}`;
}
