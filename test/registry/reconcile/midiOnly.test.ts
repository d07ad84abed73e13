import { describe, expect, it } from "vitest";
import { alignAlong } from "../../../src/align/alignScore.js";
import { buildTempoMap } from "../../../src/core/tempoMap.js";
import { buildRecords, type Records } from "../../../src/registry/buildRecords.js";
import type { BaseRegistry } from "../../../src/registry/reconcile/reconcileNotes.js";
import { melody, type SampleStroke, samplePerformance, sampleUnfolded } from "../../align/sampleMusic.js";
import { PIECE } from "./editions.js";

const KEYS = [60, 62, 64, 65, 67, 69, 71, 72];
const WRITTEN: readonly SampleStroke[] = KEYS.map((midi, q) => ({ tick: 480 * q, midi, track: 1 }));
/** Never written: a bass note now and then. */
const EXTRA: readonly SampleStroke[] = [240, 960, 2640].map((tick) => ({ tick, midi: 36, track: 1 }));

function play(
  strokes: readonly SampleStroke[],
  { ppq = 480, base = null as BaseRegistry | null } = {},
): Records {
  const unfolded = sampleUnfolded(melody(KEYS));
  const performance = samplePerformance(
    strokes.map((s) => ({ ...s, tick: ((s.tick as number) * ppq) / 480, durationTick: ppq / 2 })),
    ["", "Flute"],
    buildTempoMap(ppq, [[0, 500_000]]),
  );
  const alignment = alignAlong(unfolded, performance);
  return buildRecords({ unfolded, piece: PIECE, performance, alignment, scorePerformance: null, base });
}

const strayIds = ({ records }: Records) => records.filter((r) => r.score === null).map((r) => r.universalId);
const first = play([...WRITTEN, ...EXTRA]);
const base: BaseRegistry = { records: first.records, piece: PIECE };

describe("performed notes that are not written", () => {
  it("keep their IDs when the file counts ticks otherwise", () => {
    const again = play([...WRITTEN, ...EXTRA], { ppq: 960, base });
    expect(strayIds(first)).toHaveLength(3);
    expect(strayIds(again)).toEqual(strayIds(first));
    expect(again.reconciliation.counts).toMatchObject({ kept: 11, new: 0, gone: 0 });
  });

  it("keep their IDs in another take, some milliseconds earlier or later", () => {
    const take = EXTRA.map((s, i) => ({ ...s, tick: (s.tick as number) + 20 * (i - 1) }));
    const again = play([...WRITTEN, ...take], { base });
    expect(strayIds(again)).toEqual(strayIds(first));
    expect(again.reconciliation.changes).toEqual([]);
  });

  it("go and come alone", () => {
    const again = play([...WRITTEN, EXTRA[0], EXTRA[2], { tick: 1500, midi: 37, track: 1 }], { base });
    const [a, gone, c] = strayIds(first);
    expect(strayIds(again)).toEqual([a, expect.not.stringMatching(gone), c]);
    expect(again.reconciliation.changes.map((change) => change.kind)).toEqual(["new", "gone"]);
    expect(again.reconciliation.changes[1].universalId).toBe(gone);
  });

  it("say at which second they were and are, when they came much later", () => {
    const again = play([...WRITTEN, EXTRA[0], EXTRA[1], { tick: 3360, midi: 36, track: 1 }], { base });
    expect(strayIds(again)).toEqual(strayIds(first));
    expect(again.reconciliation.changes).toEqual([
      { universalId: strayIds(first)[2], kind: "moved", reason: "onset 2.75 s is now 3.50 s" },
    ]);
  });
});

describe("short IDs", () => {
  it("stay with their notes, and those of gone notes are given to nobody", () => {
    const again = play([...WRITTEN, EXTRA[0]], { base });
    const before = new Map(first.records.map((r) => [r.universalId, r.shortId]));
    for (const record of again.records) expect(record.shortId).toBe(before.get(record.universalId));
    const squatter = first.records[0];
    const taken = {
      ...squatter,
      universalId: "ffffffff-0000-5000-8000-000000000000",
      noteheadId: null,
      score: null,
      midi: null,
    };
    const later = play([...WRITTEN], { base: { ...base, records: [taken] } });
    expect(later.records.map((r) => r.shortId)).not.toContain(taken.shortId);
  });
});
