import { describe, expect, it } from "vitest";
import { alignAlong } from "../../src/align/alignScore.js";
import { applyOverrides } from "../../src/align/applyOverrides.js";
import type { NotatedNote, Score } from "../../src/core/score.js";
import { buildRecords } from "../../src/registry/buildRecords.js";
import { identifyPiece } from "../../src/registry/mintIds.js";
import { toDocument } from "../../src/schema/codec.js";
import { type NoteRecord, noteRecordSchema } from "../../src/schema/registry.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { type SampleNote, type SampleStroke, samplePerformance, sampleScore } from "../align/sampleMusic.js";

/** Quarters at 0.5 s, one second from the start, with a little unrest. */
const at = (quarter: number) => 1 + 0.5 * quarter + 0.01 * Math.sin(5 * quarter);
const KEYS = [60, 64, 67, 72, 71, 67, 65, 62, 59, 62, 65, 64];
const TUNE: readonly SampleNote[] = KEYS.map((midi, quarter) => ({ at: quarter, midi }));
const TUNE_STROKES: readonly SampleStroke[] = KEYS.map((midi, quarter) => ({ sec: at(quarter), midi }));

interface Music {
  readonly notes: readonly SampleNote[];
  readonly strokes: readonly SampleStroke[];
  /** Changes to written notes that `SampleNote` does not know, by onset in quarters. */
  readonly signs?: Readonly<Record<number, Partial<NotatedNote>>>;
  /** Sounding notes that a user has unlinked. */
  readonly unlinks?: readonly number[];
}

function recordsOf({ notes, strokes, signs = {}, unlinks = [] }: Music): NoteRecord[] {
  const plain = sampleScore(notes);
  const quarterOf = (note: NotatedNote) =>
    4 * note.measureIndex + note.measureQuarter.num / note.measureQuarter.den;
  const score: Score = {
    ...plain,
    notes: plain.notes.map((note) => ({ ...note, ...signs[quarterOf(note)] })),
  };
  const performance = samplePerformance([...strokes].sort((a, b) => (a.sec ?? 0) - (b.sec ?? 0)));
  const unfolded = unfoldScore(score, { repeats: "written" });
  const found = alignAlong(unfolded, performance, { detectExport: false });
  const alignment = applyOverrides(found, { links: [], unlinks }, unfolded, performance);
  const piece = identifyPiece(score, "sample.musicxml");
  const { records } = buildRecords({ unfolded, piece, performance, alignment, scorePerformance: null });
  for (const record of records) noteRecordSchema.parse(toDocument(record));
  return records;
}

const written = (records: readonly NoteRecord[], quarter: number, voice = "1", part = "P1") =>
  records.find(
    (r) => r.score?.onsetQuarter === String(quarter) && r.score.voice === voice && r.score.partId === part,
  ) as NoteRecord;
const unwritten = (records: readonly NoteRecord[]) => records.filter((r) => r.match.status === "midi_only");

describe("a unison", () => {
  const second: SampleNote = { at: 4, quarters: 3, midi: 71, voice: "2" };

  it("has one stroke: the other note says whose, and sounds from its start to its end", () => {
    const records = recordsOf({ notes: [...TUNE, second], strokes: TUNE_STROKES });
    const pair = [written(records, 4, "1"), written(records, 4, "2")];
    const struck = pair.find((r) => r.match.status === "matched") as NoteRecord;
    const silent = pair.find((r) => r.match.status === "score_only") as NoteRecord;
    expect(silent.match.unisonOf).toBe(struck.universalId);
    expect(silent.midi).toBeNull();
    expect(silent.timing).toEqual({ ...struck.timing, source: "aligned_to_peer" });
    expect(struck.timing.source).toBe("midi_exact");
    expect(struck.match.unisonOf).toBeUndefined();
  });

  it("lights up the whole tie chain of the other note, and nothing of it says tied to nobody", () => {
    const chain: SampleNote[] = [
      { at: 4, quarters: 1, midi: 71, voice: "2", tie: "start" },
      { at: 5, quarters: 1, midi: 71, voice: "2", tie: "stop" },
    ];
    const long = TUNE_STROKES.map((s) => (s.midi === 71 ? { ...s, durationTick: 960 } : s));
    const alone = recordsOf({ notes: TUNE, strokes: long });
    const records = recordsOf({ notes: [...TUNE, ...chain], strokes: long });
    const tails = [written(records, 5, "2"), written(alone, 4)].map((r) => r.timing.endSec);
    expect(tails[0]).toBe(tails[1]);
    expect(written(records, 5, "2").match).toMatchObject({ status: "tied" });
  });

  it("is none where both notes were struck", () => {
    const strokes = [...TUNE_STROKES, { sec: at(4) + 0.03, midi: 71 }];
    const records = recordsOf({ notes: [...TUNE, second], strokes });
    const pair = [written(records, 4, "1"), written(records, 4, "2")];
    expect(pair.map((r) => [r.match.status, r.match.unisonOf])).toEqual([
      ["matched", undefined],
      ["matched", undefined],
    ]);
  });

  it("is none with a part that plays on a track of its own", () => {
    const other = TUNE.map((n) => ({ ...n, part: 1 }));
    const otherStrokes = TUNE_STROKES.filter((_, i) => i !== 4).map((s) => ({ ...s, track: 2 }));
    const records = recordsOf({ notes: [...TUNE, ...other], strokes: [...TUNE_STROKES, ...otherStrokes] });
    const silent = written(records, 4, "1", "P2");
    expect(silent.match.status).toBe("score_only");
    expect(silent.match.unisonOf).toBeUndefined();
    expect(silent.timing.source).toBe("score_only");
  });

  it("is none for a note that the user has unlinked", () => {
    const music = { notes: [...TUNE, second], strokes: TUNE_STROKES };
    const silent = recordsOf(music).find((r) => r.match.unisonOf) as NoteRecord;
    const index = silent.score?.voice === "1" ? 4 : 5;
    const after = recordsOf({ ...music, unlinks: [index] });
    const unlinked = after.find((r) => r.universalId === silent.universalId);
    expect(unlinked?.match).toEqual({ status: "score_only", confidence: 1, corrected: true });
    expect(unlinked?.timing.source).toBe("score_only");
  });
});

