import { describe, expect, it } from "vitest";
import { alignScore } from "../../src/align/alignScore.js";
import { evenBeatTimes, findEvenBeats } from "../../src/align/evenBeats.js";
import { buildPerformedEvents } from "../../src/align/performedEvents.js";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { toNumber, ZERO } from "../../src/core/fraction.js";
import type { MeterChange } from "../../src/core/scoreMarks.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { type SampleNote, samplePerformance, sampleScore } from "./sampleMusic.js";

const METER: MeterChange = {
  partIndex: 0,
  measureIndex: 0,
  measureQuarter: ZERO,
  beats: [4],
  beatType: 4,
  symbol: null,
};

function scoreOf(notes: readonly SampleNote[], meters: readonly MeterChange[] = [METER]) {
  return { ...sampleScore(notes), meters };
}

function unfold(notes: readonly SampleNote[], meters?: readonly MeterChange[]) {
  return unfoldScore(scoreOf(notes, meters), { repeats: "written" });
}

/** Keys in turn from quarter `at`, a 32nd each. */
const thirtySeconds = (at: number, keys: readonly number[]): SampleNote[] =>
  keys.map((midi, i) => ({ at: `${8 * at + i}/8`, quarters: "1/8", midi }));

/** Quarters of the beats found. */
function evenQuarters(notes: readonly SampleNote[], meters?: readonly MeterChange[]) {
  const unfolded = unfold(notes, meters);
  const score = buildScoreEvents(unfolded);
  return findEvenBeats(unfolded, score).map(({ fromColumn, toColumn }) => [
    score.columns.quarter[fromColumn],
    score.columns.quarter[toColumn],
  ]);
}

const bass = [0, 1, 2, 3].map((at) => ({ at, midi: 40 + at, voice: "2" }));

describe("findEvenBeats", () => {
  it.each([
    { why: "a trill of four cycles on beat 2", keys: [74, 72, 74, 72, 74, 72, 74, 72], even: [[1, 2]] },
    { why: "a note that is repeated three times", keys: [72, 72, 72], even: [[1, 2]] },
    { why: "no note that only comes back", keys: [72, 74, 72, 76], even: [] },
    { why: "no run through the scale", keys: [72, 74, 76, 77, 79, 81, 83, 84], even: [] },
  ])("finds $why", ({ keys, even }) => {
    expect(evenQuarters([...bass, ...thirtySeconds(1, keys)])).toEqual(even);
  });

  it("counts no chord of three equal notes at one moment", () => {
    const unison = [0, 1, 2].map((part) => ({ at: 1, midi: 72, part }));
    expect(evenQuarters([...bass, ...unison, { at: "3/2", midi: 72 }])).toEqual([]);
  });

  it("finds none where the next beat has no note", () => {
    const held = bass.filter(({ at }) => at !== 2);
    expect(evenQuarters([...held, ...thirtySeconds(1, [72, 74, 72, 74, 72])])).toEqual([]);
  });

  it("finds none without a meter", () => {
    expect(evenQuarters([...bass, ...thirtySeconds(1, [72, 74, 72, 74, 72])], [])).toEqual([]);
  });

  it("takes no music without a meter for one long beat", () => {
    const free = { ...METER, measureIndex: 1, beats: [] };
    const again = { ...METER, measureIndex: 2 };
    const notes = [3, 4, 5, 6, 7, 8].map((at) => ({ at, midi: 72 }));
    expect(evenQuarters(notes, [METER, free, again])).toEqual([]);
  });

  it("counts in threes over eighths", () => {
    // 6/8: the first beat lasts 3/2 quarters, and the third stroke falls on its last eighth.
    const notes = ["0", "1/2", "1", "3/2"].map((at) => ({ at, midi: 72, quarters: "1/2" }));
    expect(evenQuarters(notes, [{ ...METER, beats: [6], beatType: 8 }])).toEqual([[0, 1.5]]);
    expect(evenQuarters(notes)).toEqual([]);
  });
});

