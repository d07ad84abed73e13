import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../../../src/core/limits.js";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";
import { divisions, document, gist, note, partWise, rest } from "./scoreText.js";

const WALTZ = partWise(
  [divisions(1) + note("C4", 1), note("D4", 2) + rest(1)],
  [divisions(2) + note("E4", 2)],
);

function readBytes(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS) {
  return readMusicXml(bytes, { fileName: "duo.musicxml", limits });
}

function faultOf(bytes: Uint8Array | string, limits: Limits = DEFAULT_LIMITS): LeitmotionError {
  try {
    readBytes(typeof bytes === "string" ? strToU8(bytes) : bytes, limits);
  } catch (error) {
    if (error instanceof LeitmotionError) return error;
    throw error;
  }
  throw new Error("The file was read");
}

function utf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

function packed(files: Record<string, string>, rootFile: string, mediaType = ""): Uint8Array {
  const type = mediaType === "" ? "" : ` media-type="${mediaType}"`;
  const container = `<container><rootfiles><rootfile full-path="sheet.pdf" media-type="application/pdf"/>
    <rootfile full-path="${rootFile}"${type}/></rootfiles></container>`;
  const entries = Object.entries({ "META-INF/container.xml": container, ...files });
  return zipSync(Object.fromEntries(entries.map(([name, text]) => [name, strToU8(text)])));
}

/** Declared sizes in an archive's directory, added up. */
function unpackedByteOf(bytes: Uint8Array): number {
  const archive = Buffer.from(bytes);
  let sum = 0;
  for (let at = archive.indexOf("PK\x01\x02"); at >= 0; at = archive.indexOf("PK\x01\x02", at + 4)) {
    sum += archive.readUInt32LE(at + 24);
  }
  return sum;
}

describe("encodings", () => {
  const titled = (declaration: string) =>
    WALTZ.replace(/<\?xml[^>]*>/, declaration).replace(
      "<part-list>",
      "<movement-title>Flûte</movement-title><part-list>",
    );

  it.each([
    { why: "UTF-8", bytes: strToU8(titled(`<?xml version="1.0" encoding="UTF-8"?>`)) },
    { why: "UTF-8 with a byte order mark", bytes: strToU8(`\ufeff${titled(`<?xml version="1.0"?>`)}`) },
    { why: "UTF-8 that claims UTF-16", bytes: strToU8(titled(`<?xml version="1.0" encoding="UTF-16"?>`)) },
    {
      why: "UTF-16 little endian",
      bytes: utf16(titled(`<?xml version="1.0" encoding="UTF-16"?>`), false, true),
    },
    { why: "UTF-16 big endian", bytes: utf16(titled(`<?xml version="1.0" encoding="UTF-16"?>`), true, true) },
    { why: "UTF-16 without a byte order mark", bytes: utf16(titled(`<?xml version="1.0"?>`), false, false) },
    {
      why: "big-endian UTF-16 without a byte order mark",
      bytes: utf16(titled(`<?xml version="1.0"?>`), true, false),
    },
    { why: "Latin-1", bytes: Buffer.from(titled(`<?xml version='1.0' encoding='ISO-8859-1'?>`), "latin1") },
    { why: "NULs after the document", bytes: strToU8(`${titled(`<?xml version="1.0"?>`)}\n\0\0\0`) },
    {
      why: "wide NULs after the document",
      bytes: utf16(`${titled(`<?xml version="1.0"?>`)}\0\0`, false, true),
    },
  ])("read $why", ({ bytes }) => {
    const score = readBytes(bytes);
    expect(score.header.movementTitle).toBe("Flûte");
    expect(gist(score)).toEqual(["C4@0+1", "D4@0+2", "E4@0+1"]);
    expect(score.warnings).toEqual([]);
  });

  it("take broken UTF-8 for Latin letters, with a warning", () => {
    const score = readBytes(Buffer.from(titled(`<?xml version="1.0" encoding="UTF-8"?>`), "latin1"));
    expect(score.header.movementTitle).toBe("Flûte");
    expect(score.warnings.map((w) => w.code)).toEqual(["ENCODING_LATIN"]);
  });

  it("refuse an encoding that does not exist", () => {
    expect(faultOf(titled(`<?xml version="1.0" encoding="klingon-8"?>`)).code).toBe("XML_MALFORMED");
  });

  it("read letters that fall on the border of two pieces", () => {
    const padding = " ".repeat((1 << 18) - 60);
    const score = readBytes(strToU8(titled(`<?xml version="1.0"?><!--${padding}${"û".repeat(40)}-->`)));
    expect(score.header.movementTitle).toBe("Flûte");
  });

  it("read text in CDATA sections", () => {
    const xml = titled(`<?xml version="1.0"?>`).replace("Flûte", "<![CDATA[a < b]]>");
    expect(readBytes(strToU8(xml)).header.movementTitle).toBe("a < b");
  });
});

