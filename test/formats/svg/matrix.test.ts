import { describe, expect, it } from "vitest";
import { applyMatrix, multiply, parseTransform, scaleOf } from "../../../src/formats/svg/matrix.js";

describe("parseTransform", () => {
  it.each([
    ["translate(10 20)", [13, 24]],
    ["translate(10)", [13, 4]],
    ["scale(2)", [6, 8]],
    ["scale(2,-1)", [6, -4]],
    ["rotate(90)", [-4, 3]],
    ["rotate(180, 10, 10)", [17, 16]],
    ["matrix(1 2 3 4 5 6)", [1 * 3 + 3 * 4 + 5, 2 * 3 + 4 * 4 + 6]],
    ["skewX(45)", [7, 4]],
    ["skewY(45)", [3, 7]],
    ["translate(10,0) scale(2)", [16, 8]], // the right one first
    ["", [3, 4]],
  ] as const)("%s takes (3, 4) to %j", (text, [x, y]) => {
    const point = applyMatrix(parseTransform(text), 3, 4);
    expect(point[0]).toBeCloseTo(x, 12);
    expect(point[1]).toBeCloseTo(y, 12);
  });

  it.each(["turn(3)", "matrix(1 2 3)", "translate()"])("refuses %s", (text) => {
    expect(() => parseTransform(text)).toThrow(expect.objectContaining({ code: "SVG_VALUE_INVALID" }));
  });
});

it("multiply applies the inner map first", () => {
  const both = multiply(parseTransform("translate(1 2)"), parseTransform("rotate(90)"));
  const [x, y] = applyMatrix(both, 1, 0);
  expect([x, y]).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
});

it("scaleOf ignores turns and mirrors", () => {
  expect(scaleOf(parseTransform("rotate(30) scale(3,-3)"))).toBeCloseTo(3, 12);
});
