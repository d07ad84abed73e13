/** How different programs write the same things. */
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { formatOutline } from "../../../src/formats/svg/outline.js";
import { boxesOf, pathsOf, read, svg, textsOf, VIEW_BOX } from "./pageText.js";

const RECT = '<rect x="1" y="2" width="3" height="4"/>';

describe("encodings", () => {
  const document = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${svg('<text x="1" y="2">\u00e9\uf0cf</text>')}`;
  it.each([
    ["UTF-8", Buffer.from(document("UTF-8")), "\u00e9\uf0cf"],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${document("UTF-8")}`), "\u00e9\uf0cf"],
    ["UTF-16, little end first", Buffer.from(`\ufeff${document("UTF-16")}`, "utf16le"), "\u00e9\uf0cf"],
    ["UTF-16, big end first", Buffer.from(`\ufeff${document("UTF-16")}`, "utf16le").swap16(), "\u00e9\uf0cf"],
    ["UTF-16 without a mark", Buffer.from(document("UTF-16"), "utf16le"), "\u00e9\uf0cf"],
    ["Latin 1", Buffer.from(document("ISO-8859-1").replace("\uf0cf", "&#xF0CF;"), "latin1"), "\u00e9\uf0cf"],
    ["gzip", gzipSync(Buffer.from(document("UTF-8"))), "\u00e9\uf0cf"],
  ])("%s", (_, bytes, text) => {
    expect(textsOf(read(bytes))[0].runs[0].text).toBe(text);
  });

  it("what should be UTF-8 and is not is read as Latin letters, and said", () => {
    const page = read(Buffer.from(svg('<text x="1" y="2">\u00e9</text>'), "latin1"));
    expect(textsOf(page)[0].runs[0].text).toBe("\u00e9");
    expect(page.ignored).toEqual([{ name: "bytes that are not UTF-8", count: 1 }]);
  });
});

describe("size of the page", () => {
  it.each([
    [
      "the viewBox, wherever it begins",
      'viewBox="-10 -20 100 200" width="1mm" height="2mm"',
      [-10, -20, 100, 200],
    ],
    ["commas in it", 'viewBox="0,0,10.5,20"', [0, 0, 10.5, 20]],
    ["pixels", 'width="100" height="200px"', [0, 0, 100, 200]],
    ["inches", 'width="2in" height="1in"', [0, 0, 192, 96]],
    ["millimetres", 'width="25.4mm" height="50.8mm"', [0, 0, 96, 192]],
    ["points and picas", 'width="72pt" height="6pc"', [0, 0, 96, 96]],
    ["nothing: what is drawn", "", [1, 2, 3, 4]],
    ["shares of something unknown: what is drawn", 'width="100%" height="100%"', [1, 2, 3, 4]],
    ["a viewBox without extent: what is drawn", 'viewBox="0 0 0 0"', [1, 2, 3, 4]],
  ])("%s", (_, attributes, viewBox) => {
    expect(read(svg(RECT, attributes)).flat.viewBox.map((value) => Math.round(value * 1e9) / 1e9)).toEqual(
      viewBox,
    );
  });
});