describe("compressed scores", () => {
  it.each(["", "application/vnd.recordare.musicxml+xml"])(
    "are read through their container (%j)",
    (mediaType) => {
      expect(readBytes(packed({ "a/b.xml": WALTZ }, "a/b.xml", mediaType))).toEqual(
        readBytes(strToU8(WALTZ)),
      );
    },
  );

  it.each([
    { why: "no container", bytes: zipSync({ "b.xml": strToU8(WALTZ) }), code: "MXL_NO_SCORE" },
    { why: "a container without the score", bytes: packed({}, "b.xml"), code: "MXL_NO_SCORE" },
    {
      why: "half an archive",
      bytes: packed({ "b.xml": WALTZ }, "b.xml").subarray(0, 300),
      code: "MXL_DAMAGED",
    },
    {
      why: "a container that is no XML",
      bytes: zipSync({ "META-INF/container.xml": strToU8("<a>") }),
      code: "XML_MALFORMED",
    },
  ])("with $why are refused as $code", ({ bytes, code }) => {
    expect(faultOf(bytes)).toMatchObject({ code, place: { file: "duo.musicxml" } });
  });

  it("that would unpack to more than the limit are refused before they are unpacked", () => {
    const bomb = packed({ "b.xml": " ".repeat(3_000_000) }, "b.xml");
    expect(bomb.length).toBeLessThan(10_000);
    const fault = faultOf(bomb, { ...DEFAULT_LIMITS, unpackedByte: 2_900_000 });
    expect([fault.code, fault.message]).toEqual([
      "LIMIT_EXCEEDED",
      expect.stringContaining("unpackedByte = 2900000"),
    ]);
  });

  it("that unpack to more than they declare are cut off where they claimed to end", () => {
    const honest = packed({ "b.xml": WALTZ + " ".repeat(500_000) }, "b.xml");
    const liar = Buffer.from(honest);
    const entry = liar.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    liar.writeUInt32LE(100, entry + 24);
    expect(faultOf(liar, { ...DEFAULT_LIMITS, unpackedByte: 10_000 }).code).toBe("XML_MALFORMED");
  });
});

describe("limits", () => {
  const archive = packed({ "b.xml": WALTZ }, "b.xml");
  const depth = strToU8(document(`<part-list/>${"<a>".repeat(9)}${"</a>".repeat(9)}`));
  const cases: { name: keyof Limits; value: number; bytes: Uint8Array; code?: string }[] = [
    { name: "fileByte", value: WALTZ.length, bytes: strToU8(WALTZ), code: "FILE_TOO_LARGE" },
    { name: "part", value: 2, bytes: strToU8(WALTZ) },
    { name: "staff", value: 3, bytes: strToU8(partWise(["<attributes><staves>3</staves></attributes>"])) },
    { name: "staff", value: 4, bytes: strToU8(partWise([divisions(1) + note("C4", 1, "<staff>4</staff>")])) },
    { name: "measure", value: 2, bytes: strToU8(WALTZ) },
    { name: "note", value: 3, bytes: strToU8(WALTZ) },
    { name: "xmlDepth", value: 10, bytes: depth },
    { name: "xmlNode", value: 11, bytes: depth },
    { name: "xmlTreeNode", value: 10, bytes: depth },
    { name: "archiveEntry", value: 3, bytes: packed({ "b.xml": WALTZ, "c.txt": "" }, "b.xml") },
    { name: "unpackedByte", value: unpackedByteOf(archive), bytes: archive },
  ];

  it.each(cases)(
    "$name = $value lets the value through at and below it, and refuses one more",
    ({ name, value, bytes, code }) => {
      for (const limit of [value + 1, value]) readBytes(bytes, { ...DEFAULT_LIMITS, [name]: limit });
      const fault = faultOf(bytes, { ...DEFAULT_LIMITS, [name]: value - 1 });
      expect([fault.code, fault.message]).toEqual([code ?? "LIMIT_EXCEEDED", expect.stringContaining(name)]);
    },
  );
});

