import { describe, expect, it } from "vitest";
import type { Score } from "../../../src/core/score.js";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";
import { writeNoteIds } from "../../../src/formats/musicxml/writeNoteIds.js";
import { backup, chordNote, divisions, document, grace, note, partWise, read, rest } from "./scoreText.js";

const write = (xml: string, idOf = (i: number) => `u${i}`) =>
  writeNoteIds(new TextEncoder().encode(xml), { fileName: "test.musicxml" }, idOf);

/** All of a score but the IDs and the lines. */
const withoutIds = ({ warnings: _, ...score }: Score) => ({
  ...score,
  notes: score.notes.map((n) => ({ ...n, xmlId: null, line: 0 })),
});

const RICH = partWise(
  [
    divisions(2) + grace("B3") + note("C4", 2) + chordNote("E4", 2) + rest(2),
    note("F#4", 2, '<lyric><text>a &amp; "b" &lt;c&gt;</text></lyric>'),
  ],
  [`${divisions(3)}<note><unpitched/><duration>3</duration></note>`, note("C3", 3)],
);

describe("writeNoteIds", () => {
  it("gives every note its ID, in the reader's order, and changes nothing else", () => {
    const before = read(RICH);
    const after = read(write(RICH));
    expect(after.notes.map((n) => n.xmlId)).toEqual(["u0", "u1", "u2", "u3", "u4", "u5"]);
    expect(withoutIds(after)).toEqual(withoutIds(before));
  });

  it("numbers notes as the reader does where the document's parts are in another order", () => {
    const list = RICH.match(/<part-list>.*<\/part-list>/)?.[0] as string;
    const [first, second] = RICH.match(/<part id.*?<\/part>/g) as string[];
    const swapped = document(list + second + first);
    expect(read(write(swapped))).toEqual(read(write(RICH)));
  });

  it("turns time-wise scores part-wise, filling in measures a part lacks", () => {
    const timeWise = `<?xml version="1.0"?><!DOCTYPE score-timewise SYSTEM "x.dtd"><score-timewise version="4.0">
      <part-list><score-part id="P1"><part-name>One</part-name></score-part><score-part id="P2"><part-name>Two</part-name></score-part></part-list>
      <measure number="1"><part id="P1">${divisions(1)}${note("C4", 1)}</part></measure>
      <measure number="2"><part id="P2">${divisions(1)}${note("D4", 1)}</part><part id="P1">${note("E4", 1)}</part></measure></score-timewise>`;
    const text = write(timeWise);
    expect(text).not.toMatch(/timewise|DOCTYPE/);
    const after = read(text);
    expect(after.notes.map((n) => [n.xmlId, n.partIndex, n.measureIndex, n.pitch.step])).toEqual([
      ["u0", 0, 0, "C"],
      ["u1", 0, 1, "E"],
      ["u2", 1, 1, "D"],
    ]);
    expect(withoutIds(after)).toEqual(withoutIds(read(timeWise)));
  });

  it("replaces old IDs, drops those of others that collide, and keeps what others refer to", () => {
    const content =
      `${divisions(1)}${note("C4", 1).replace("<note>", '<note id="old">')}` +
      `${rest(1).replace("<note>", '<note id="u0">')}<direction id="u1"><direction-type><words>x</words></direction-type></direction>` +
      `<barline id="keep" location="right"/>${note("D4", 1)}`;
    const text = write(partWise([content]));
    expect(text.match(/ id="[^"]*"/g)).toEqual([
      ' id="P1"',
      ' id="P1"',
      ' id="u0"',
      ' id="keep"',
      ' id="u1"',
    ]);
  });

  it("names every measure once, in the first part that has it", () => {
    const xml = partWise(
      [divisions(1) + note("C4", 1)],
      [divisions(1) + note("C4", 1), note("D4", 1)],
    ).replaceAll('<measure number="1"', '<measure id="old" number="1"');
    const text = writeNoteIds(
      new TextEncoder().encode(xml),
      { fileName: "test.musicxml" },
      (i) => `u${i}`,
      (i) => `m${i}`,
    );
    expect(text.match(/<measure[^>]*>/g)).toEqual([
      '<measure id="m0" number="1">',
      '<measure id="old" number="1">',
      '<measure id="m1" number="2">',
    ]);
  });

  it.each([
    { why: "not at all", first: "", staves: /<attributes>(.*?)<staves>2<\/staves><clef>/ },
    { why: "as too few", first: "<staves>1</staves>", staves: /<attributes>(.*?)<staves>2<\/staves><clef>/ },
    { why: "rightly", first: "<staves>2</staves>", staves: /<attributes>(.*?)<staves>2<\/staves><clef>/ },
  ])("says how many staves a part has that says it $why", ({ first, staves }) => {
    const clef = "<clef><sign>G</sign><line>2</line></clef>";
    const attributes = divisions(1).replace("</attributes>", `${first}${clef}</attributes>`);
    const xml = partWise([attributes + note("C4", 1), note("C3", 1, "<staff>2</staff>")]);
    const text = write(xml);
    expect(text).toMatch(staves);
    expect(text.match(/<staves>/g)).toHaveLength(1);
    expect(withoutIds(read(text))).toEqual(withoutIds(read(xml)));
  });

  it("says the staves of a part whose first measure has no attributes before its notes", () => {
    const text = write(partWise([rest(0) + note("C4", 0, "<staff>2</staff>")]));
    expect(text).toMatch(/<measure number="1"><attributes><staves>2<\/staves><\/attributes><note>/);
  });

  it("leaves out a chord that has no first note: at a measure's start and after a backup", () => {
    const first = divisions(1) + chordNote("C4", 1) + chordNote("E4", 1) + backup(1) + chordNote("G4", 1);
    const xml = partWise([first, chordNote("C4", 1)]);
    const text = write(xml);
    expect(text.match(/<chord\/>/g)).toHaveLength(1);
    expect(withoutIds(read(text))).toEqual(withoutIds(read(xml)));
  });

  it("enters unlisted parts in the part list", () => {
    const part = (id: string) =>
      `<part${id}><measure number="1">${divisions(1)}${note("C4", 1)}</measure></part>`;
    const list = `<part-list><score-part id="P1"><part-name>One</part-name></score-part></part-list>`;
    const after = read(write(document(list + part(' id="P1"') + part(' id="Q"') + part(""))));
    expect(after.parts.map((p) => p.id)).toEqual(["P1", "Q", "P3"]);
    expect(after.warnings).toEqual([]);
  });

  it("escapes what IDs and texts may hold", () => {
    const text = write(partWise([divisions(1) + note("C4", 1)]), () => `a"<&`);
    expect(read(text).notes[0].xmlId).toBe(`a"<&`);
  });

  it("refuses what the reader refuses", () => {
    expect(() => write("<svg/>")).toThrow(expect.objectContaining({ code: "SCORE_NOT_MUSICXML" }));
    expect(() => readMusicXml(new Uint8Array(0), { fileName: "x" })).toThrow(
      expect.objectContaining({ code: "XML_MALFORMED" }),
    );
  });
});
