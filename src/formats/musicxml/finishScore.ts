/** The second pass: measure grid over all parts, note numbers, order of the marks, one mark where all parts repeat it. */
import { toLeitmotionError } from "../../core/error.js";
import { add, type Fraction, ZERO } from "../../core/fraction.js";
import type { Score, ScoreLayout, ScoreMeasure } from "../../core/score.js";
import type { MeterChange, ScorePlace, TempoMark } from "../../core/scoreMarks.js";
import { finishStructure } from "./finishStructure.js";
import type { PartRoster } from "./partRoster.js";
import { comparePlaces } from "./placeOrder.js";
import { meterToQuarter } from "./readAttributes.js";
import { isTempo } from "./readTempo.js";
import type { MeasureDraft, NoteDraft, PrintDraft, ScoreDraft, TempoDraft } from "./scoreDraft.js";

/** Turn what was collected into a score. */
export function finishScore(draft: ScoreDraft, roster: PartRoster): Score {
  const meters = inOrder(draft.meters);
  const measures = buildMeasures(draft.measures, meters);
  const notes = roster.parts.flatMap((part) => part.notes);
  notes.forEach((note: NoteDraft, index) => {
    note.index = index;
  });
  return {
    header: draft.header,
    parts: roster.parts.map(({ notes: _, ...part }) => part),
    measures,
    notes,
    tempoMarks: resolveTempos(inOrder(draft.tempos)),
    meters,
    keys: inOrder(draft.keys),
    clefs: inOrder(draft.clefs),
    octaveShifts: inOrder(draft.octaveShifts),
    staffLines: inOrder(draft.staffLines),
    dynamics: inOrder(draft.dynamics),
    wedges: inOrder(draft.wedges),
    pedals: inOrder(draft.pedals),
    harmonies: inOrder(draft.harmonies),
    rehearsals: inOrder(draft.rehearsals),
    words: inOrder(draft.words),
    structure: finishStructure(draft.structure, measures),
    layout: {
      ...draft.layout,
      prints: mergePrints(draft.prints),
      measureWidthsTenth: measures.map(({ index }) => draft.widthsTenth[index] ?? null),
    },
    warnings: draft.warnings.list(),
  };
}

/** By measure and position; marks at one place keep the order of parts and of the document. */
function inOrder<T extends ScorePlace>(marks: readonly T[]): T[] {
  return marks.toSorted(comparePlaces);
}

/**
 * Starts and lengths. A measure is as long as what any voice of any part holds; one that holds nothing at all has its
 * meter's length, and none without a meter.
 */
function buildMeasures(drafts: readonly MeasureDraft[], meters: readonly MeterChange[]): ScoreMeasure[] {
  const meterQuarters = metersByMeasure(drafts.length, meters);
  let startQuarter = ZERO;
  return drafts.map(({ number, implicit, furthestQuarter }, index) => {
    const meterQuarter = meterQuarters[index];
    const lengthQuarter = furthestQuarter.num > 0 ? furthestQuarter : (meterQuarter ?? ZERO);
    const measure = { index, number, implicit, startQuarter, lengthQuarter, meterQuarter };
    startQuarter = endOf(measure);
    return measure;
  });
}

/** @throws LeitmotionError FRACTION_OVERFLOW naming the measure whose length goes beyond exact numbers */
function endOf({ startQuarter, lengthQuarter, number }: ScoreMeasure): Fraction {
  try {
    return add(startQuarter, lengthQuarter);
  } catch (thrown) {
    throw toLeitmotionError(thrown, { measure: number });
  }
}

/** The meter at each measure's start, as the first part with meters has it. */
function metersByMeasure(count: number, meters: readonly MeterChange[]): (Fraction | null)[] {
  const partIndex = Math.min(...new Set(meters.map((meter) => meter.partIndex)));
  const own = meters.filter((meter) => meter.partIndex === partIndex);
  const quarters: (Fraction | null)[] = [];
  let current: Fraction | null = null;
  let next = 0;
  for (let measure = 0; measure < count; measure++) {
    let atStart = current;
    while (next < own.length && own[next].measureIndex === measure) {
      current = meterToQuarter(own[next]);
      if (own[next].measureQuarter.num === 0) atStart = current;
      next++;
    }
    quarters.push(atStart);
  }
  return quarters;
}

/** What an equation starts from when no tempo stands before it, quarters per minute. */
const UNMARKED_BPM = 120;

/** One tempo per place: `sound` before metronome, the first part's before another's; equations worked out, unless they
 * lead to a tempo no music has. */
function resolveTempos(drafts: readonly TempoDraft[]): TempoMark[] {
  const marks: TempoMark[] = [];
  for (let from = 0; from < drafts.length; ) {
    let to = from + 1;
    while (to < drafts.length && comparePlaces(drafts[from], drafts[to]) === 0) to++;
    const here = drafts.slice(from, to);
    const draft =
      here.find((t) => t.source === "sound") ?? here.find((t) => t.source === "metronome") ?? here[0];
    const { measureIndex, measureQuarter } = draft;
    const before = marks.at(-1)?.quarterBpm ?? UNMARKED_BPM;
    if (draft.source !== "equation") {
      marks.push({ measureIndex, measureQuarter, source: draft.source, quarterBpm: draft.quarterBpm });
    } else if (isTempo(before * draft.ratio)) {
      marks.push({ measureIndex, measureQuarter, source: "metronome", quarterBpm: before * draft.ratio });
    }
    from = to;
  }
  return marks;
}

/** One entry per measure: breaks as the first part has them, staff distances of all. */
function mergePrints(prints: readonly PrintDraft[]): ScoreLayout["prints"] {
  const byMeasure = new Map<number, PrintDraft["print"]>();
  const ordered = prints.toSorted(
    (a, b) => a.print.measureIndex - b.print.measureIndex || a.partIndex - b.partIndex,
  );
  for (const { print } of ordered) {
    const first = byMeasure.get(print.measureIndex);
    if (first === undefined) byMeasure.set(print.measureIndex, print);
    else for (const staff of print.staves) first.staves.push(staff);
  }
  return [...byMeasure.values()];
}
