import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignLanes } from "../../src/align/assignLanes.js";
import { buildPerformedEvents } from "../../src/align/performedEvents.js";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { type SampleNote, type SampleStroke, samplePerformance, sampleScore } from "./sampleMusic.js";

/** Thirty quarters each; a note of the score is expected half a second per quarter after the start. */
const LENGTH = 30;
const walk = (start: number, step: number) =>
  Array.from({ length: LENGTH }, (_, at) => start + ((step * at * at + at) % 11));
const FLUTE = walk(72, 3);
const VIOLIN = walk(60, 5);
const CELLO = walk(45, 7);

interface Voice {
  readonly part: number;
  readonly keys: readonly number[];
  readonly staff?: number;
  /** Quarters in which it plays; all by default. */
  readonly plays?: (at: number) => boolean;
  /** Track for each quarter; 0 where it is written only. */
  readonly track: (at: number) => number;
}

const always = () => true;

/** Score and performance of these voices, each up to 40 ms off the beat. Returns components of parts (first staves) and tracks. */
function assign(
  voices: readonly Voice[],
  { parts, tracks }: { parts: readonly string[]; tracks: readonly string[] },
) {
  const notes: (SampleNote & { staff: number })[] = [];
  const strokes: SampleStroke[] = [];
  voices.forEach(({ part, keys, staff = 1, plays = always, track }, v) => {
    keys.forEach((midi, at) => {
      if (!plays(at)) return;
      notes.push({ at, midi, part, voice: String(staff), staff });
      if (track(at) > 0)
        strokes.push({ sec: 1 + at / 2 + 0.04 * Math.sin(3 * v + 7 * at), midi, track: track(at) });
    });
  });
  const score = sampleScore(notes, { partNames: parts });
  const staffOf = new Map(notes.map((n) => [`${n.part}/${n.midi}/${n.at}`, n.staff]));
  const staved = score.notes.map((note) => {
    const at = 4 * note.measureIndex + note.measureQuarter.num / note.measureQuarter.den;
    return { ...note, staff: staffOf.get(`${note.partIndex}/${note.soundingMidi}/${at}`) ?? 1 };
  });
  const events = buildScoreEvents(unfoldScore({ ...score, notes: staved }, { repeats: "written" }));
  const performed = buildPerformedEvents(samplePerformance(strokes, ["", ...tracks]));
  const scoreSec = events.quarter.map((quarter) => 1 + quarter / 2);
  const lanes = assignLanes(events, performed, scoreSec);
  const ofPart = (part: number, staff = 1) =>
    lanes.ofGroup[events.groups.findIndex((g) => g.partIndex === part && g.staff === staff)];
  const ofTrack = (track: number) => lanes.ofLane[performed.lanes.findIndex((l) => l.track === track)];
  return { lanes, ofPart, ofTrack };
}

const on = (track: number) => () => track;
const nameless = ["", "", ""];