describe("evenBeatTimes", () => {
  const notes = [...bass, ...thirtySeconds(1, [74, 72, 74, 72, 74, 72, 74, 72]), { at: "1", midi: 60 }];
  const unfolded = unfold(notes);
  const score = buildScoreEvents(unfolded);
  const evenBeats = findEvenBeats(unfolded, score);
  /** One second a quarter, but the map sags in the middle of beat 2. */
  const mapSec = score.columns.quarter.map((q) => (q > 1 && q < 2 ? q - 0.04 : q));

  /** Of one note for each key given, heard at so many seconds. */
  function timesHeard(heardSec: Readonly<Record<number, number>>, map = mapSec) {
    const heard = Object.entries(heardSec).map(([midi, sec]) => ({ midi: Number(midi), sec }));
    const performed = buildPerformedEvents(samplePerformance(heard));
    const links = new Int32Array(score.count).fill(-1);
    for (let row = 0; row < performed.count; row++) links[score.pitch.indexOf(performed.pitch[row])] = row;
    return evenBeatTimes(score, performed, evenBeats, links, map);
  }
  const timeOf = (times: Float64Array, quarter: number) => times[score.columns.quarter.indexOf(quarter)];

  it("runs straight from the median of one beat to that of the next", () => {
    // Beat 2 is heard at 1.02, 1.04 and 1.08, beat 3 at 2.06: eight 32nds of 0.1275 s from 1.04.
    const times = timesHeard({ 41: 1.02, 60: 1.04, 74: 1.08, 42: 2.06 });
    for (let i = 0; i < 8; i++) expect(timeOf(times, 1 + i / 8)).toBeCloseTo(1.04 + i * 0.1275, 3);
    expect(timeOf(times, 2)).toBe(2);
    expect(timeOf(times, 0)).toBe(0);
  });

  it("sets notes far from the map aside", () => {
    const times = timesHeard({ 41: 1, 60: 1.3, 42: 2 });
    expect(timeOf(times, 1.5)).toBeCloseTo(1.5, 3);
  });

  it.each<{ why: string; heard: Record<number, number>; waits?: number }>([
    { why: "the next beat was not heard", heard: { 41: 1 } },
    { why: "the beat itself was not heard", heard: { 42: 2 } },
    { why: "a beat lies too far from the map", heard: { 41: 1.5, 42: 2 } },
    { why: "the player waited within the beat", heard: { 41: 1, 42: 2 }, waits: 0.2 },
  ])("leaves the map as it is where $why", ({ heard, waits }) => {
    const map = mapSec.map((sec, k) => (score.columns.quarter[k] === 1.5 ? sec - (waits ?? 0) : sec));
    expect([...timesHeard(heard, map)]).toEqual([...map]);
  });
});

describe("alignScore", () => {
  it("expects a trill evenly between the chords of its beats, late as they may be", () => {
    // A chord each second; those on beats 5 and 6 come 0.08 s late. Between them a trill in 64ths: half of it is struck,
    // hesitant in the middle by less than half a cycle.
    const late = (at: number) => (at === 4 || at === 5 ? at + 0.08 : at);
    const chords = [0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((at) =>
      [40, 47, 52].map((midi) => ({ at, midi: midi + (at % 3) })),
    );
    const trill = Array.from({ length: 16 }, (_, i) => ({
      at: `${64 + i}/16`,
      quarters: "1/16",
      midi: i % 2 === 0 ? 74 : 72,
      voice: "2",
    }));
    const struck = [0, 1, 4, 5, 8, 9, 12, 13];
    const performance = samplePerformance(
      [
        ...chords.map(({ at, midi }) => ({ sec: late(at), midi })),
        ...struck.map((i) => ({
          sec: late(4) + i / 16 + (i >= 4 && i < 12 ? 0.05 : 0),
          midi: trill[i].midi,
        })),
      ].toSorted((a, b) => a.sec - b.sec),
    );
    const { unfolded, alignment } = alignScore(scoreOf([...chords, ...trill]), performance);
    const places = unfolded.sounding.flatMap(({ index, midi, onsetQuarter }) =>
      midi > 70 ? [{ index, place: 16 * toNumber(onsetQuarter) - 64 }] : [],
    );
    expect(places).toHaveLength(16);
    for (const { index, place } of places)
      expect(alignment.expectedSec[index]).toBeCloseTo(4.08 + place / 16, 3);
    const linked = new Set(alignment.links.map(({ soundingIndex }) => soundingIndex));
    expect(places.filter(({ index }) => linked.has(index)).map(({ place }) => place)).toEqual(struck);
  });
});