describe("boxes", () => {
  it.each([
    ["arcs: a full circle of two", '<path d="M10 50a40 40 0 1 0 80 0a40 40 0 1 0-80 0z"/>', [10, 10, 90, 90]],
    ["arcs: a quarter, with flags run together", '<path d="M10 0A10 10 0 0110 20"/>', [10, 0, 20, 20]],
    ["arcs: radii too small grow", '<path d="M0 0A1 1 0 0 1 20 0"/>', [0, -10, 20, 0]],
    ["smooth curves", '<path d="M0 0C0 4 10 4 10 0S20-4 20 0"/>', [0, -3, 20, 3]],
    ["a smooth curve after a line has no bend to go on with", '<path d="M0 0H10S20 0 20 4"/>', [0, 0, 20, 4]],
    ["quadratic curves", '<path d="M0 0Q5 4 10 0T20 0"/>', [0, -2, 20, 2]],
    ["numbers run together", '<path d="M.5.5-1-1l1.5.5.5 1e1z"/>', [-1, -1, 1, 9.5]],
    ["several pieces as one shape", '<path d="M0 0h1v1zm5 5h1v1z"/>', [0, 0, 6, 6]],
    ["lengths in units", '<rect x="1in" width="72pt" height="25.4mm"/>', [96, 0, 192, 96]],
    ["shares of the viewport", '<rect x="10%" y="50%" width="50%" height="25%"/>', [10, 50, 60, 75]],
    [
      "a symbol at the size of its use",
      '<symbol id="s" viewBox="0 0 10 10"><rect width="5" height="5"/></symbol><use href="#s" x="10" width="20" height="20"/>',
      [10, 0, 20, 10],
    ],
    [
      "a viewport that fills its place",
      '<svg width="50" height="20" viewBox="0 0 10 10" preserveAspectRatio="none"><rect width="10" height="10"/></svg>',
      [0, 0, 50, 20],
    ],
    [
      "a viewport at the right",
      '<svg width="50" height="20" viewBox="0 0 10 10" preserveAspectRatio="xMaxYMin"><rect width="10" height="10"/></svg>',
      [30, 0, 50, 20],
    ],
    [
      "a viewport that overflows its place",
      '<svg width="50" height="20" viewBox="0 0 10 10" preserveAspectRatio="xMidYMid slice"><rect width="10" height="10"/></svg>',
      [0, -15, 50, 35],
    ],
    [
      "a viewport whose box begins elsewhere",
      '<svg width="50" height="50" viewBox="10 10 5 5"><rect x="10" y="10" width="1" height="1"/></svg>',
      [0, 0, 10, 10],
    ],
    [
      "a choice: the first only",
      `<switch><foreignObject/><g>${RECT}</g><rect width="9" height="9"/></switch>`,
      [1, 2, 4, 6],
    ],
    ["a link", `<a href="https://x.example">${RECT}</a>`, [1, 2, 4, 6]],
    [
      "a stem of Qt",
      '<g fill="none" stroke="#000" stroke-width="2" stroke-linecap="butt"><polyline points="5,10 5,20 "/></g>',
      [4, 10, 6, 20],
    ],
    [
      "a staff line of Inkscape",
      '<path style="fill:none;stroke:#000;stroke-width:2" d="m 5,10 h 20"/>',
      [5, 9, 25, 11],
    ],
    [
      "a stroke that no map widens",
      '<g transform="scale(10)"><line x2="5" stroke="#000" vector-effect="non-scaling-stroke" stroke-width="2"/></g>',
      [0, -1, 50, 1],
    ],
  ])("%s", (_, content, box) => {
    expect(boxesOf(read(svg(content)))).toEqual([box]);
  });

  it("reads names under a prefix", () => {
    const page = read(
      `<svg:svg xmlns:svg="http://www.w3.org/2000/svg" ${VIEW_BOX}><svg:rect width="2" height="2"/><rect/></svg:svg>`,
    );
    expect(boxesOf(page)).toEqual([[0, 0, 2, 2]]);
  });
});

