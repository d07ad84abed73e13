/** Size of the page and of the staves, from the score's own layout where it has one. */
import type { ScoreLayout } from "../../core/score.js";

/** Lengths in millimetres. */
export interface PageSetup {
  readonly widthMm: number;
  readonly heightMm: number;
  /** From the first to the fifth line. */
  readonly staffHeightMm: number;
  readonly marginMm: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

/** A4 with staves of 7 mm, the usual size of piano music. */
export const A4: PageSetup = {
  widthMm: 210,
  heightMm: 297,
  staffHeightMm: 7,
  marginMm: { left: 15, right: 15, top: 15, bottom: 15 },
};

/** Sizes that no printed page has are taken for a mistake of the file. */
const PLAUSIBLE_PAGE_MM = [60, 1500] as const;
const PLAUSIBLE_STAFF_MM = [2, 20] as const;

/** The page a score was laid out for, A4 where it does not say or says something absurd. */
export function pageSetupOf(layout: ScoreLayout): PageSetup {
  const { mmPerTenth, pageWidthTenth, pageHeightTenth } = layout;
  if (mmPerTenth === null || !isWithin(40 * mmPerTenth, PLAUSIBLE_STAFF_MM)) return A4;
  if (pageWidthTenth === null || pageHeightTenth === null) return { ...A4, staffHeightMm: 40 * mmPerTenth };
  const [widthMm, heightMm] = [pageWidthTenth * mmPerTenth, pageHeightTenth * mmPerTenth];
  if (!isWithin(widthMm, PLAUSIBLE_PAGE_MM) || !isWithin(heightMm, PLAUSIBLE_PAGE_MM)) return A4;
  const margins = layout.pageMarginsTenth;
  const mm = (tenth: number | undefined, limitMm: number) =>
    tenth === undefined ? A4.marginMm.left : Math.min(Math.max(tenth * mmPerTenth, 0), limitMm);
  return {
    widthMm,
    heightMm,
    staffHeightMm: 40 * mmPerTenth,
    marginMm: {
      left: mm(margins?.left, widthMm / 4),
      right: mm(margins?.right, widthMm / 4),
      top: mm(margins?.top, heightMm / 4),
      bottom: mm(margins?.bottom, heightMm / 4),
    },
  };
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}
