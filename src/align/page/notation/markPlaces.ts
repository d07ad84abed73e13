/** Where on a page a moment of the score is. */
import { toNumber } from "../../../core/fraction.js";
import type { ScorePlace } from "../../../core/scoreMarks.js";
import { firstAtOrAfter } from "../../../core/sortedSearch.js";
import type { BarInterval, DrawnStaff, DrawnSystem } from "../pageGeometry.js";
import type { NotationPage } from "./notationPage.js";

export interface MarkPlace {
  readonly staff: DrawnStaff;
  /** Score staff. */
  readonly staffIndex: number;
  /** Left edge of what sounds then. */
  readonly x: number;
}

interface DrawnMeasure {
  readonly system: DrawnSystem;
  readonly interval: BarInterval;
  /** Left edges of the heads by their moments in the measure, ascending. */
  readonly quarters: number[];
  readonly xs: number[];
}

/** Measures of one page, and the columns of heads in them. */
export class MarkPlaces {
  readonly #measures = new Map<number, DrawnMeasure>();

  constructor(private readonly page: NotationPage) {
    for (const system of page.systems) {
      system.intervals.forEach((interval, i) => {
        const measure = page.staves.measureOf(system, i);
        if (measure !== null && !this.#measures.has(measure))
          this.#measures.set(measure, { system, interval, quarters: [], xs: [] });
      });
    }
    const heads = page.heads.filter((head) => head.notes[0].grace === null);
    for (const head of heads.sort(byMoment)) {
      const measure = this.#measures.get(head.notes[0].measureIndex);
      const quarter = toNumber(head.notes[0].measureQuarter);
      if (measure === undefined || measure.quarters.at(-1) === quarter) continue;
      measure.quarters.push(quarter);
      measure.xs.push(head.box[0]);
    }
  }

  /** @param staff  from 1 inside the part; null: any of it. @returns one place for each staff meant that is drawn */
  placesOf(mark: ScorePlace & { readonly partIndex: number }, staff: number | null): MarkPlace[] {
    const measure = this.#measures.get(mark.measureIndex);
    if (measure === undefined) return [];
    const { staves, score } = this.page;
    const x = columnX(measure, toNumber(mark.measureQuarter));
    const count = score.parts[mark.partIndex].staffCount;
    const numbers = staff === null ? Array.from({ length: count }, (_, i) => i + 1) : [staff];
    const wanted = new Set(numbers.map((number) => staves.ofPart(mark.partIndex, number)));
    return measure.system.staves.flatMap((drawn) => {
      const staffIndex = staves.ofDrawn(measure.system, drawn.place);
      return staffIndex !== null && wanted.has(staffIndex) ? [{ staff: drawn, staffIndex, x }] : [];
    });
  }
}

type Head = NotationPage["heads"][number];

function byMoment(a: Head, b: Head): number {
  const [p, q] = [a.notes[0], b.notes[0]];
  return (
    p.measureIndex - q.measureIndex ||
    toNumber(p.measureQuarter) - toNumber(q.measureQuarter) ||
    a.box[0] - b.box[0]
  );
}

/** Between two columns in proportion to time. */
function columnX({ quarters, xs, interval }: DrawnMeasure, quarter: number): number {
  const next = firstAtOrAfter(quarters, quarter);
  if (quarters[next] === quarter) return xs[next];
  const [x1, q1] = next === 0 ? [interval.left, 0] : [xs[next - 1], quarters[next - 1]];
  if (next === quarters.length) return next === 0 ? x1 : (x1 + interval.right) / 2;
  const part = (quarter - q1) / (quarters[next] - q1);
  return x1 + part * (xs[next] - x1);
}
