import { describe, expect, it } from "vitest";
import {
  type FlatSvg,
  flattenSvg,
  type PathShape,
  type TextShape,
} from "../../../src/formats/svg/flattenSvg.js";
import { formatOutline } from "../../../src/formats/svg/outline.js";
import { parseSvg } from "../../../src/formats/svg/svgTree.js";

const flatten = (content: string, attributes = 'viewBox="0 0 100 100"'): FlatSvg =>
  flattenSvg(parseSvg(`<svg ${attributes}>${content}</svg>`));
const paths = (content: string, attributes?: string) =>
  flatten(content, attributes).shapes.filter((shape): shape is PathShape => shape.kind === "path");
const texts = (content: string) =>
  flatten(content).shapes.filter((shape): shape is TextShape => shape.kind === "text");
const boxes = (content: string, attributes?: string) =>
  paths(content, attributes).map((shape) =>
    shape.outline.box.map((value) => Math.round(value * 1000) / 1000),
  );

describe("flattenSvg", () => {
  it.each([
    ["a rectangle", '<rect x="1" y="2" width="3" height="4"/>', [1, 2, 4, 6]],
    ["a rectangle with round corners", '<rect x="1" y="2" width="30" height="4" rx="1"/>', [1, 2, 31, 6]],
    ["a circle", '<circle cx="10" cy="10" r="2"/>', [8, 8, 12, 12]],
    ["an ellipse", '<ellipse cx="10" cy="10" rx="2" ry="5"/>', [8, 5, 12, 15]],
    ["a polygon", '<polygon points="0,0 4,0 4,3"/>', [0, 0, 4, 3]],
    ["a curve by its extent, not its handles", '<path d="M0 0C0 4 10 4 10 0"/>', [0, 0, 10, 3]],
    [
      "a horizontal line by its width",
      '<line x1="0" y1="5" x2="10" y2="5" stroke="#000" stroke-width="2"/>',
      [0, 4, 10, 6],
    ],
    ["a stem by its width", '<path d="M5 0 L5 10" stroke="#000" stroke-width="1"/>', [4.5, 0, 5.5, 10]],
    [
      "square ends",
      '<path d="M5 0L5 10" stroke="#000" stroke-width="2" stroke-linecap="square"/>',
      [4, -1, 6, 11],
    ],
    [
      "groups moved and scaled",
      '<g transform="translate(10,0) scale(2)"><rect width="1" height="1"/></g>',
      [10, 0, 12, 2],
    ],
    [
      "a glyph used",
      '<defs><g id="q"><path transform="scale(1,-1)" d="M0 0h2v4h-2z"/></g></defs><use href="#q" transform="translate(10,10) scale(0.5,0.5)"/>',
      [10, 8, 11, 10],
    ],
    [
      "a glyph used with xlink and x, y",
      '<use xlink:href="#q" x="3" y="4"/><defs><path id="q" d="M0 0h1v1h-1z"/></defs>',
      [3, 4, 4, 5],
    ],
    ["a symbol", '<symbol id="s"><rect width="2" height="2"/></symbol><use href="#s"/>', [0, 0, 2, 2]],
    [
      "a nested viewport",
      '<svg viewBox="0 0 1000 1000"><rect x="100" width="200" height="100"/></svg>',
      [10, 0, 30, 10],
    ],
    [
      "a nested viewport of another shape, centred",
      '<svg viewBox="0 0 10 20"><rect width="10" height="20"/></svg>',
      [25, 0, 75, 100],
    ],
  ])("measures %s", (_, content, box) => {
    expect(boxes(content)).toEqual([box]);
  });

  it("places every use of a glyph, in path data too", () => {
    const used = paths(
      '<defs><path id="q" d="M1 1l2 0 0 2z"/></defs><use href="#q"/><use href="#q" x="10"/>',
    );
    expect(used.map((shape) => formatOutline(shape.outline))).toEqual(["M1 1l2 0 0 2z", "M11 1l2 0 0 2z"]);
    expect(formatOutline(used[1].outline, -10, 5)).toBe("M1 6l2 0 0 2z");
  });

  it.each([
    ["hidden", '<g visibility="hidden"><rect width="1" height="1"/></g>', 0],
    [
      "hidden but for a child",
      '<g visibility="hidden"><rect visibility="visible" width="1" height="1"/></g>',
      1,
    ],
    ["not displayed", '<g style="display:none"><rect width="1" height="1"/></g>', 0],
    ["without paint", '<rect fill="none" width="1" height="1"/>', 0],
    ["a path without a segment", '<path d="M1 1"/>', 0],
    ["in definitions", '<defs><rect width="1" height="1"/></defs>', 0],
    ["used from nowhere", '<use href="#missing"/>', 0],
  ])("draws what is %s %#", (_, content, count) => {
    expect(flatten(content).shapes).toHaveLength(count);
  });

  it("resolves style sheet, style and attributes by their precedence", () => {
    const sheet =
      "<style>#r g.a rect{fill:red} rect{fill:blue;stroke:currentColor} .b{stroke-width:3px}</style>";
    const [shape, styled] = paths(
      `${sheet}<g class="a" color="#123456"><rect class="b" fill="green" width="1" height="1"/>` +
        `<rect style="fill:#abc;stroke:none" width="1" height="1"/></g>`,
      'id="r" viewBox="0 0 100 100"',
    );
    expect(shape.paint).toMatchObject({ fill: "red", stroke: "#123456", strokeWidth: 3 });
    expect(styled.paint).toMatchObject({ fill: "#abc", stroke: null });
  });

  it("leaves a frame with fill-opacity 0 open", () => {
    const [shape] = paths(
      '<rect stroke="#000" stroke-width="2" fill-opacity="0" x="0" y="0" width="9" height="9"/>',
    );
    expect(shape.paint).toMatchObject({ fill: null, stroke: "#000" });
  });

  it("scales strokes and multiplies opacity", () => {
    const [shape] = paths(
      '<g opacity="0.5" transform="scale(2)"><polyline opacity="0.5" fill="none" stroke="#000" stroke-width="3" stroke-dasharray="1,2" points="0,0 5,5 9,0"/></g>',
    );
    expect(shape.paint).toMatchObject({ strokeWidth: 6, opacity: 0.25, strokeDash: [2, 4] });
  });

  it("reads texts as runs at their places", () => {
    const [shape] = texts(
      '<g transform="scale(0.1)"><text x="100" y="200" font-size="0px" text-anchor="end"><tspan><tspan font-size="300px">mf </tspan></tspan>' +
        '<tspan font-size="300px" font-style="italic">dolce</tspan></text></g>',
    );
    expect(shape.runs).toMatchObject([
      { text: "mf ", x: 10, y: 20, fontSize: 30, anchor: "end", fontStyle: "normal" },
      { text: "dolce", x: null, y: null, fontSize: 30, fontStyle: "italic" },
    ]);
  });

  it.each([
    ["path data", '<path d="M0 0 L x"/>'],
    ["a transform", '<g transform="spin(1)"/>'],
    ["a number", '<rect width="wide" height="1"/>'],
    ["a use that leads to itself", '<g id="a"><use href="#a"/></g>'],
  ])("refuses %s", (_, content) => {
    expect(() => flatten(content)).toThrow(expect.objectContaining({ code: "SVG_VALUE_INVALID" }));
  });
});
