/** Which forms cover the marks of a score. */
import { NOTATION } from "./notationConstants.js";

/** Where things of a form stand. */
export interface FormUse {
  /** How many there are. */
  readonly count: number;
  /** Numbers of the marks that one of them stands near, with its likeness to the mark. */
  readonly marks: Map<number, number>;
}

/**
 * One after the other the form that covers most marks which are not covered yet, less its members that stand near none.
 *
 * @cost the forms near marks, for each that is chosen
 */
export function chooseForms(uses: ReadonlyMap<string, FormUse>): Set<string> {
  const open = new Map([...uses].filter(([, { marks }]) => marks.size > 0));
  const isCovered = new Set<number>();
  const chosen = new Set<string>();
  for (;;) {
    let best: string | null = null;
    let bestGain = 0;
    for (const [form, use] of open) {
      const gain = gainOf(use, isCovered);
      if (gain > bestGain) [best, bestGain] = [form, gain];
    }
    if (best === null) return chosen;
    chosen.add(best);
    for (const [mark, likeness] of open.get(best)!.marks) if (likeness === 1) isCovered.add(mark);
    open.delete(best);
  }
}

function gainOf({ count, marks }: FormUse, isCovered: ReadonlySet<number>): number {
  let gain = -NOTATION.dynamicMiss * Math.max(0, count - marks.size);
  let weight = 0;
  for (const [mark, likeness] of marks) {
    weight += likeness;
    if (!isCovered.has(mark)) gain += likeness;
  }
  // A single piece of a mark is no sign; the same piece at several marks is one.
  return weight < 1 ? 0 : gain;
}
