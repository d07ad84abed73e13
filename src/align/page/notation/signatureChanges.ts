/** What the score says of keys and meters at a measure. */
import { toNumber } from "../../../core/fraction.js";
import type { NotationPage } from "./notationPage.js";

export interface KeySize {
  /** Sharps or flats. */
  readonly signs: number;
  /** Signs of the former key, where the measure changes it. */
  readonly cancelled: number;
  /** Whether the key begins with the measure. */
  readonly changes: boolean;
}

/** @param staff  of the score */
export function keyAt({ score, staves }: NotationPage, staff: number, measure: number): KeySize {
  const part = staves.partOf(staff);
  let found: KeySize = { signs: 0, cancelled: 0, changes: false };
  for (const { partIndex, measureIndex, measureQuarter, staff: own, fifths } of score.keys) {
    if (partIndex !== part || measureIndex > measure || toNumber(measureQuarter) > 0) continue;
    if (own !== null && staves.ofPart(part, own) !== staff) continue;
    const changes = measureIndex === measure;
    found = { signs: Math.abs(fifths ?? 0), cancelled: changes ? found.signs : 0, changes };
  }
  return found.changes ? found : { ...found, cancelled: 0 };
}

export function hasMeter({ score }: NotationPage, part: number, measure: number): boolean {
  return score.meters.some((meter) => meter.measureIndex === measure && meter.partIndex === part);
}
