import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";
import { writeNoteIds } from "../../../src/formats/musicxml/writeNoteIds.js";
import { engrave } from "../../../src/render/svg/engrave.js";
import { measureIdOf } from "../../../src/render/svg/setStaffKeys.js";
import { staffKeys } from "../../../src/render/svg/staffKeys.js";
import { svgIdOf } from "../../../src/render/svg/svgIds.js";
import { studyId } from "./study.js";

const FIXTURES = path.resolve(import.meta.dirname, "../../../fixtures");

async function engraveFile(bytes: Uint8Array, layout: "page" | "scroll" = "scroll") {
  const options = { fileName: "test.musicxml" };
  const score = readMusicXml(bytes, options);
  const keys = staffKeys(score);
  const musicXml = writeNoteIds(
    bytes,
    options,
    (i) => svgIdOf(studyId(i)),
    keys.length > 0 ? measureIdOf : undefined,
  );
  return { score, keys, engraving: await engrave({ musicXml, layout, staffKeys: keys }) };
}

const SIGNS: Record<string, string> = { E260: "b", E261: "n", E262: "#" };

/**
 * Key signatures as drawn: measure by measure, staff by staff, a character for each sign; measures without any are left
 * out. The group of a staff holds its key signature, whose signs name their characters of the music font.
 */
function drawnKeys(svg: string): string[][] {
  const measures: string[][] = [];
  for (const [, group, sign] of svg.matchAll(
    /class="(measure|staff|keySig)"|<use (?:xlink:)?href="#(E26[0-2])/g,
  )) {
    if (group === "measure") measures.push([]);
    else if (group === "staff") measures.at(-1)?.push("");
    else if (sign !== undefined && measures.at(-1)?.length) {
      const staves = measures.at(-1) as string[];
      staves[staves.length - 1] += SIGNS[sign];
    }
  }
  return measures.filter((staves) => staves.some((signs) => signs !== ""));
}

interface MadePart {
  /** Fifths by measure, null where the part states none. */
  readonly keys: readonly (number | null)[];
  readonly staves?: number;
  readonly clef?: string;
  /** Extra attributes by measure. */
  readonly extra?: Readonly<Record<number, string>>;
}

/** One whole note C5 (no accidental in any of the keys) per staff and measure. */
function madeScore(parts: readonly MadePart[]): Uint8Array {
  const list = parts.map(
    (_, p) => `<score-part id="P${p + 1}"><part-name>Part ${p + 1}</part-name></score-part>`,
  );
  const bodies = parts.map(({ keys, staves = 1, clef = "G", extra = {} }, p) => {
    const line = { G: 2, F: 4 }[clef];
    const clefs = `<clef><sign>${clef}</sign>${line ? `<line>${line}</line>` : ""}</clef>`;
    const head = `<time><beats>4</beats><beat-type>4</beat-type></time><staves>${staves}</staves>`;
    const notes = Array.from({ length: staves }, (_, s) => {
      return `<note><pitch><step>C</step><octave>5</octave></pitch><duration>4</duration><voice>${s + 1}</voice><type>whole</type><staff>${s + 1}</staff></note>`;
    });
    const measures = keys.map((fifths, m) => {
      const key = fifths === null ? "" : `<key><fifths>${fifths}</fifths></key>`;
      const attributes = `${m === 0 ? "<divisions>1</divisions>" : ""}${key}${m === 0 ? head + clefs : ""}${extra[m] ?? ""}`;
      return `<measure number="${m + 1}"><attributes>${attributes}</attributes>${notes.join("<backup><duration>4</duration></backup>")}</measure>`;
    });
    return `<part id="P${p + 1}">${measures.join("")}</part>`;
  });
  return new TextEncoder().encode(
    `<score-partwise version="4.0"><part-list>${list.join("")}</part-list>${bodies.join("")}</score-partwise>`,
  );
}