describe("assignLanes", () => {
  it("finds the parts by what they play, in whatever order the tracks stand", () => {
    const { lanes, ofPart, ofTrack } = assign(
      [
        { part: 0, keys: FLUTE, track: on(3) },
        { part: 1, keys: VIOLIN, track: on(1) },
        { part: 2, keys: CELLO, track: on(2) },
      ],
      { parts: ["Flute", "Violin", "Cello"], tracks: nameless },
    );
    expect([ofTrack(3), ofTrack(1), ofTrack(2)]).toEqual([ofPart(0), ofPart(1), ofPart(2)]);
    expect(lanes.components).toBe(3);
  });

  it("believes the contents where the tracks bear each other's names", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: FLUTE, track: on(1) },
        { part: 1, keys: VIOLIN, track: on(2) },
      ],
      { parts: ["Flute", "Violin"], tracks: ["Violin", "Flute"] },
    );
    expect([ofTrack(1), ofTrack(2)]).toEqual([ofPart(0), ofPart(1)]);
  });

  it("tells a part from one that doubles it half of the time", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: VIOLIN, track: on(2) },
        { part: 1, keys: VIOLIN, plays: (at) => at % 8 < 4, track: on(1) },
      ],
      { parts: ["Violin", "Oboe"], tracks: nameless },
    );
    expect([ofTrack(2), ofTrack(1)]).toEqual([ofPart(0), ofPart(1)]);
    expect(ofPart(0)).not.toBe(ofPart(1));
  });

  it.each([
    { why: "equal names", tracks: ["violin II ", "Violin I"] },
    { why: "a name with more words", tracks: ["Solo Violin 2", "Violin 1 (section)"] },
  ])("divides parts that are the same throughout by $why", ({ tracks }) => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: VIOLIN, track: on(2) },
        { part: 1, keys: VIOLIN, track: on(1) },
      ],
      { parts: ["Violin 1", "Violin 2"], tracks },
    );
    expect([ofTrack(2), ofTrack(1)]).toEqual([ofPart(0), ofPart(1)]);
    expect(ofPart(0)).not.toBe(ofPart(1));
  });

  it("puts two parts on the track they share, though each doubles a part with a track of its own", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: VIOLIN, track: on(1) },
        { part: 1, keys: CELLO, track: on(1) },
        { part: 2, keys: VIOLIN, plays: (at) => at < 12, track: on(2) },
        { part: 3, keys: VIOLIN, plays: (at) => at >= 8 && at < 20, track: on(2) },
      ],
      { parts: ["Viola", "Cello", "Horn 1", "Horn 2"], tracks: nameless },
    );
    expect([ofPart(0), ofPart(1)]).toEqual([ofTrack(1), ofTrack(1)]);
    expect([ofPart(2), ofPart(3)]).toEqual([ofTrack(2), ofTrack(2)]);
    expect(ofTrack(1)).not.toBe(ofTrack(2));
  });

  it("gives a divided part both of its tracks", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: VIOLIN, track: (at) => (at % 6 < 3 ? 1 : 3) },
        { part: 1, keys: VIOLIN, plays: (at) => at < 12, track: on(2) },
      ],
      { parts: ["Violin", "Oboe"], tracks: nameless },
    );
    expect([ofTrack(1), ofTrack(3)]).toEqual([ofPart(0), ofPart(0)]);
    expect(ofTrack(2)).toBe(ofPart(1));
    expect(ofPart(0)).not.toBe(ofPart(1));
  });

  it("keeps the staves of a piano together on one track, beside a singer whose notes it holds", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: VIOLIN, track: on(2) },
        { part: 1, keys: VIOLIN.map((key) => key + 12), track: on(1) },
        { part: 1, keys: CELLO, staff: 2, track: on(1) },
        { part: 1, keys: VIOLIN, staff: 2, track: on(1) },
      ],
      { parts: ["Voice", "Piano"], tracks: nameless },
    );
    expect(ofTrack(2)).toBe(ofPart(0));
    expect([ofPart(1, 1), ofPart(1, 2)]).toEqual([ofTrack(1), ofTrack(1)]);
    expect(ofPart(0)).not.toBe(ofPart(1));
  });

  it("keeps two tracks apart though a sixth of one part stands on the other's", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: FLUTE, track: (at) => (at % 6 === 5 ? 2 : 1) },
        { part: 1, keys: CELLO, track: on(2) },
      ],
      { parts: ["Flute", "Cello"], tracks: nameless },
    );
    expect([ofTrack(1), ofTrack(2)]).toEqual([ofPart(0), ofPart(1)]);
    expect(ofPart(0)).not.toBe(ofPart(1));
  });

  it("puts a part without strokes of its own on the track of the part it doubles", () => {
    const { ofPart, ofTrack } = assign(
      [
        { part: 0, keys: VIOLIN, track: on(2) },
        { part: 1, keys: VIOLIN, track: on(0) },
        { part: 2, keys: CELLO, track: on(1) },
      ],
      { parts: ["Violin", "Oboe", "Cello"], tracks: nameless },
    );
    expect([ofPart(0), ofPart(1), ofPart(2)]).toEqual([ofTrack(2), ofTrack(2), ofTrack(1)]);
  });

  it("asks nothing where one track plays everything", () => {
    const { lanes } = assign(
      [
        { part: 0, keys: FLUTE, track: on(1) },
        { part: 1, keys: CELLO, track: on(1) },
      ],
      { parts: ["Flute", "Cello"], tracks: nameless },
    );
    expect(lanes).toEqual({ ofGroup: new Int32Array(2), ofLane: new Int32Array(1), components: 1 });
  });

  it("leaves a track that plays nothing of the score alone", () => {
    const { lanes, ofPart, ofTrack } = assign(
      [
        { part: 0, keys: FLUTE, track: on(1) },
        { part: 1, keys: CELLO, track: on(2) },
        { part: 0, keys: [20, 21, 22], plays: (at) => at < 0, track: on(3) },
      ],
      { parts: ["Flute", "Cello"], tracks: nameless },
    );
    expect([ofTrack(1), ofTrack(2)]).toEqual([ofPart(0), ofPart(1)]);
    expect(lanes.components).toBe(2);
  });

  it("numbers all components from 0 and puts every staff and lane into one, whatever is played where", () => {
    const voice = fc.record({
      part: fc.integer({ min: 0, max: 3 }),
      keys: fc.array(fc.integer({ min: 60, max: 64 }), { maxLength: 12 }),
      track: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(voice, { minLength: 1, maxLength: 6 }), (voices) => {
        const { lanes } = assign(
          voices.map((v) => ({ ...v, track: on(v.track) })),
          { parts: ["A", "B", "C", "D"], tracks: nameless },
        );
        const used = new Set([...lanes.ofGroup, ...lanes.ofLane]);
        expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: used.size }, (_, i) => i));
        if (lanes.ofGroup.length > 0) expect(lanes.components).toBe(Math.max(1, used.size));
      }),
    );
  });
});