describe("faults", () => {
  it("in the XML carry file, line, column, part and measure", () => {
    const xml = document(`<part-list/>\n<part id="P1">\n<measure number="7a">\n<note></measure></part>`);
    expect(faultOf(xml)).toMatchObject({
      code: "XML_MALFORMED",
      place: { file: "duo.musicxml", line: 4, partId: "P1", measure: "7a" },
    });
  });

  it.each([
    { why: "a duration before any divisions", measure: note("C4", 1), code: "SCORE_DIVISIONS_MISSING" },
    {
      why: "a backup before any divisions",
      measure: "<backup><duration>1</duration></backup>",
      code: "SCORE_DIVISIONS_MISSING",
    },
    { why: "divisions of zero", measure: divisions(0), code: "SCORE_VALUE_INVALID" },
    { why: "a negative duration", measure: divisions(1) + note("C4", -1), code: "SCORE_VALUE_INVALID" },
    {
      why: "a duration that is no number",
      measure: divisions(1) + note("C4", 1).replace(">1<", ">one<"),
      code: "SCORE_VALUE_INVALID",
    },
    {
      why: "a step that does not exist",
      measure: divisions(1) + note("C4", 1).replace(">C<", ">H<"),
      code: "SCORE_VALUE_INVALID",
    },
    {
      why: "an octave that is no number",
      measure: divisions(1) + note("C4", 1).replace(">4<", "><"),
      code: "SCORE_VALUE_INVALID",
    },
    { why: "an octave nobody writes", measure: divisions(1) + note("C11", 1), code: "SCORE_VALUE_INVALID" },
    {
      why: "ten thousand sharps",
      measure: divisions(1) + note("C4", 1).replace("<octave>", "<alter>10000</alter><octave>"),
      code: "SCORE_VALUE_INVALID",
    },
    {
      why: "a note above the last MIDI key",
      measure: divisions(1) + note("G#9", 1),
      code: "SCORE_VALUE_INVALID",
    },
    {
      why: "a note below the first MIDI key",
      measure: divisions(1) + note("Cb-1", 1),
      code: "SCORE_VALUE_INVALID",
    },
  ])("name part and measure of $why", ({ measure, code }) => {
    expect(faultOf(partWise(["", measure]))).toMatchObject({
      code,
      place: { file: "duo.musicxml", line: 1, partId: "P1", measure: "2" },
    });
  });

  it("name the measure whose length leads beyond exact numbers", () => {
    const odd = (divisor: number) => divisions(divisor) + note("C4", 1);
    const primes = [1_000_003, 1_000_033, 1_000_037];
    expect(faultOf(partWise(primes.map(odd)))).toMatchObject({
      code: "FRACTION_OVERFLOW",
      place: { file: "duo.musicxml", measure: "3" },
    });
  });

  it("name the part whose divisions are missing, also if another part has them", () => {
    expect(faultOf(partWise([divisions(1) + note("C4", 1)], [note("C4", 1)]))).toMatchObject({
      code: "SCORE_DIVISIONS_MISSING",
      place: { partId: "P2", measure: "1" },
    });
  });

  it.each([
    { why: "an empty file", text: "", code: "XML_MALFORMED" },
    { why: "a truncated file", text: WALTZ.slice(0, -40), code: "XML_MALFORMED" },
    { why: "plain text", text: "C D E F", code: "XML_MALFORMED" },
    { why: "an SVG", text: "<svg/>", code: "SCORE_NOT_MUSICXML" },
    { why: "a MIDI file", text: "MThd\0\0\0\u0006", code: "SCORE_NOT_MUSICXML" },
    {
      why: "an entity nobody declared",
      text: document("<part-list/><credit>&secret;</credit>"),
      code: "XML_MALFORMED",
    },
  ])("refuse $why as $code", ({ text, code }) => {
    expect(faultOf(text).code).toBe(code);
  });

  it("refuse documents that declare entities, harmless or not", () => {
    const lol = Array.from({ length: 9 }, (_, k) => `<!ENTITY l${k + 1} "${`&l${k};`.repeat(10)}">`).join("");
    const laughs = `<!DOCTYPE score-partwise [<!ENTITY l0 "ha">${lol}]>${document("<credit>&l9;</credit>").slice(38)}`;
    const external = `<!DOCTYPE score-partwise [<!ENTITY x SYSTEM "file:///etc/passwd">]>${document("<credit>&x;</credit>").slice(38)}`;
    expect([faultOf(laughs).code, faultOf(external).code]).toEqual([
      "XML_ENTITY_REFUSED",
      "XML_ENTITY_REFUSED",
    ]);
  });

  it("refuse deep nesting by its limit, without exhausting the stack", () => {
    const fault = faultOf(document(`<a>`.repeat(20_000)));
    expect([fault.code, fault.message]).toEqual([
      "LIMIT_EXCEEDED",
      expect.stringContaining("xmlDepth = 200"),
    ]);
  });
});