describe("lines drawn as one path", () => {
  it.each([
    [
      "staff lines",
      "M0 10H90M0 20H90M0 30H90",
      [
        [0, 9, 90, 11],
        [0, 19, 90, 21],
        [0, 29, 90, 31],
      ],
    ],
    [
      "bar lines, relative",
      "m10 0v5m10-5v5",
      [
        [9, 0, 11, 5],
        [19, 0, 21, 5],
      ],
    ],
    [
      "with closed ends",
      "M0 10L9 10ZM0 20L9 20Z",
      [
        [0, 9, 9, 11],
        [0, 19, 9, 21],
      ],
    ],
  ])("%s are apart", (_, d, boxes) => {
    expect(boxesOf(read(svg(`<path stroke="#000" stroke-width="2" d="${d}"/>`)))).toEqual(boxes);
  });

  it.each([
    ["with a bend", 'd="M0 0H9V9M0 20H9"'],
    ["dashed", 'stroke-dasharray="1 2" d="M0 0H9M0 20H9"'],
    ["filled", 'stroke="none" fill="#000" d="M0 0h9v1zM0 20h9v1z"'],
  ])("what is %s stays together", (_, attributes) => {
    expect(pathsOf(read(svg(`<g fill="none" stroke="#000"><path ${attributes}/></g>`)))).toHaveLength(1);
  });

  it("are strokes where their ends are round", () => {
    const page = read(
      svg('<path stroke="#000" stroke-width="2" stroke-linecap="round" d="M0 10H90M0 20H90"/>'),
    );
    expect(boxesOf(page)).toEqual([
      [0, 10, 90, 10],
      [0, 20, 90, 20],
    ]);
    expect(pathsOf(page).map((shape) => shape.paint.strokeWidth)).toEqual([2, 2]);
  });
});

describe("equal forms have equal tails", () => {
  const glyph = "c3-2 5-1 4 1s-5 3-6 1 0-2 2-2z";
  it.each([
    [
      "under transforms",
      `<path transform="matrix(.5,0,0,.5,10.123,7.77)" d="M1 2${glyph}"/><path transform="translate(33.3333 4) scale(.5)" d="M1 2${glyph}"/>`,
    ],
    ["in place", `<path d="M1 2${glyph}"/><path d="M13.37 40.0009${glyph}"/>`],
    [
      "in groups",
      `<g transform="translate(3.1,4.7)"><g transform="scale(.004,-.004)"><path d="M900 2c300-200 500-100 400 100z"/></g></g><g transform="translate(77.123,4.7)"><g transform="scale(.004,-.004)"><path d="M900 2c300-200 500-100 400 100z"/></g></g>`,
    ],
    [
      "used",
      `<defs><g id="n"><path d="M1 2${glyph}"/></g></defs><use xlink:href="#n" x="3.3337" y="4"/><use href="#n" transform="translate(50.12345,4)"/>`,
    ],
  ])("%s", (_, content) => {
    const [a, b] = pathsOf(read(svg(content))).map((shape) => shape.outline);
    expect(a.tail).toBe(b.tail);
    expect(a.x).not.toBe(b.x);
    expect(b.box[0] - a.box[0]).toBeCloseTo(b.x - a.x, 9);
  });

  it("and others do not", () => {
    const [a, b] = pathsOf(
      read(svg(`<path d="M0 0${glyph}"/><path transform="scale(1.01)" d="M0 0${glyph}"/>`)),
    );
    expect(a.outline.tail).not.toBe(b.outline.tail);
  });

  it("and stand where they are drawn", () => {
    const [shape] = pathsOf(read(svg('<path transform="translate(10 20) scale(2)" d="M1 1l2 0 0 2z"/>')));
    expect(formatOutline(shape.outline)).toBe("M12 22l4 0 0 4z");
  });
});

