import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/core/limits.js";
import { formatNumber, formatSvg, parseSvg } from "../../../src/formats/svg/svgTree.js";

describe("parseSvg", () => {
  it("gives elements, attributes and the text of texts, and drops indentation and comments", () => {
    const tree = parseSvg(
      '<?xml version="1.0"?><!-- c --><svg a="1">\n  <g>\n <text>x &amp; y</text></g></svg>',
    );
    expect(tree).toEqual({
      name: "svg",
      attributes: { a: "1" },
      children: [
        { name: "g", attributes: {}, children: [{ name: "text", attributes: {}, children: ["x & y"] }] },
      ],
    });
  });

  it("gives back what formatSvg wrote", () => {
    const tree = parseSvg('<svg><g id="a&quot;&lt;"><text>1 &lt; 2</text><path d="M0 0"/></g></svg>');
    expect(parseSvg(formatSvg(tree))).toEqual(tree);
  });

  it.each([
    ["a tag left open", "<svg><g></svg>", "XML_MALFORMED"],
    ["an end in the middle", "<svg><g>", "XML_MALFORMED"],
    ["text instead of XML", "hello", "XML_MALFORMED"],
    ["another document", "<html></html>", "XML_MALFORMED"],
    ["declared entities", '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "XML_ENTITY_REFUSED"],
    ["undeclared entities", "<svg><text>&a;</text></svg>", "XML_MALFORMED"],
  ])("refuses %s", (_, text, code) => {
    expect(() => parseSvg(text)).toThrow(expect.objectContaining({ code }));
  });

  it("says in which line the document breaks", () => {
    expect(() => parseSvg("<svg>\n<g>\n</svg>")).toThrow(
      expect.objectContaining({ place: { line: 3, column: 6 } }),
    );
  });

  it.each([
    ["xmlDepth", "<svg><g><g/></g></svg>", 3],
    ["xmlNode", "<svg><g/><g/></svg>", 3],
    ["unpackedByte", "<svg></svg>", 11],
  ] as const)("holds the limit %s exactly", (name, text, value) => {
    expect(() => parseSvg(text, { ...DEFAULT_LIMITS, [name]: value })).not.toThrow();
    expect(() => parseSvg(text, { ...DEFAULT_LIMITS, [name]: value - 1 })).toThrow(
      expect.objectContaining({ code: "LIMIT_EXCEEDED" }),
    );
  });
});

it.each([
  [1.23456, "1.235"],
  [-0.0001, "0"],
  [1e-9, "0"],
  [100, "100"],
  [0.1 + 0.2, "0.3"],
])("formatNumber(%d) is %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});