describe("a performed note that is not written", () => {
  /** The trill on the C of quarter 3, played out: C D C D C. */
  const trill = [1, 2, 3, 4].map((k) => ({ sec: at(3) + 0.1 * k, midi: k % 2 ? 74 : 72 }));
  const signs = { 3: { ornaments: ["trill-mark"] } };

  it("belongs to the trill it sounds in", () => {
    const records = recordsOf({ notes: TUNE, strokes: [...TUNE_STROKES, ...trill], signs });
    const owner = written(records, 3).universalId;
    expect(unwritten(records).map((r) => r.match.ornamentOf)).toEqual([owner, owner, owner, owner]);
  });

  it.each([
    { why: "on a key that is no neighbour", sec: at(3) + 0.1, midi: 76 },
    { why: "after the note has ended", sec: at(4) + 0.2, midi: 74 },
    { why: "well before the note", sec: at(3) - 0.35, midi: 74 },
    { why: "on another track", sec: at(3) + 0.1, midi: 74, track: 2 },
  ])("does not belong to the trill $why", ({ why, ...stroke }) => {
    const records = recordsOf({ notes: TUNE, strokes: [...TUNE_STROKES, stroke], signs });
    expect(unwritten(records).map((r) => r.match.ornamentOf)).toEqual([undefined]);
  });

  it("belongs to no note without an ornament", () => {
    const records = recordsOf({ notes: TUNE, strokes: [...TUNE_STROKES, ...trill] });
    expect(unwritten(records).map((r) => r.match.ornamentOf)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    { sign: { ornaments: ["mordent"] }, key: 71 },
    { sign: { ornaments: ["inverted-turn"] }, key: 74 },
    { sign: { ornaments: ["trill-mark"], ornamentAccidentals: ["sharp"] }, key: 75 },
    { sign: { tremoloStrokes: 3 }, key: 72 },
    { sign: { doubleTremolo: { kind: "start" as const, strokes: 3 } }, key: 72 },
    { sign: { arpeggiate: "up" as const }, key: 72 },
  ])("may be key $key of $sign", ({ sign, key }) => {
    const strokes = [...TUNE_STROKES, { sec: at(3) + 0.3, midi: key }];
    const records = recordsOf({ notes: TUNE, strokes, signs: { 3: sign } });
    expect(unwritten(records).map((r) => r.match.ornamentOf)).toEqual([written(records, 3).universalId]);
  });

  it("of a tremolo strikes no neighbour", () => {
    const strokes = [...TUNE_STROKES, { sec: at(3) + 0.3, midi: 74 }];
    const records = recordsOf({ notes: TUNE, strokes, signs: { 3: { tremoloStrokes: 3 } } });
    expect(unwritten(records).map((r) => r.match.ornamentOf)).toEqual([undefined]);
  });
});

describe("the alternatives of a note", () => {
  it("are not there where the match is clear", () => {
    const records = recordsOf({ notes: TUNE, strokes: TUNE_STROKES });
    for (const record of records) expect(record.match.alternatives).toBeUndefined();
  });

  it("name the other stroke of a note that was struck twice, with what the link leaves it", () => {
    const strokes = [...TUNE_STROKES, { sec: at(6) + 0.02, midi: 65 }, { sec: at(6) + 0.9, midi: 90 }];
    const { match, midi } = written(recordsOf({ notes: TUNE, strokes }), 6);
    const other = [at(6), at(6) + 0.02].find((sec) => Math.abs(sec - (midi?.onsetSec ?? 0)) > 0.005) ?? 0;
    expect(match.confidence).toBeLessThan(0.9);
    expect(match.alternatives?.[0]).toMatchObject({ track: 1, channel: 0, pitch: 65 });
    expect(match.alternatives?.[0].onsetSec).toBeCloseTo(other, 2);
    const sum = (match.alternatives ?? []).reduce((total, a) => total + a.confidence, match.confidence);
    expect(sum).toBeLessThanOrEqual(1.0002);
    expect(match.alternatives?.[0].confidence).toBeGreaterThan(0.5 * (1 - match.confidence));
  });
});
