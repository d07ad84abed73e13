import { describe, expect, it } from "vitest";
import type { ScoreLayout } from "../../../src/core/score.js";
import { A4, pageSetupOf } from "../../../src/render/svg/pageSetup.js";
import { verovioOptions } from "../../../src/render/svg/verovioOptions.js";

const EMPTY: ScoreLayout = {
  mmPerTenth: null,
  pageWidthTenth: null,
  pageHeightTenth: null,
  pageMarginsTenth: null,
  systemMarginsTenth: null,
  systemDistanceTenth: null,
  topSystemDistanceTenth: null,
  staffDistanceTenth: null,
  musicFont: null,
  wordFont: null,
  prints: [],
  measureWidthsTenth: [],
};

describe("pageSetupOf", () => {
  it("is A4 where the score says nothing", () => {
    expect(pageSetupOf(EMPTY)).toEqual(A4);
  });

  it("converts tenths to millimetres", () => {
    const layout = {
      ...EMPTY,
      mmPerTenth: 0.15,
      pageWidthTenth: 1524,
      pageHeightTenth: 2031,
      pageMarginsTenth: { left: 84, right: 84, top: 100, bottom: 40 },
    };
    const setup = pageSetupOf(layout);
    expect(setup.widthMm).toBeCloseTo(228.6, 9);
    expect(setup.heightMm).toBeCloseTo(304.65, 9);
    expect(setup.staffHeightMm).toBeCloseTo(6, 9);
    expect(setup.marginMm).toEqual({ left: 12.6, right: 12.6, top: 15, bottom: 6 });
  });

  it.each([
    ["a page of a metre per tenth", { mmPerTenth: 1000, pageWidthTenth: 1000, pageHeightTenth: 1000 }],
    ["a page without height", { mmPerTenth: 0.15, pageWidthTenth: 1000, pageHeightTenth: 0 }],
    ["a negative scale", { mmPerTenth: -0.15, pageWidthTenth: 1000, pageHeightTenth: 1000 }],
  ])("does not believe in %s", (_, values) => {
    expect(pageSetupOf({ ...EMPTY, ...values })).toEqual(A4);
  });
});

describe("verovioOptions", () => {
  it("gives the page in tenths of a millimetre, and half a staff space as the unit", () => {
    expect(verovioOptions("page", { ...A4, staffHeightMm: 8 })).toMatchObject({
      unit: 10,
      pageWidth: 2100,
      pageHeight: 2970,
    });
  });

  it("keeps the proportion of staff and page where the staff is smaller than Verovio can draw", () => {
    const { unit, pageWidth } = verovioOptions("page", { ...A4, staffHeightMm: 1.8 }) as Record<
      string,
      number
    >;
    expect(unit).toBe(4.5);
    expect(pageWidth / (8 * unit)).toBeCloseTo(210 / 1.8, 6);
  });
});
