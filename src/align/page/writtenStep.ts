/** Where notes stand on their staves: half spaces above the bottom line. */
import { pitchToDiatonic, type Step } from "../../core/pitch.js";
import type { NotatedNote, Score } from "../../core/score.js";
import type { ClefChange, OctaveShiftMark, ScorePlace } from "../../core/scoreMarks.js";
import { partitionPoint } from "../../core/sortedSearch.js";
import { comparePlaces } from "../../formats/musicxml/placeOrder.js";

/** What holds on a staff from a place on. */
interface From<T> extends ScorePlace {
  readonly value: T;
}

/** Pitch (steps above C0) of the bottom line, or null where heads do not stand for pitches. */
type BottomLine = number | null;

/** Sign, usual line and pitch on that line. */
const CLEF_PITCHES: Readonly<Record<string, { line: number; step: Step; octave: number }>> = {
  G: { line: 2, step: "G", octave: 4 },
  F: { line: 4, step: "F", octave: 3 },
  C: { line: 3, step: "C", octave: 4 },
};
/** E4: the bottom line under a treble clef, which counts where there is none and for percussion. */
const TREBLE_BOTTOM = pitchToDiatonic({ step: "E", alter: 0, octave: 4 });
const STEPS_PER_OCTAVE = 7;

/** Clefs and octave lines of a score by staff. They count by their place, whatever the order of the document. */
export class WrittenSteps {
  private readonly bottoms = new Map<string, From<BottomLine>[]>();
  /** Bottom lines under all clefs of a part. */
  private readonly clefsOfPart = new Map<number, Set<number>>();
  private readonly shifts = new Map<string, From<number>[]>();

  constructor(score: Score) {
    for (const clef of score.clefs) {
      const { measureIndex, measureQuarter } = clef;
      const value = bottomOf(clef);
      listOf(this.bottoms, clef).push({ measureIndex, measureQuarter, value });
      const known = this.clefsOfPart.get(clef.partIndex) ?? new Set<number>();
      if (value !== null) this.clefsOfPart.set(clef.partIndex, known.add(value));
    }
    const open = new Map<string, Map<number, number>>();
    for (const mark of score.octaveShifts) addShift(this.shifts, open, mark);
  }

  /**
   * The step of a note's head, on its own staff or another one of its part, as the clef and the octave line there say.
   *
   * @returns null on a tablature staff
   */
  stepOf(note: NotatedNote, staff = note.staff): number | null {
    const key = `${note.partIndex} ${staff}`;
    const bottom = valueAt(this.bottoms.get(key), note, TREBLE_BOTTOM);
    if (bottom === null) return null;
    const shift = valueAt(this.shifts.get(key), note, 0);
    return pitchToDiatonic(note.pitch) + shift - bottom;
  }

  /** Other steps that a note may be drawn on: under the clefs that its part has elsewhere, and an octave off. */
  possibleSteps(note: NotatedNote): number[] {
    const own = this.stepOf(note);
    if (own === null) return [];
    const clefs = this.clefsOfPart.get(note.partIndex) ?? [];
    const steps = [...clefs].map((bottom) => pitchToDiatonic(note.pitch) - bottom);
    return [...steps, own - STEPS_PER_OCTAVE, own + STEPS_PER_OCTAVE];
  }
}

function bottomOf({ sign, line, octaveChange }: ClefChange): BottomLine {
  if (sign.toUpperCase() === "TAB") return null;
  const clef = Object.hasOwn(CLEF_PITCHES, sign) ? CLEF_PITCHES[sign] : undefined;
  if (clef === undefined) return TREBLE_BOTTOM;
  const pitch = pitchToDiatonic({ step: clef.step, alter: 0, octave: clef.octave + octaveChange });
  return pitch - 2 * ((line ?? clef.line) - 1);
}

/** Lines may lie above each other: their sum counts. */
function addShift(
  shifts: Map<string, From<number>[]>,
  open: Map<string, Map<number, number>>,
  mark: OctaveShiftMark,
): void {
  const key = `${mark.partIndex} ${mark.staff}`;
  const lines = open.get(key) ?? new Map<number, number>();
  open.set(key, lines);
  const steps = STEPS_PER_OCTAVE * Math.round((mark.size - 1) / STEPS_PER_OCTAVE);
  if (mark.kind === "stop") lines.delete(mark.number);
  else if (mark.kind !== "continue") lines.set(mark.number, mark.kind === "down" ? -steps : steps);
  const value = [...lines.values()].reduce((sum, shift) => sum + shift, 0);
  const { measureIndex, measureQuarter } = mark;
  listOf(shifts, mark).push({ measureIndex, measureQuarter, value });
}

function listOf<T>(lists: Map<string, From<T>[]>, mark: { partIndex: number; staff: number }): From<T>[] {
  const key = `${mark.partIndex} ${mark.staff}`;
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** The last value that begins at or before a place. */
function valueAt<T>(list: readonly From<T>[] | undefined, place: ScorePlace, before: T): T {
  if (list === undefined) return before;
  const next = partitionPoint(list.length, (i) => comparePlaces(list[i], place) <= 0);
  return next === 0 ? before : list[next - 1].value;
}
