import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { DEFAULT_LIMITS } from "../../../src/core/limits.js";
import { readPlainXml } from "../../../src/formats/musicxml/plainXml.js";
import { streamXml, type XmlAttributes, type XmlHandler } from "../../../src/formats/musicxml/xmlStream.js";
import { Seeded } from "../../fuzz/seeded.js";

const FIXTURES = path.join(import.meta.dirname, "../../../fixtures");
const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".musicxml"))
  .map((file) => ({ file, text: readFileSync(path.join(FIXTURES, file), "utf8") }));

type Event = readonly [kind: "open" | "close" | "text", what: string, attributes?: object, line?: number];

/** What a document says, text in one piece between tags. */
class Events implements XmlHandler {
  readonly list: Event[] = [];

  open(name: string, attributes: XmlAttributes, line: number): void {
    this.list.push(["open", name, { ...attributes }, line]);
  }

  close(name: string): void {
    this.list.push(["close", name]);
  }

  text(text: string): void {
    const last = this.list.at(-1);
    if (last?.[0] === "text") this.list[this.list.length - 1] = ["text", last[1] + text];
    else this.list.push(["text", text]);
  }

  place() {
    return {};
  }
}

/** What saxes by itself makes of a document; null if it refuses it. */
function saxesEvents(text: string): Event[] | null {
  const parser = new SaxesParser({ xmlns: false });
  const events = new Events();
  let depth = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    depth++;
    events.open(tag.name, tag.attributes as XmlAttributes, parser.line);
  });
  parser.on("closetag", (tag) => {
    depth--;
    events.close(tag.name);
  });
  const addText = (piece: string) => {
    if (depth > 0) events.text(piece);
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  try {
    parser.write(text).close();
    return events.list;
  } catch {
    return null;
  }
}

/** What the plain way makes of a document in pieces; null if it gives up. */
function plainEvents(pieces: Iterable<string>, limits = DEFAULT_LIMITS): Event[] | null {
  const events = new Events();
  return readPlainXml(pieces, events, limits) ? events.list : null;
}

/** A document that has a bit of all that the plain way knows. */
const SAMPLE = `<?xml version="1.0" encoding="UTF-8" standalone='no'?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<!-- made by hand -->
<score-partwise version="4.0" xmlns:xlink='http://www.w3.org/1999/xlink'>
  <work><work-title>Fl\u00fbte &amp; &#x266d; &#8211; &lt;\u4e2d&gt;</work-title></work>
  <part-list>
    <score-part id = "P1"
      xlink:href="a&quot;b&apos;&#10;c	d
e"><part-name>A</part-name ></score-part>
  </part-list>
  <!-- = Part - 1 > = -->
  <part id="P1"><measure number="1"><note default-x="1.5"><rest/><duration>1</duration><dot /></note></measure>
  </part>
</score-partwise>
<!-- the end -->
`;

describe("what notation programs write is read plainly", () => {
  it.each(fixtures)("$file", ({ text }) => {
    expect(plainEvents([text])).toEqual(saxesEvents(text));
  });

  it.each([
    { why: "a bit of everything", text: SAMPLE },
    { why: "line ends of Windows", text: SAMPLE.replaceAll("\n", "\r\n") },
    { why: "line ends of old Macs", text: SAMPLE.replaceAll("\n", "\r") },
    { why: "a byte order mark", text: `\ufeff${SAMPLE}` },
    { why: "no declaration", text: " \n<a>x</a>" },
    { why: "a document type with a file alone", text: `<!DOCTYPE a SYSTEM 'a.dtd'><a/>` },
    { why: "a bare document type", text: "<!DOCTYPE a ><a/>" },
    { why: "brackets in text", text: "<a>]] ]> > ]]&gt;</a>" },
    {
      why: "names that objects have",
      text: `<constructor __proto__="1" toString="2"><__proto__/></constructor>`,
    },
  ])("$why", ({ text }) => {
    const expected = saxesEvents(text);
    expect(expected).not.toBeNull();
    expect(plainEvents([text])).toEqual(expected);
  });

  it("in pieces, wherever they are cut", () => {
    const text = SAMPLE.replaceAll("\n", "\r\n");
    const whole = saxesEvents(text);
    for (let cut = 0; cut < text.length; cut++) {
      expect(plainEvents([text.slice(0, cut), text.slice(cut)]), `cut at ${cut}`).toEqual(whole);
    }
  });
});