describe("style", () => {
  it.each([
    [
      "important over style",
      '<style>rect{fill:red!important}</style><rect style="fill:blue" width="1" height="1"/>',
      { fill: "red" },
    ],
    [
      "important style over all",
      '<style>rect{fill:red!important}</style><rect style="fill:blue ! important" width="1" height="1"/>',
      { fill: "blue" },
    ],
    [
      "style over class over attribute",
      '<style>.a{fill:red;stroke:red}</style><rect class="a" fill="lime" stroke="lime" style="stroke:blue" width="1" height="1"/>',
      { fill: "red", stroke: "blue" },
    ],
    [
      "id over class",
      "<style>#i{fill:red}.a{fill:blue}</style><rect id='i' class='a' width='1' height='1'/>",
      { fill: "red" },
    ],
    [
      "the later of two classes",
      "<style>.a{fill:red}.b{fill:blue}</style><rect class='b a' width='1' height='1'/>",
      { fill: "blue" },
    ],
    [
      "attributes of groups",
      '<g fill="rgb(1, 2, 3)" stroke="#00f" stroke-width="2"><rect width="1" height="1"/></g>',
      { fill: "rgb(1, 2, 3)", stroke: "#00f", strokeWidth: 2 },
    ],
    ["widths in units", '<rect stroke="red" stroke-width="1in" width="1" height="1"/>', { strokeWidth: 96 }],
    [
      "clear colours as none",
      '<rect fill="rgba(0, 0, 0, 0)" stroke="red" width="1" height="1"/>',
      { fill: null },
    ],
    ["opacity in per cent", '<rect opacity="50%" width="1" height="1"/>', { opacity: 0.5 }],
    [
      "dashes of nothing as a solid line",
      '<path stroke="red" fill="none" stroke-dasharray="0 0" d="M0 0L5 5L9 0"/>',
      { strokeDash: [] },
    ],
    [
      "rules between at-rules and comments",
      "<style>@font-face{a:b}/* x{ */@media print{rect{fill:lime}} rect/**/{fill:red}</style><rect width='1' height='1'/>",
      { fill: "red" },
    ],
  ])("%s", (_, content, paint) => {
    expect(pathsOf(read(svg(content)))[0].paint).toMatchObject(paint);
  });

  it.each([
    [
      "not displayed by its class",
      "<style>.h{display:none}</style><g class='h'><rect width='1' height='1'/></g>",
    ],
    ["hidden by style", '<rect style="visibility:hidden" width="1" height="1"/>'],
    ["clear", '<g opacity="0"><rect width="1" height="1"/><text>a</text></g>'],
    ["without colour", '<rect fill="none" stroke="none" width="1" height="1"/>'],
  ])("what is %s is not drawn", (_, content) => {
    expect(read(svg(content)).flat.shapes).toEqual([]);
  });
});

