/** Repeats, endings and jumps of all parts, as one list. */
import { formatFraction } from "../../core/fraction.js";
import type { ScoreMeasure } from "../../core/score.js";
import type { StructureMark } from "../../core/scoreMarks.js";
import { comparePlaces } from "./placeOrder.js";
import type { StructureDraft } from "./scoreDraft.js";

/**
 * Bring the marks of all parts into score order, each once.
 *
 * What `sound` and `barline` say counts. Printed words and signs only fill in where nothing of the kind is said in their
 * measure: exporters print "Fine" in every part and say fine="yes" in one. A coda sign in the measure of a
 * "to coda" is that jump's ornament; of two or more bare coda signs without any "to coda", the first is where one leaves.
 */
export function finishStructure(
  drafts: readonly StructureDraft[],
  measures: readonly ScoreMeasure[],
): StructureMark[] {
  const placed = drafts.map((draft) => ({ ...draft, mark: placeMark(draft, measures) }));
  const said = strongestByMeasure(placed);
  const counted = placed.filter((draft) => draft.source === "explicit" || !isSaidElsewhere(draft, said));
  const ordered = dropDoubles(counted).toSorted((a, b) => comparePlaces(a.mark, b.mark));
  return leaveAtFirstCoda(ordered).map((draft) => draft.mark);
}

function placeMark({ mark, atMeasureEnd }: StructureDraft, measures: readonly ScoreMeasure[]): StructureMark {
  return atMeasureEnd ? { ...mark, measureQuarter: measures[mark.measureIndex].lengthQuarter } : mark;
}

const RANK = { explicit: 2, words: 1, sign: 0 } as const;

const measureKey = (mark: StructureMark, kind: StructureMark["kind"]) => `${mark.measureIndex} ${kind}`;

/** The best source of each kind of mark in each measure. */
function strongestByMeasure(drafts: readonly StructureDraft[]): ReadonlyMap<string, number> {
  const strongest = new Map<string, number>();
  for (const { mark, source } of drafts) {
    const key = measureKey(mark, mark.kind);
    strongest.set(key, Math.max(strongest.get(key) ?? 0, RANK[source]));
  }
  return strongest;
}

function isSaidElsewhere({ mark, source }: StructureDraft, said: ReadonlyMap<string, number>): boolean {
  const strongest = said.get(measureKey(mark, mark.kind)) ?? 0;
  return strongest > RANK[source] || (mark.kind === "coda" && said.has(measureKey(mark, "to-coda")));
}

/** The first part's mark stands for all. A jump or its target counts once per measure: parts place it differently. */
function dropDoubles(drafts: readonly StructureDraft[]): StructureDraft[] {
  const seen = new Set<string>();
  return drafts.filter(({ mark }) => {
    const { kind, measureIndex, measureQuarter } = mark;
    const isBarline = kind.startsWith("repeat") || kind.startsWith("ending");
    const place = isBarline ? `${measureIndex} ${formatFraction(measureQuarter)}` : measureIndex;
    const detail = "label" in mark ? mark.label : "numbers" in mark ? mark.numbers.join() : "";
    const key = `${kind} ${place} ${detail}`;
    return !seen.has(key) && seen.add(key);
  });
}

function leaveAtFirstCoda(drafts: readonly StructureDraft[]): readonly StructureDraft[] {
  const codas = drafts.filter((draft) => draft.mark.kind === "coda");
  const [first] = codas;
  const left = drafts.some((draft) => draft.mark.kind === "to-coda");
  if (left || codas.length < 2 || first.source !== "sign") return drafts;
  const leave: StructureDraft = { ...first, mark: { ...first.mark, kind: "to-coda", label: "" } };
  return drafts.map((draft) => (draft === first ? leave : draft));
}
