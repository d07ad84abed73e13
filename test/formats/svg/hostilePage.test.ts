/** Pages that would run, fetch, swell or confuse: refused in one clear line, or read without what could do harm. */
import fc from "fast-check";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { formatFault, LeitmotionError } from "../../../src/core/error.js";
import { boxesOf, pathsOf, read, svg, VIEW_BOX } from "./pageText.js";

const RECT = '<rect width="1" height="1"/>';

describe("refuses", () => {
  const many = (count: number, piece: string) => piece.repeat(count);
  it.each([
    ["a script", svg("\n<script>alert(1)</script>"), "SVG_SCRIPT_REFUSED", /<script>.*line 2/],
    ["a script under another prefix", svg("<h:script/>"), "SVG_SCRIPT_REFUSED", /<script>/],
    [
      "a script inside what is left out",
      svg("<metadata><script/></metadata>"),
      "SVG_SCRIPT_REFUSED",
      /script/,
    ],
    ["an event attribute", svg("", `${VIEW_BOX} onload="x()"`), "SVG_SCRIPT_REFUSED", /onload/],
    ["a script as a link", svg('<a xlink:href=" java\tscript:x()"/>'), "SVG_SCRIPT_REFUSED", /<a> refers/],
    ["entities", `<!DOCTYPE svg [<!ENTITY a "b">]>${svg("")}`, "XML_ENTITY_REFUSED", /entities.*line 1/],
    [
      "entities of a file",
      `<!DOCTYPE svg [<!entity % a SYSTEM "/etc/passwd">]>${svg("")}`,
      "XML_ENTITY_REFUSED",
      /./,
    ],
    ["an entity nobody declared", svg("<text>&lol;</text>"), "XML_MALFORMED", /entity/],
    [
      "a picture of the web",
      svg('<image href="http://x.example/a.png"/>'),
      "SVG_REFERENCE_REFUSED",
      /x\.example/,
    ],
    ["a picture of the disk", svg('<image xlink:href="../a.png"/>'), "SVG_REFERENCE_REFUSED", /a\.png/],
    ["a use of another file", svg('<use href="other.svg#a"/>'), "SVG_REFERENCE_REFUSED", /other\.svg#a/],
    ["a use of data", svg('<use href="data:image/svg+xml,x#a"/>'), "SVG_REFERENCE_REFUSED", /data:/],
    ["a million nested groups", svg(many(1_000_000, "<g>")), "LIMIT_EXCEEDED", /xmlDepth = 200.*line 1/],
    [
      "a use that leads to itself",
      svg('<g id="a"><use href="#a"/></g>'),
      "SVG_VALUE_INVALID",
      /"a" leads back/,
    ],
    [
      "a coordinate that is no number",
      svg('\n\n<rect x="NaN" width="1" height="1"/>'),
      "SVG_VALUE_INVALID",
      /NaN.*line 3/,
    ],
    ["a path to nowhere", svg('<path d="M0 0L NaN 4"/>'), "SVG_VALUE_INVALID", /Path data/],
    ["an infinite coordinate", svg('<path d="M0 0L1e400 4"/>'), "SVG_VALUE_INVALID", /Path data/],
    ["an infinite length", svg('<rect width="1e400" height="1"/>'), "SVG_VALUE_INVALID", /1e400/],
    [
      "a finite coordinate off every page",
      svg('<path d="M0 0L1e30 4"/>'),
      "SVG_VALUE_INVALID",
      /beyond any page/,
    ],
    [
      "numbers that overflow together",
      svg(`<g transform="scale(1e200)"><g transform="scale(1e200)">${RECT}</g></g>`),
      "SVG_VALUE_INVALID",
      /beyond/,
    ],
    [
      "NaN in a transform",
      svg(`<g transform="translate(NaN,3)">${RECT}</g>`),
      "SVG_VALUE_INVALID",
      /translate/,
    ],
    ["NaN in points", svg('<polyline points="0,0 NaN,1"/>'), "SVG_VALUE_INVALID", /NaN/],
    ["NaN as the place of a text", svg('<text x="NaN">a</text>'), "SVG_VALUE_INVALID", /<text> has x/],
    ["NaN in the viewBox", svg(RECT, 'viewBox="0 0 NaN 100"'), "SVG_VALUE_INVALID", /viewBox/],
    ["arcs with odd flags", svg('<path d="M0 0A1 1 0 2 0 3 3"/>'), "SVG_VALUE_INVALID", /flag/],
    ["a page cut short", svg(RECT).slice(0, -10), "XML_MALFORMED", /line 1/],
    ["a web page", "<html><body/></html>", "PAGE_NOT_SVG", /<html>/],
    ["a PDF", "%PDF-1.7\n…", "PAGE_NOT_SVG", /PDF/],
    ["an empty file", "", "PAGE_NOT_SVG", /empty/],
    ["a letter", "Dear Sir,", "XML_MALFORMED", /line 1/],
    [
      "a page in an unknown encoding",
      `<?xml version="1.0" encoding="klingon"?>${svg("")}`,
      "XML_MALFORMED",
      /klingon/,
    ],
  ] as const)("%s", (_, document, code, says) => {
    const fault = faultOf(document);
    expect(fault.code).toBe(code);
    const line = formatFault(fault);
    expect(line).toMatch(says);
    expect(line).toContain("file page.svg");
    expect(line).not.toContain("\n");
    expect(line.length).toBeLessThan(400);
  });

  /** With a limit of 2 000 elements, so that the test is quick; the documents themselves are within it. */
  it.each([
    [
      "uses of uses of uses",
      `<g id="a0">${RECT.repeat(10)}</g>${[1, 2, 3, 4, 5, 6, 7]
        .map((level) => `<g id="a${level}">${`<use href="#a${level - 1}"/>`.repeat(10)}</g>`)
        .join("")}<use href="#a7"/>`,
    ],
    [
      "a long path at a hundred sizes",
      `<path id="p" d="M0 0${"l1 1".repeat(10_000)}"/>${Array.from(
        { length: 100 },
        (_, i) => `<use href="#p" transform="scale(${1 + i / 1000})"/>`,
      ).join("")}`,
    ],
    [
      "a thousand rules that every element must be compared with",
      `<style>${"g rect{fill:red}".repeat(1000)}</style>${RECT.repeat(1500)}`,
    ],
    [
      "a long text a thousand times",
      `<text id="t" x="${"1 ".repeat(1000)}">${"x".repeat(1000)}</text>${'<use href="#t"/>'.repeat(1000)}`,
    ],
  ])("%s: the work they make is bounded", (_, content) => {
    expect(faultOf(svg(content), { pageElement: 2000 })).toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it.each([
    ["pageByte", `${svg(RECT)}`, Buffer.byteLength(svg(RECT))],
    ["pageElement", svg(`${RECT}<metadata><a/><b/></metadata>`), 5],
    ["xmlDepth", svg(`<g><g>${RECT}</g></g>`), 4],
  ] as const)("what is over the limit %s, and not what equals it", (name, document, value) => {
    expect(() => read(document, { [name]: value })).not.toThrow();
    expect(faultOf(document, { [name]: value - 1 })).toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  it("a compressed page that swells, before it has swollen", () => {
    const bomb = gzipSync(Buffer.from(svg(" ".repeat(5_000_000))));
    expect(bomb.length).toBeLessThan(10_000);
    const fault = faultOf(bomb, { pageByte: 1_000_000 });
    expect(fault.code).toBe("LIMIT_EXCEEDED");
    expect(Number(/: (\d+) is over/.exec(fault.message)?.[1])).toBeLessThan(4_000_000);
  });

  it.each([
    ["cut short", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 12)],
    ["damaged", (bytes: Uint8Array) => bytes.map((byte, i) => (i === 12 ? byte ^ 0xff : byte))],
  ])("a compressed page that is %s", (_, damage) => {
    const page = gzipSync(Buffer.from(svg('<rect width="1" height="1"/>'.repeat(50))));
    expect(faultOf(damage(page)).code).toBe("XML_MALFORMED");
  });
});

describe("reads without", () => {
  it.each([
    ["pictures inside the page", '<image href="data:image/png;base64,AAAA"/>', "image"],
    ["foreign objects", "<foreignObject><p>hi</p></foreignObject>", "foreignObject"],
    ["animations", '<animate attributeName="x" to="99"/>', "animate"],
    ["gradients", '<linearGradient id="g"><stop/></linearGradient>', "linearGradient"],
    ["clips", '<clipPath id="c"><rect width="9" height="9"/></clipPath>', "clipPath"],
    ["masks", '<mask><rect width="9" height="9"/></mask>', "mask"],
    ["filters", '<filter><feImage href="http://x.example/"/></filter>', "filter"],
    ["style sheets of the web", "<style>@import url(http://x.example/a.css);</style>", "CSS at-rule"],
    ["fonts of the web", "<style>@font-face{src:url(http://x.example/a)}</style>", "CSS at-rule"],
    ["selectors it does not know", "<style>g > rect:hover{display:none}</style>", "CSS selector"],
    ["uses of nothing", '<use href="#nothing"/>', "use of nothing"],
    ["what has no extent", `<g transform="scale(0)">${RECT}</g>`, "singular transform"],
    ["unknown elements", `<blink>${RECT}</blink>`, "blink"],
  ])("%s, and counts them", (_, content, name) => {
    const page = read(svg(`${content}${RECT}`));
    expect(boxesOf(page)).toEqual([[0, 0, 1, 1]]);
    expect(page.ignored).toEqual([{ name, count: 1 }]);
  });

  it("style sheets that stand beside it", () => {
    const page = read(`<?xml-stylesheet href="http://x.example/a.css"?>${svg(RECT)}`);
    expect(page.ignored).toEqual([{ name: "xml-stylesheet", count: 1 }]);
  });

  it.each([
    ["metadata", "<metadata><rdf:RDF/></metadata>"],
    ["an editor's notes", '<sodipodi:namedview id="base"/>'],
    ["a link's address", '<a xlink:href="https://lilypond.org"/>'],
    ["a document type", ""],
  ])("%s, in silence", (_, content) => {
    const doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">';
    const page = read(`${doctype}${svg(`${content}${RECT}`)}`);
    expect(pathsOf(page)).toHaveLength(1);
    expect(page.ignored).toEqual([]);
  });

  it("a colour that needs a gradient, unless another stands in for it", () => {
    const page = read(
      svg('<rect fill="url(#g)" width="1" height="1"/><rect fill="url(#g) red" width="2" height="2"/>'),
    );
    expect(pathsOf(page).map((shape) => shape.paint.fill)).toEqual(["red"]);
  });

  it("keeping a list of names that a document can make long", () => {
    const page = read(svg(Array.from({ length: 200 }, (_, i) => `<e${i}/>`).join("")));
    expect(page.ignored.length).toBeLessThan(50);
    expect(page.ignored.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  });

  it.each([
    ["negative radii", '<circle r="-1"/><rect rx="-1" width="2" height="2"/>', [[0, 0, 2, 2]]],
    ["negative sizes", '<rect width="-1" height="2"/>', []],
    ["a viewport without extent", `<svg width="0">${RECT}</svg>`, []],
    ["white space and nothing else", "<text>  \n </text><path d='  '/>", []],
  ])("%s: drawn as far as they draw", (_, content, boxes) => {
    expect(boxesOf(read(svg(content)))).toEqual(boxes);
  });
});

it.each([
  ["letters in a transform", svg(`<g transform="${"a".repeat(1_000_000)}"/>`)],
  ["line breaks in a text", svg(`<text>${"\n".repeat(1_000_000)}x</text>`)],
  ["a comment that never ends in a style sheet", svg(`<style>${"/*".repeat(500_000)}</style>`)],
  ["at-rules", svg(`<style>${"@".repeat(1_000_000)}</style>`)],
  ["a style sheet without a brace", svg(`<style>${"a ".repeat(500_000)}</style>`)],
  ["places of a text", svg(`<text x="${"1 ".repeat(100_000)}">${"x".repeat(100_000)}</text>`)],
])("a million %s cost no more than their length", (_, document) => {
  // A quadratic reader would need hours here, and the test would time out.
  try {
    read(document);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LeitmotionError);
  }
});

it("whatever happens to a page's characters, it is read or refused by name", () => {
  const valid = svg(
    '<style>.a{fill:red!important}g #b{stroke:#000}</style><defs><path id="q" d="M0 0c1-2 3 4 5 6S1 2 3 4Q1 1 2 2T9 9A1 2 3 0 1 5 5z"/></defs>' +
      '<g class="a" transform="translate(3,4) rotate(30)" style="opacity:.5"><use xlink:href="#q" x="5mm"/><line id="b" x2="9" stroke-width="2"/>' +
      '<svg viewBox="0 0 9 9" preserveAspectRatio="xMinYMax slice"><polyline points="0,0 5,5 9,0"/><ellipse rx="2" ry="10%"/></svg></g>' +
      '<text x="1 2 3" y="4" font-size="1.5em" xml:space="preserve">&#xF0CF;b<tspan dx="2">cd</tspan></text>',
    'width="210mm" height="297mm" viewBox="0 -1 100 100"',
  );
  const piece = fc.constantFrom(
    "<",
    ">",
    '"',
    "&",
    "NaN",
    "-",
    "1e999",
    "/",
    "#q",
    "<g>",
    "</g>",
    "e",
    ".",
    " ",
    "\u0000",
    "%",
    "url(",
    "}",
    "{",
    "use",
    "M",
    "z",
  );
  const mutation = fc.record({
    at: fc.nat(valid.length),
    cut: fc.nat(12),
    insert: fc.oneof(piece, fc.string({ maxLength: 4 })),
  });
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const text = mutations.reduce(
        (document, { at, cut, insert }) => document.slice(0, at) + insert + document.slice(at + cut),
        valid,
      );
      try {
        const { flat } = read(text);
        for (const shape of flat.shapes)
          if (shape.kind === "path") expect(shape.outline.box.every(Number.isFinite)).toBe(true);
        outcomes.add("read");
      } catch (thrown) {
        if (!(thrown instanceof LeitmotionError)) throw thrown;
        outcomes.add(thrown.code);
      }
    }),
    { numRuns: 500, seed: 5 },
  );
  expect([...outcomes]).toEqual(expect.arrayContaining(["read", "XML_MALFORMED", "SVG_VALUE_INVALID"]));
});

function faultOf(document: string | Uint8Array, limits = {}): LeitmotionError {
  try {
    read(document, limits);
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
  throw new Error("The page was read");
}
