/** The reader against programs and truths that are not ours, on corpora that are not part of the repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { getAllNotes, isPitchedNote, parse } from "musicxml-io";
import { describe, expect, it } from "vitest";
import { compare, toNumber } from "../../src/core/fraction.js";
import type { Score } from "../../src/core/score.js";
import { readMusicXml } from "../../src/formats/musicxml/readMusicXml.js";
import { writeNoteIds } from "../../src/formats/musicxml/writeNoteIds.js";

const DATA = path.resolve(import.meta.dirname, "../../../shared/data");
const FOLDERS = ["musicxml-suite", "partitura-scores", "openscore", "asap", "vienna", "sibelius-trio"];
const present = FOLDERS.filter((folder) => existsSync(path.join(DATA, folder)));
const missing = FOLDERS.filter((folder) => !present.includes(folder));
if (missing.length > 0) console.warn(`Not checked, ../shared/data lacks: ${missing.join(", ")}`);

/** The one file that is not well-formed: it closes an element it never opened. */
const NOT_WELL_FORMED = "32ad-Notations5.musicxml";

interface Item {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function scoresIn(folder: string): Item[] {
  const entries = readdirSync(path.join(DATA, folder), { recursive: true, encoding: "utf8" });
  return entries
    .filter((entry) => /\.(xml|musicxml|mxl)$/.test(entry) && !entry.endsWith(NOT_WELL_FORMED))
    .map((name) => ({ name, bytes: readFileSync(path.join(DATA, folder, name)) }));
}

/** `note` elements with a pitch, counted in the bare text. */
function censusOf({ name, bytes }: Item): { notes: number; measures: number; ties: number } {
  const text = (name.endsWith(".mxl") ? unpackedText(bytes) : strFromU8(bytes)).replace(/<!--.*?-->/gs, "");
  const notes = text.match(/<note[\s>].*?<\/note>/gs) ?? [];
  const sounding = notes.filter((note) => /<(pitch|unpitched)[\s/>]/.test(note));
  const starts = sounding.filter((note) => /<tie\b[^>]*type\s*=\s*["']start["']/.test(note));
  const parts = text.match(/<part[\s>].*?<\/part>/gs) ?? [];
  const perPart = parts.map((part) => part.match(/<measure[\s>]/g)?.length ?? 0);
  return { notes: sounding.length, measures: Math.max(0, ...perPart), ties: starts.length };
}

function unpackedText(bytes: Uint8Array): string {
  const files = unzipSync(bytes);
  const container = strFromU8(files["META-INF/container.xml"]);
  const rootFile = /<rootfile[^>]*full-path="([^"]*)"/.exec(container)?.[1] as string;
  return strFromU8(files[rootFile]);
}

const scores = new Map<string, Score>();

/** Each file is read once for all tests. */
function read({ name, bytes }: Item): Score {
  const score = scores.get(name) ?? readMusicXml(bytes, { fileName: name });
  scores.set(name, score);
  return score;
}

describe.each(present)("%s", (folder) => {
  it("is read completely: as many notes, measures and tie starts as a census of the text finds", {
    timeout: 60_000,
  }, () => {
    for (const item of scoresIn(folder)) {
      const score = read(item);
      const census = censusOf(item);
      const ties = score.notes.filter((n) => n.tieStart).length;
      expect([item.name, score.notes.length, score.measures.length]).toEqual([
        item.name,
        census.notes,
        census.measures,
      ]);
      expect(ties, item.name).toBeGreaterThanOrEqual(census.ties);
    }
  });

  it("keeps all it says when note IDs are written into it", () => {
    const items = scoresIn(folder).filter((item) => item.bytes.length < 60_000);
    for (const item of items) {
      const text = writeNoteIds(item.bytes, { fileName: item.name }, (i) => `u${i}`);
      const after = readMusicXml(new TextEncoder().encode(text), { fileName: item.name });
      expect(after.notes.map((n) => n.xmlId)).toEqual(after.notes.map((_, i) => `u${i}`));
      expect(bare(after) === bare(read(item)), item.name).toBe(true);
    }
  });
});

/** As text: comparing whole scores as trees is slow. */
const bare = ({ warnings: _, ...score }: Score) =>
  JSON.stringify({ ...score, notes: score.notes.map((n) => ({ ...n, xmlId: null, line: 0 })) });

describe.skipIf(!present.includes("musicxml-suite"))("the test suite", () => {
  it("is refused in one file only, which is not well-formed", () => {
    const file = path.join(DATA, "musicxml-suite/xmlFiles", NOT_WELL_FORMED);
    expect(() => read({ name: NOT_WELL_FORMED, bytes: readFileSync(file) })).toThrow(
      expect.objectContaining({ code: "XML_MALFORMED" }),
    );
  });

  it("has the pitches that musicxml-io reads", () => {
    for (const item of scoresIn("musicxml-suite").filter(({ name }) => !name.endsWith(".mxl"))) {
      const theirs = getAllNotes(parse(strFromU8(item.bytes)))
        .map(({ note }) => note)
        .filter(isPitchedNote);
      const ours = read(item).notes.filter((n) => !n.unpitched);
      const key = (p: { step: string; octave: number; alter?: number }) =>
        `${p.step}${p.octave}${p.alter ?? 0}`;
      expect(ours.map((n) => key(n.pitch)).sort(), item.name).toEqual(
        theirs.map((n) => key(n.pitch!)).sort(),
      );
    }
  });
});

describe.skipIf(!present.includes("asap"))("score positions", () => {
  /** Score notes of a match file: `snote(n12-1,[C,n],5,3:1,0,1/8,8.0,8.5,[…])`. Their onset is in beats. */
  const SNOTE = /^snote\((\w+)-1,\[([A-G]),[^\]]*\],(\d),[^,]*,[^,]*,[^,]*,([-\d.]+),/gm;

  it("equal those of the alignments' makers, but for pickups, which they count from the first full measure", () => {
    const compared = scoresIn("asap")
      .map((item) => compareWithMatch(item))
      .filter((result) => result !== null);
    expect(compared.length).toBeGreaterThan(10);
    for (const { name, notes, agreeing } of compared) {
      // The match files' own onsets are distorted around hidden notes in a few pieces.
      expect(agreeing / notes, name).toBeGreaterThan(0.9);
    }
  });

  function compareWithMatch(item: Item): { name: string; notes: number; agreeing: number } | null {
    const folder = path.join(DATA, "asap", path.dirname(item.name));
    const match = readdirSync(folder).find((file) => file.endsWith(".match"));
    const score = read(item);
    const beatTypes = new Set(score.meters.map((m) => m.beatType));
    const repeats = score.structure.some((mark) => mark.kind === "repeat-backward");
    if (match === undefined || beatTypes.size !== 1 || repeats) return null;
    const notesById = new Map(score.notes.map((n) => [n.xmlId, n]));
    const shifts: number[] = [];
    for (const [, id, , , onset] of readFileSync(path.join(folder, match), "utf8").matchAll(SNOTE)) {
      const note = notesById.get(id);
      if (note === undefined || note.grace !== null) continue;
      const ours = toNumber(score.measures[note.measureIndex].startQuarter) + toNumber(note.measureQuarter);
      shifts.push(ours - (Number(onset) * 4) / [...beatTypes][0]);
    }
    const middle = shifts.toSorted((a, b) => a - b)[shifts.length >> 1];
    return {
      name: item.name,
      notes: shifts.length,
      agreeing: shifts.filter((s) => Math.abs(s - middle) < 1e-3).length,
    };
  }
});

describe.skipIf(!present.includes("openscore"))("openscore", () => {
  it("has no note that begins after its measure ends", () => {
    for (const item of scoresIn("openscore")) {
      const score = read(item);
      const late = score.notes.filter(
        (note) => compare(note.measureQuarter, score.measures[note.measureIndex].lengthQuarter) > 0,
      );
      expect(late, item.name).toEqual([]);
    }
  });
});
