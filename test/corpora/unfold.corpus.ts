/** Unfolding and performing of other people's scores, read from the folder beside the repository. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { compare, formatFraction } from "../../src/core/fraction.js";
import type { Score } from "../../src/core/score.js";
import { readMusicXml } from "../../src/formats/musicxml/readMusicXml.js";
import { beatGrid } from "../../src/score/beatGrid.js";
import { performScore } from "../../src/score/performScore.js";
import type { UnfoldedScore } from "../../src/score/unfoldedScore.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";

const DATA = join(import.meta.dirname, "../../../shared/data");
const PARTITURA = join(DATA, "partitura-scores/tests/data/musicxml");
const SUITE = join(DATA, "musicxml-suite/xmlFiles");

const read = (path: string): Score => readMusicXml(readFileSync(path), { fileName: path });
const written = (path: string) => unfoldScore(read(path), { repeats: "written" });
const measureNumbers = (path: string) =>
  written(path)
    .visits.map((v) => v.measureIndex + 1)
    .join(" ");
const noteList = ({ notes }: UnfoldedScore) =>
  notes.map(({ note, onsetQuarter }) =>
    [formatFraction(onsetQuarter), note.soundingMidi, formatFraction(note.durationQuarter)].join(" "),
  );

describe.skipIf(!existsSync(PARTITURA))(
  "unfolding against the results that partitura keeps (needs ../shared/data/partitura-scores)",
  () => {
    it.each(["test_unfold_timeline", "test_unfold_volta_numbers"])("%s", (name) => {
      expect(noteList(written(join(PARTITURA, `${name}.xml`)))).toEqual(
        noteList(written(join(PARTITURA, `${name}_result.xml`))),
      );
    });

    // By hand: after the da capo no sign says after-jump, so its repeats are not taken again.
    it.each([
      { name: "test_unfold_dacapo", path: "1 2 1 2 3 4 3 4 5 6 5 6 7 8 7 8 1 2 3 4", before: 16 },
      { name: "test_unfold_complex", path: "1 1 2 3 4 5 3 4 6 7 3 4 8 1 2 3 4", before: 13 },
    ])("$name, as the result up to the da capo, then without repeats", ({ name, path, before }) => {
      const ours = written(join(PARTITURA, `${name}.xml`));
      const theirs = written(join(PARTITURA, `${name}_result.xml`));
      expect(ours.visits.map((v) => v.measureIndex + 1).join(" ")).toBe(path);
      const until = (u: UnfoldedScore) => u.notes.filter((n) => n.visitIndex < before).length;
      expect(noteList(ours).slice(0, until(ours))).toEqual(noteList(theirs).slice(0, until(theirs)));
    });
  },
);

describe.skipIf(!existsSync(SUITE))(
  "repeats of the MusicXML suite (needs ../shared/data/musicxml-suite)",
  () => {
    it.each([
      { file: "45a-SimpleRepeat", path: "1 1 1 1 1 2" },
      { file: "45b-RepeatWithAlternatives", path: "1 2 1 3 4" },
      { file: "45c-RepeatMultipleTimes", path: "1 2 3 2 3 2 3 2 3 2 3 4 5 6 7 4 5 6 7 4 5 6 7 8" },
      { file: "45d-Repeats-Nested-Alternatives", path: "1 2 1 3 4 5 1 6 7 8 9 1 10 1 11 12" },
      { file: "45e-Repeats-Nested-Alternatives", path: "1 2 1 3 4 5 5 6 7 6 8 9 8 9 10" },
      // Its endings make no sense: 1, 2 and 3 without a repeat sign, then 2, in a section that is repeated.
      { file: "45f-Repeats-InvalidEndings", path: "1 2 4 1 2 3 4 1 2 4 5" },
      { file: "45g-Repeats-NotEnded", path: "1 2" },
    ])("$file", ({ file, path }) => {
      expect(measureNumbers(join(SUITE, `${file}.xml`))).toBe(path);
    });
  },
);

const FOLDERS = [
  "musicxml-suite/xmlFiles",
  "openscore",
  "partitura-scores/tests/data/musicxml",
  "sibelius-trio",
];

describe.each(FOLDERS)("every score of %s", (folder) => {
  const path = join(DATA, folder);
  it.skipIf(!existsSync(path))("unfolds, joins and performs under the laws", { timeout: 300_000 }, () => {
    for (const file of readdirSync(path).filter((f) => /\.(xml|musicxml|mxl)$/.test(f))) {
      const score = readOrNull(join(path, file));
      if (score) checkLaws(score, file);
    }
  });
});

/** Null for a file that is refused by name: reading is tested elsewhere. */
function readOrNull(path: string): Score | null {
  try {
    return read(path);
  } catch (error) {
    if (error instanceof LeitmotionError && error.code !== "INTERNAL") return null;
    throw error;
  }
}

function checkLaws(score: Score, file: string): void {
  for (const repeats of ["written", "none"] as const) {
    const unfolded = unfoldScore(score, { repeats });
    const { notes, sounding } = unfolded;
    expect(
      notes.every((n, i) => i === 0 || compare(n.onsetQuarter, notes[i - 1].onsetQuarter) >= 0),
      file,
    ).toBe(true);
    const members = sounding.flatMap((s) => s.members.map((m) => m.index)).sort((a, b) => a - b);
    expect(members, file).toEqual(notes.map((n) => n.index));
    if (repeats === "written") expect(new Set(notes.map((n) => n.note)).size, file).toBe(score.notes.length);
    const { sounds } = performScore(unfolded);
    const isSound = (s: (typeof sounds)[number]) =>
      s.onsetSec >= 0 && s.durationSec > 0 && s.events.length > 0;
    expect(sounds.every(isSound), file).toBe(true);
    const { beats } = beatGrid(unfolded);
    expect(
      beats.every((b, i) => i === 0 || compare(b.quarter, beats[i - 1].quarter) > 0),
      file,
    ).toBe(true);
  }
}