describe("music characters", () => {
  const runsOf = (content: string) => textsOf(read(svg(content))).map((shape) => shape.runs);
  it.each([
    ["as it is", "\uf0cf"],
    ["as a number", "&#xF0CF;"],
    ["as a decimal number", "&#61647;"],
    ["between line breaks", "\n    \uf0cf\n  "],
    ["in a piece", "<tspan>\uf0cf</tspan>"],
    ["in a piece between line breaks", "\n <tspan>\n\uf0cf</tspan>\n"],
  ])("written %s", (_, content) => {
    const text = `<g transform="matrix(.5,0,0,.5,10,20)"><text xml:space="default" x="100" y="40" font-family="Helsinki Std" font-size="96">${content}</text></g>`;
    expect(runsOf(text)).toMatchObject([
      [{ text: "\uf0cf", x: 60, y: 40, fontSize: 48, fontFamily: "Helsinki Std", rotationDeg: 0 }],
    ]);
  });

  it.each([
    [
      "a list of x",
      '<text x="10 20 30" y="5">abc</text>',
      [
        ["a", 10, 5],
        ["b", 20, 5],
        ["c", 30, 5],
      ],
    ],
    [
      "lists of both",
      '<text x="10,20" y="5,6">ab</text>',
      [
        ["a", 10, 5],
        ["b", 20, 6],
      ],
    ],
    [
      "a list shorter than its text",
      '<text x="10 20" y="5">abc</text>',
      [
        ["a", 10, 5],
        ["bc", 20, 5],
      ],
    ],
    [
      "pieces",
      '<text><tspan x="1" y="2">a</tspan>\n<tspan x="3" y="4">b</tspan></text>',
      [
        ["a", 1, 2],
        ["b", 3, 4],
      ],
    ],
    [
      "pieces on a line",
      '<text x="1" y="2">a<tspan x="3">b</tspan></text>',
      [
        ["a", 1, 2],
        ["b", 3, 2],
      ],
    ],
    ["shifts", '<text x="1" y="2" dx="3" dy="4">a</text>', [["a", 4, 6]]],
    [
      "characters outside the basic plane",
      '<text x="1 2" y="0">\u{1d15f}\u{1d160}</text>',
      [
        ["\u{1d15f}", 1, 0],
        ["\u{1d160}", 2, 0],
      ],
    ],
    ["a transform", '<text transform="translate(7 8)">a</text>', [["a", 7, 8]]],
    ["units", '<text x="1in" y="1em" font-size="20">a</text>', [["a", 96, 20]]],
    ["a use", '<defs><text id="t" x="1">a</text></defs><use href="#t" x="5"/>', [["a", 6, 0]]],
  ])("placed by %s", (_, content, expected) => {
    expect(runsOf(content).map(([run]) => [run.text, run.x, run.y])).toEqual(expected);
  });

  it("keep their anchor, size and turn", () => {
    expect(
      runsOf('<g font-size="10pt"><text transform="rotate(90)" text-anchor="end" x="4">a</text></g>'),
    ).toMatchObject([
      [
        {
          x: expect.closeTo(0, 9),
          y: 4,
          anchor: "end",
          fontSize: expect.closeTo(13.3333, 3),
          rotationDeg: 90,
        },
      ],
    ]);
  });

  it("keep blanks that are to be kept", () => {
    expect(runsOf('<text xml:space="preserve"> a  b </text>')[0][0].text).toBe(" a  b");
    expect(runsOf('<g style="white-space:pre"><text>a  b</text></g>')[0][0].text).toBe("a  b");
    expect(runsOf("<text> a  b </text>")[0][0].text).toBe("a b");
  });

  it("in one line with words stay with them", () => {
    expect(runsOf('<text x="1">a<tspan font-family="Opus">b</tspan></text>')).toMatchObject([
      [{ text: "a" }, { text: "b", x: null, fontFamily: "Opus" }],
    ]);
  });
});

describe("the program", () => {
  it.each([
    ["Verovio 6.3", svg("<desc>Engraved by Verovio 6.3.0-425dd7b</desc>")],
    ["MuseScore 3.2", svg("<title>Finale</title><desc>Generated by MuseScore 3.2.3</desc>")],
    ["MuseScore 4.5", svg("<desc>Generated by MuseScore Studio 4.5.2</desc>")],
    ["Dorico", svg("<desc>Dorico</desc>")],
    ["Dorico 5", svg("<g><desc>Created by Dorico Pro 5</desc></g>")],
    ["Sibelius", svg('<desc>Generated with Qt</desc><text font-family="Helsinki Std">a</text>')],
    ["Finale", svg('<text font-family="Maestro">a</text>')],
    ["LilyPond 2.24", `<!-- Created by GNU LilyPond 2.24.1 -->${svg("")}`],
    [
      "LilyPond",
      svg(
        "<style>tspan { white-space: pre; }</style>",
        'width="210.00mm" height="297.00mm" viewBox="0.0000 -0.0000 119.5016 169.0094"',
      ),
    ],
    ["MuseScore", svg(`<path class="StaffLines" d="M0 0h9v1z"/>`)],
    [
      "MuseScore 3.2",
      `<!-- Created with Inkscape 1.2 -->${svg("<desc>Generated by MuseScore 3.2.3</desc>")}`,
    ],
    ["Inkscape 1.2", `<!-- Created with Inkscape 1.2 -->${svg(RECT)}`],
    ["Illustrator 25.0", `<!-- Generator: Adobe Illustrator 25.0.1, SVG Export -->${svg(RECT)}`],
    ["Qt", svg("<desc>Generated with Qt</desc>")],
    ["unknown", svg(RECT)],
  ])("%s", (program, document) => {
    expect(read(document).program).toBe(program);
  });
});
