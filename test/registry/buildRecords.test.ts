import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alignAlong, alignScore } from "../../src/align/alignScore.js";
import { assertSamePiece } from "../../src/align/samePiece.js";
import { toNumber } from "../../src/core/fraction.js";
import { buildScoreClock } from "../../src/core/scoreClock.js";
import { readMidi } from "../../src/formats/midi/readMidi.js";
import { readMusicXml } from "../../src/formats/musicxml/readMusicXml.js";
import { buildRecords, type Records } from "../../src/registry/buildRecords.js";
import { identifyPiece } from "../../src/registry/mintIds.js";
import { toDocument } from "../../src/schema/codec.js";
import { noteRecordSchema } from "../../src/schema/registry.js";
import { tiedNotesSchema } from "../../src/schema/tiedNotes.js";
import { melody, samplePerformance, sampleScore, sampleUnfolded } from "../align/sampleMusic.js";
import { buildTrio, TRIO_NOTES, TRIO_STROKES } from "./sampleTrio.js";

const statuses = (r: Records) => r.records.map((n) => n.match.status);
const byQuarter = (r: Records, quarter: string, midi: number) =>
  r.records.find((n) => n.score?.onsetQuarter === quarter && n.score.pitch.midi === midi);
const tied = (r: Records) =>
  r.tiedNotes.notes.filter((n) => !n.isPrimary).map((n) => [n.calculatedStartTime, n.timingConfidence]);

/** What the constellation must say, whoever wrote the files. */
function expectConstellation(trio: Records): void {
  expect(trio.records).toHaveLength(9);
  expect(statuses(trio).filter((s) => s === "matched")).toHaveLength(6);
  expect(statuses(trio).filter((s) => s === "tied")).toHaveLength(3);
  const onsets = trio.records.filter((n) => n.match.status === "matched").map((n) => n.midi?.onsetSec);
  expect(onsets).toEqual([7.2, 9, 9.9, 9.9, 10.5, 10.8]);
  expect(tied(trio)).toEqual([
    [9.035833, 0.9],
    [9.6, 0.9],
    [9.647778, 0.7],
  ]);
  for (const record of trio.records) noteRecordSchema.parse(toDocument(record));
  tiedNotesSchema.parse(toDocument(trio.tiedNotes));
}

describe("the constellation of nine noteheads", () => {
  it("has six onsets and three tied starts, as worked out by hand", () => {
    const trio = buildTrio();
    expectConstellation(trio);
    expect(trio.tiedNotes.summary).toMatchObject({
      totalTiedGroups: 2,
      matchedTiedGroups: 2,
      complexRelationships: 1,
      timingSpreadSeconds: 3.6,
    });
  });

  it("moves a tied start to the onset of a note that begins with it", () => {
    const timing = byQuarter(buildTrio(), "15", 59)?.timing;
    expect(timing).toEqual({ startSec: 9, endSec: 9.647778, source: "aligned_to_peer", confidence: 0.95 });
  });

  it("keeps the proportional start where asked to", () => {
    const timing = byQuarter(buildTrio({ tieRefinement: "proportional" }), "15", 59)?.timing;
    expect(timing).toEqual({
      startSec: 9.035833,
      endSec: 9.647778,
      source: "calculated_approximation",
      confidence: 0.9,
    });
  });

  it("ends a primary where its next member begins", () => {
    expect(byQuarter(buildTrio(), "15", 69)?.timing).toMatchObject({
      startSec: 9,
      endSec: 9.6,
      confidence: 1,
    });
  });

  it("follows the tempo map: the same ticks at 120 bpm", () => {
    expect(tied(buildTrio({ usPerQuarter: 500_000 }))).toEqual([
      [7.529861, 0.9],
      [8, 0.9],
      [8.039815, 0.7],
    ]);
  });

  it.each([2, 3, 4, 5])("shifts exactly the record of MIDI note %i when that note is 50 ms late", (late) => {
    const before = buildTrio().records;
    const strokes = TRIO_STROKES.map((s, i) => (i === late ? { ...s, tick: (s.tick as number) + 80 } : s));
    const after = new Map(buildTrio({ strokes }).records.map((n) => [n.universalId, n]));
    const moved = before.filter((n) => JSON.stringify(after.get(n.universalId)) !== JSON.stringify(n));
    expect(moved).toHaveLength(1);
    const shift = (after.get(moved[0].universalId)?.timing.startSec ?? 0) - moved[0].timing.startSec;
    expect(shift).toBeCloseTo(0.05, 6);
    expect(moved[0].midi?.onsetTick).toBe(TRIO_STROKES[late].tick);
  });

  it("keeps a chain that nobody played, at its score times and with low confidence", () => {
    const silent = buildTrio({ strokes: TRIO_STROKES.slice(1) });
    const head = byQuarter(silent, "12", 59);
    expect(head?.match.status).toBe("score_only");
    expect(head?.timing).toEqual({ startSec: 7.2, endSec: 9, source: "score_only", confidence: 0.3 });
    expect(byQuarter(silent, "16", 59)?.timing).toMatchObject({ startSec: 9.6, endSec: 9.9 });
    expect(silent.tiedNotes.summary.matchedTiedGroups).toBe(1);
  });

  it("records a performed note that is not written", () => {
    const extra = buildTrio({ strokes: [...TRIO_STROKES, { tick: 960, midi: 40, track: 1 }] });
    const record = extra.records.find((n) => n.match.status === "midi_only");
    expect(record).toMatchObject({
      score: null,
      noteheadId: null,
      midi: { pitch: 40, onsetSec: 0.6, trackName: "Flute" },
    });
    expect(extra.records).toHaveLength(10);
  });
});