describe("the plain way gives up on", () => {
  it.each([
    { why: "an entity of its own", text: "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>" },
    { why: "an unknown entity", text: "<a>&copy;</a>" },
    { why: "an entity that objects have", text: "<a>&constructor;</a>" },
    { why: "a reference to no character", text: "<a>&#0;&#xffff;</a>" },
    { why: "a reference to half a character", text: "<a>&#xd834;</a>" },
    { why: "a bare ampersand", text: "<a b='&'/>" },
    { why: "an attribute twice", text: "<a b='1' b='1'/>" },
    { why: "an attribute without value", text: "<a b/>" },
    { why: "an attribute without quotes", text: "<a b=1/>" },
    { why: "attributes without a blank between them", text: "<a b='1'c='2'/>" },
    { why: "a bracket in an attribute", text: "<a b='<'/>" },
    { why: "a blank that is none of XML's", text: "<a\u00a0b='1'/>" },
    { why: "a wrong end tag", text: "<a><b></a></b>" },
    { why: "an end tag too many", text: "<a/></a>" },
    { why: "an end tag with attributes", text: "<a></a b='1'>" },
    { why: "an empty end tag", text: "<a></a/>" },
    { why: "a blank before a name", text: "< a/>" },
    { why: "a blank after a slash", text: "<a/ >" },
    { why: "no root", text: "<!-- a -->" },
    { why: "two roots", text: "<a/><b/>" },
    { why: "text before the root", text: "x<a/>" },
    { why: "text after the root", text: "<a/>&#32;" },
    { why: "an open element", text: "<a><b></b>" },
    { why: "half a tag", text: "<a/><" },
    { why: "two dashes in a comment", text: "<a><!-- -- --></a>" },
    { why: "three dashes at a comment's end", text: "<a><!-- ---></a>" },
    { why: "a comment without end", text: "<a/><!-- -" },
    { why: "the end of a CDATA section in text", text: "<a>]]></a>" },
    { why: "a control character", text: "<a>\u0001</a>" },
    { why: "what is no character", text: "<a>\uffff</a>" },
    { why: "half a pair of surrogates", text: "<a>\ud834</a>" },
    { why: "a late declaration", text: ` <?xml version="1.0"?><a/>` },
    { why: "a declaration without version", text: `<?xml encoding="utf-8"?><a/>` },
    { why: "a late document type", text: "<a/><!DOCTYPE a>" },
    { why: "two document types", text: "<!DOCTYPE a><!DOCTYPE a><a/>" },
  ])("$why, as saxes does", ({ text }) => {
    expect(saxesEvents(text)).toSatisfy((events) => events === null || text.includes("ENTITY"));
    expect(plainEvents([text])).toBeNull();
  });

  it.each([
    { why: "a CDATA section", text: "<a><![CDATA[b]]></a>" },
    { why: "a processing instruction", text: "<a><?b c?></a>" },
    { why: "XML 1.1", text: `<?xml version="1.1"?><a/>` },
    { why: "a document type with declarations", text: "<!DOCTYPE a [<!ELEMENT a EMPTY>]><a/>" },
    { why: "a name that is not ASCII", text: "<\u00e9/>" },
    { why: "a name with a colon", text: "<a:b/>" },
    { why: "a bracket in an attribute", text: "<a b='>'/>" },
    { why: "a character beyond the first plane", text: "<a>\u{1d15f}</a>" },
  ])("$why, which saxes reads", ({ text }) => {
    expect(saxesEvents(text)).not.toBeNull();
    expect(plainEvents([text])).toBeNull();
  });

  it.each([
    { limit: "xmlDepth", value: 3 },
    { limit: "xmlNode", value: 4 },
  ] as const)("more than $limit", ({ limit, value }) => {
    const text = "<a><b><c/></b><d/></a>";
    expect(plainEvents([text], { ...DEFAULT_LIMITS, [limit]: value })).not.toBeNull();
    expect(plainEvents([text], { ...DEFAULT_LIMITS, [limit]: value - 1 })).toBeNull();
  });

  it.each(["<a>x", "<a ", "<a><!--", "<!DOCTYPE a ", "\ufeff", "<a b='"])(
    "%j without end after some pieces: it does not search them again and again",
    (start) => {
      let count = 0;
      function* veryLong() {
        for (yield start; count < 100; count++) yield " ".repeat(50_000);
      }
      expect(plainEvents(veryLong())).toBeNull();
      expect(count).toBeLessThan(3);
    },
  );
});