describe("key signatures of single staves", () => {
  it("the fixture's clarinet alone changes: horn restated, timpani and drums without", async () => {
    const bytes = readFileSync(path.join(FIXTURES, "transposing/score.musicxml"));
    const { engraving, score } = await engraveFile(bytes, "page");
    const svg = engraving.pages.map((page) => page.svg).join("");
    expect(drawnKeys(svg)).toEqual([
      ["##", "#", "", ""],
      ["bbb", "#", "", ""],
    ]);
    for (const { index } of score.notes) expect(svg.split(`id="${svgIdOf(studyId(index))}"`)).toHaveLength(2);
    expect(engraving.warnings).toEqual([]);
  });

  it("two changes, each part its own, naturals where a key ends, both staves of a piano, none for drums", async () => {
    const { engraving } = await engraveFile(
      madeScore([
        { keys: [2, null, -3, null, 0] },
        { keys: [0, null, -5, null, -1], staves: 2 },
        { keys: [null, null, null, null, null], clef: "percussion" },
        { keys: [-1, null, 1, null, 0], clef: "F" },
      ]),
    );
    expect(drawnKeys(engraving.pages[0].svg)).toEqual([
      ["##", "", "", "", "b"],
      ["bbb", "bbbbb", "bbbbb", "", "#"],
      ["nnn", "b", "b", "", "n"],
    ]);
  });

  it("a change that the first part does not share, with a new meter, is drawn with it", async () => {
    const meter = "<time><beats>2</beats><beat-type>2</beat-type></time>";
    const { engraving } = await engraveFile(
      madeScore([
        { keys: [0, null, null], extra: { 1: meter } },
        { keys: [0, 3, null], extra: { 1: meter } },
      ]),
    );
    const [{ svg }] = engraving.pages;
    expect(drawnKeys(svg)).toEqual([["", "###"]]);
    expect(svg.match(/class="meterSig"/g)).toHaveLength(4);
  });

  it("drums that state a key show none, until they turn to a pitched instrument", async () => {
    const clef = "<clef><sign>G</sign><line>2</line></clef>";
    const { engraving } = await engraveFile(
      madeScore([
        { keys: [2, null, null] },
        { keys: [2, null, null], clef: "percussion", extra: { 2: clef } },
      ]),
    );
    expect(drawnKeys(engraving.pages[0].svg)).toEqual([
      ["##", ""],
      ["##", "##"],
    ]);
  });

  it("a key at the end of a measure belongs to the next", async () => {
    const text = new TextDecoder().decode(madeScore([{ keys: [1, null, null] }, { keys: [1, null, null] }]));
    const late = text.replace(
      /(<measure number="2">.*?)(<\/measure>)/g,
      "$1<attributes><key><fifths>4</fifths></key></attributes>$2",
    );
    const { engraving, keys } = await engraveFile(new TextEncoder().encode(late));
    expect(keys.map((key) => key.measureIndex)).toEqual([0, 2]);
    const drawn = drawnKeys(engraving.pages[0].svg);
    expect(drawn).toEqual([
      ["#", "#"],
      ["####", "####"],
    ]);
  });

  it("no two elements of a page share an ID, and the same score gives the same bytes", async () => {
    const bytes = madeScore([{ keys: [2, -3, 0] }, { keys: [0, -5, 1] }]);
    const [first, again] = [await engraveFile(bytes), await engraveFile(bytes)];
    const ids = [...first.engraving.pages[0].svg.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(again.engraving).toEqual(first.engraving);
  });

  it.each([
    { why: "all parts change alike", parts: [{ keys: [1, null, -3] }, { keys: [1, null, -3], staves: 2 }] },
    { why: "transposing parts that never change", parts: [{ keys: [2, null] }, { keys: [0, null] }] },
    { why: "drums, and no change", parts: [{ keys: [2, null] }, { keys: [0, null], clef: "percussion" }] },
  ])("nothing is asked of the engraver: $why", ({ parts }) => {
    expect(staffKeys(readMusicXml(madeScore(parts), { fileName: "test.musicxml" }))).toEqual([]);
  });
});

it("a piano whose staves are not declared, with a chord note that has no first note, is drawn on two staves", async () => {
  const text = new TextDecoder().decode(madeScore([{ keys: [0, 0], staves: 2 }]));
  const broken = text
    .replace("<staves>2</staves>", "")
    .replaceAll("</backup><note>", "</backup><note><chord/>");
  const { engraving, score } = await engraveFile(new TextEncoder().encode(broken));
  const [{ svg }] = engraving.pages;
  expect(svg.match(/class="staff"/g)).toHaveLength(4);
  for (const { index } of score.notes) expect(svg.split(`id="${svgIdOf(studyId(index))}"`)).toHaveLength(2);
  expect(engraving.warnings).toEqual([]);
});
