/** Times given by hand, on the constellation of nine noteheads (sampleTrio.ts has its times). */
import { describe, expect, it } from "vitest";
import { alignScore } from "../../src/align/alignScore.js";
import { buildTempoMap } from "../../src/core/tempoMap.js";
import { buildRecords } from "../../src/registry/buildRecords.js";
import type { NoteMove } from "../../src/registry/corrections/resolveMoves.js";
import { identifyPiece } from "../../src/registry/mintIds.js";
import { lengthsByHand } from "../../src/render/audio/lengthsByHand.js";
import { toDocument } from "../../src/schema/codec.js";
import { noteRecordSchema } from "../../src/schema/registry.js";
import { samplePerformance, sampleScore } from "../align/sampleMusic.js";
import { TRIO_NOTES, TRIO_STROKES } from "./sampleTrio.js";

/** The chain B3 at 7.2 s, 9.0 s (with A4), 9.647778 s, to 9.95375 s, and the last note, B3 at 10.8 to 11.4 s. */
const CHAIN = ["12", "15", "16"];
const LAST = "18";

function trioMovedBy(moves: Readonly<Record<string, Partial<NoteMove>>>) {
  const score = sampleScore(TRIO_NOTES, { title: "Trio constellation" });
  const map = buildTempoMap(960, [[0, 600_000]]);
  const performance = samplePerformance(TRIO_STROKES, ["", "Flute", "Violin"], map);
  const { unfolded, alignment } = alignScore(score, performance);
  const piece = identifyPiece(score, "trio.musicxml");
  const plain = buildRecords({ unfolded, piece, performance, alignment, scorePerformance: null });
  const at = (quarter: string) =>
    plain.records.find((r) => r.score?.onsetQuarter === quarter && r.score.pitch.midi === 59)!;
  const written = new Map(
    Object.entries(moves).map(([quarter, move]) => [
      plain.noteIds.indexOf(at(quarter).universalId),
      { startSec: null, endSec: null, ...move },
    ]),
  );
  const built = buildRecords({
    ...{ unfolded, piece, performance, alignment, scorePerformance: null },
    moves: { written, unwritten: new Map() },
  });
  for (const record of built.records) noteRecordSchema.parse(toDocument(record));
  const recordOf = new Map(built.records.map((record) => [record.universalId, record]));
  return {
    span: (quarter: string) => {
      const { startSec, endSec } = recordOf.get(at(quarter).universalId)!.timing;
      return [startSec, endSec];
    },
    source: (quarter: string) => recordOf.get(at(quarter).universalId)!.timing.source,
    lengthSec: (quarter: string) => lengthsByHand(built.records).get(at(quarter).universalId),
    tied: built.tiedNotes.notes,
  };
}

describe("a note moved by hand", () => {
  it("begins where it is told and keeps its length", () => {
    const trio = trioMovedBy({ [LAST]: { startSec: 11 } });
    expect(trio.span(LAST)).toEqual([11, 11.6]);
    expect([trio.source(LAST), trio.source("12")]).toEqual(["corrected_by_hand", "midi_exact"]);
    expect(trio.lengthSec(LAST)).toBeCloseTo(0.6, 6);
  });

  it("ends where it is told and begins where it did", () => {
    const trio = trioMovedBy({ [LAST]: { endSec: 13 } });
    expect(trio.span(LAST)).toEqual([10.8, 13]);
    expect(trio.lengthSec(LAST)).toBeCloseTo(2.2, 6);
  });

  it("never ends before it begins", () => {
    expect(trioMovedBy({ [LAST]: { endSec: 3 } }).span(LAST)).toEqual([10.8, 10.8]);
  });

  it("takes its tie chain along: the sound begins with it, a peer still times what begins with the peer", () => {
    const trio = trioMovedBy({ 12: { startSec: 7 } });
    expect(CHAIN.map((quarter) => trio.span(quarter)[0])).toEqual([7, 9, expect.closeTo(9.447778, 6)]);
    expect(trio.span("16")[1]).toBeCloseTo(9.75375, 6);
    expect(trio.tied.find((note) => note.calculatedStartTime === 7)?.timingSource).toBe("corrected_by_hand");
  });

  it("inside a tie chain moves the seam to its neighbour, and the sound stays as it is", () => {
    const trio = trioMovedBy({ 15: { startSec: 8.5, endSec: 9.2 } });
    expect(CHAIN.map((quarter) => trio.span(quarter))).toEqual([
      [7.2, 8.5],
      [8.5, 9.2],
      [9.2, 9.95375],
    ]);
    expect(CHAIN.map((quarter) => trio.source(quarter))).toEqual([
      "midi_exact",
      "corrected_by_hand",
      expect.not.stringMatching("corrected_by_hand"),
    ]);
    expect(trio.lengthSec("12")).toBeCloseTo(9.95375 - 7.2, 6);
  });

  it("at the end of a tie chain lengthens the sound", () => {
    const trio = trioMovedBy({ 16: { endSec: 12 } });
    expect(trio.span("16")[1]).toBe(12);
    expect(trio.lengthSec("12")).toBeCloseTo(12 - 7.2, 6);
  });
});