const SNIPPETS = [
  ..."<>&'\"=/!?-[]; \n\r\t\0a\u00e9\u00a0\u2028\ufeff\ufffe\ud834\udd1e",
  ...[
    "]]>",
    "-->",
    "<!--",
    "--",
    "<![CDATA[",
    "<?",
    "?>",
    "\r\n",
    "&amp;",
    "&#1",
    "&#x41;",
    "&#xd800;",
    "<a/>",
    "</a>",
  ],
  ...[
    "<!DOCTYPE a>",
    `<?xml version="1.0"?>`,
    " b='1'",
    ' id="P1"',
    "</note>",
    "<note>",
    "</score-partwise>",
  ],
];

/** One to three small changes: something put in, taken out, doubled or replaced. */
function mutated(text: string, random: Seeded): string {
  let changed = text;
  for (let count = 1 + random.below(3); count > 0; count--) {
    const from = random.below(changed.length + 1);
    const to = Math.min(changed.length, from + random.below(random.pick([1, 2, 30])));
    const taken = changed.slice(from, to);
    const put = random.pick([random.pick(SNIPPETS), "", taken + taken, taken.toUpperCase()]);
    changed = changed.slice(0, from) + put + changed.slice(to);
  }
  return changed;
}

describe("on changed documents", () => {
  const smallest = fixtures.toSorted((a, b) => a.text.length - b.text.length)[0].text;
  it.each([
    { name: "the sample", text: SAMPLE, count: 4000 },
    { name: "the sample from Windows", text: SAMPLE.replaceAll("\n", "\r\n"), count: 2000 },
    { name: "a fixture", text: smallest, count: 100 },
  ])("of $name, whatever the plain way reads to its end saxes reads alike", ({ text, count }) => {
    let readCount = 0;
    for (let seed = 0; seed < count; seed++) {
      const random = new Seeded(seed);
      const changed = mutated(text, random);
      const cut = random.below(changed.length);
      const plain = plainEvents(
        random.next() < 0.5 ? [changed] : [changed.slice(0, cut), changed.slice(cut)],
      );
      if (plain === null) continue;
      expect(plain, `seed ${seed}`).toEqual(saxesEvents(changed));
      readCount++;
    }
    expect(readCount).toBeGreaterThan(count / 10);
    expect(readCount).toBeLessThan(count * 0.9);
  });
});

describe("a document that is not plain", () => {
  it("is read again by a new handler, which alone is given back", () => {
    const text = "<a><b/>x<![CDATA[y]]></a>";
    const handlers: Events[] = [];
    const makeHandler = () => {
      handlers.push(new Events());
      return handlers[handlers.length - 1];
    };
    const source = { fileName: "a.xml", limits: DEFAULT_LIMITS };
    const last = streamXml(new TextEncoder().encode(text), source, makeHandler);
    expect(handlers).toHaveLength(2);
    expect(last).toBe(handlers[1]);
    expect(last.list).toEqual(saxesEvents(text));
  });
});