describe("buildRecords", () => {
  it("lets the score perform itself: its own times, sure, nothing matched", () => {
    const score = sampleScore(TRIO_NOTES);
    const unfolded = sampleUnfolded(TRIO_NOTES);
    const sounds = unfolded.sounding.map((s) => ({
      onsetSec: toNumber(s.onsetQuarter) / 2,
      durationSec: (toNumber(s.durationQuarter) / 2) * 0.95,
    }));
    const clock = buildScoreClock("score", [0, 20], [0, 10]);
    const piece = identifyPiece(score, "x");
    const self = buildRecords({
      unfolded,
      piece,
      performance: null,
      alignment: null,
      scorePerformance: { clock, sounds },
    });
    expect(byQuarter(self, "12", 59)?.timing).toEqual({
      startSec: 6,
      endSec: 7.5,
      source: "score_only",
      confidence: 1,
    });
    expect(byQuarter(self, "16", 59)?.timing).toMatchObject({ startSec: 8, endSec: 8.1375 });
    expect(new Set(statuses(self))).toEqual(new Set(["score_only", "tied"]));
    expect(self.soundingOf.size).toBe(6);
  });

  it("lists records by start, and every record once", () => {
    const { records, noteIds } = buildTrio();
    expect(records.map((n) => n.timing.startSec)).toEqual(
      records.map((n) => n.timing.startSec).sort((a, b) => a - b),
    );
    expect(new Set(records.map((n) => n.universalId))).toEqual(new Set(noteIds));
  });

  it("gives a score without notes empty, valid lists", () => {
    const unfolded = sampleUnfolded([]);
    const performance = samplePerformance([]);
    const empty = buildRecords({
      unfolded,
      piece: identifyPiece(unfolded.score, "x"),
      performance,
      alignment: alignAlong(unfolded, performance),
      scorePerformance: null,
    });
    expect(empty.records).toEqual([]);
    tiedNotesSchema.parse(toDocument(empty.tiedNotes));
  });

  it("counts a repeated note as two records of one drawing", () => {
    const score = sampleScore(melody([60, 62, 64, 65]), {
      structure: [
        {
          kind: "repeat-backward",
          times: 2,
          afterJump: false,
          measureIndex: 0,
          measureQuarter: { num: 4, den: 1 },
        },
      ],
    });
    const keys = [60, 62, 64, 65, 60, 62, 64, 65];
    const performance = samplePerformance(keys.map((midi, q) => ({ tick: 480 * q, midi })));
    const { unfolded, alignment } = alignScore(score, performance);
    const piece = identifyPiece(score, "x");
    const { records } = buildRecords({ unfolded, piece, performance, alignment, scorePerformance: null });
    expect(records.map((n) => n.score?.pass)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
    expect(new Set(records.map((n) => n.universalId)).size).toBe(8);
    expect(records.slice(4).map((n) => n.noteheadId)).toEqual(records.slice(0, 4).map((n) => n.universalId));
  });
});

const TRIO = "../shared/data/sibelius-trio";
const missing = existsSync(TRIO) ? "" : ` (skipped: ${TRIO} is missing)`;

describe("a real export of the constellation", () => {
  it.skipIf(missing !== "")(`says the same${missing}`, () => {
    const score = readMusicXml(readFileSync(`${TRIO}/SS 9.musicxml`), { fileName: "SS 9.musicxml" });
    const performance = readMidi(readFileSync(`${TRIO}/Saint-Saens Trio No 2.mid`), { fileName: "trio.mid" });
    const { unfolded, alignment } = alignScore(score, performance);
    assertSamePiece(alignment, unfolded, performance);
    const piece = identifyPiece(score, "SS 9.musicxml");
    expectConstellation(buildRecords({ unfolded, piece, performance, alignment, scorePerformance: null }));
  });
});
