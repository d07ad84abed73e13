import { describe, expect, it } from "vitest";
import { alignAlong } from "../../src/align/alignScore.js";
import { melody, type SampleNote, samplePerformance, sampleUnfolded } from "./sampleMusic.js";

/** A tune that returns to its main note, at 0.4 s a quarter with a little unrest. */
const KEYS = [60, 64, 67, 64, 62, 65, 69, 65, 60, 64, 72, 71, 60, 67, 65, 62, 60, 59, 62, 67];
const at = (quarter: number) => 1 + 0.4 * quarter + 0.012 * Math.sin(3 * quarter);
const played = KEYS.map((midi, quarter) => ({ sec: at(quarter), midi }));

function align(notes: readonly SampleNote[], strokes: readonly { sec: number; midi: number }[]) {
  return alignAlong(sampleUnfolded(notes), samplePerformance(strokes), { detectExport: false });
}

const confidenceOf = (alignment: ReturnType<typeof align>, soundingIndex: number) =>
  alignment.links.find((link) => link.soundingIndex === soundingIndex)?.confidence ?? 0;

describe("the confidence of a link", () => {
  it("is above 0.99 for a note played in its place, and never 1", () => {
    for (const { confidence } of align(melody(KEYS), played).links) {
      expect(confidence).toBeGreaterThan(0.99);
      expect(confidence).toBeLessThan(1);
    }
  });

  it("falls where a second stroke of the key lies as near as the first", () => {
    const twice = [...played, { sec: at(8) + 0.05, midi: 60 }].sort((a, b) => a.sec - b.sec);
    const alignment = align(melody(KEYS), twice);
    expect(confidenceOf(alignment, 8)).toBeLessThan(0.95);
    expect(confidenceOf(alignment, 2)).toBeGreaterThan(0.98);
  });

  it("does not fall for a second stroke of another key", () => {
    const beside = [...played, { sec: at(8) + 0.05, midi: 61 }].sort((a, b) => a.sec - b.sec);
    expect(confidenceOf(align(melody(KEYS), beside), 8)).toBeGreaterThan(0.98);
  });

  it("falls for a tie that begins nowhere: few such notes are meant to be struck", () => {
    const notes = melody(KEYS).map((n) => (n.at === 10 ? { ...n, tie: "stop" as const } : n));
    const alignment = align(notes, played);
    expect(confidenceOf(alignment, 10)).toBeLessThan(0.8);
    expect(confidenceOf(alignment, 9)).toBeGreaterThan(0.99);
  });
});

describe("the confidence of a link in an ensemble", () => {
  const LATE_SEC = 0.12;
  const below = melody(KEYS.map((midi) => midi - 24)).map((n) => ({ ...n, part: 1 }));
  /** The lower player is late throughout, but for one note together with the upper, or later still. */
  const confidences = (lateSecOf: (quarter: number) => number) => {
    const late = KEYS.map((midi, quarter) => ({
      sec: at(quarter) + lateSecOf(quarter),
      midi: midi - 24,
      track: 2,
    }));
    const strokes = [...played, ...late].sort((a, b) => a.sec - b.sec);
    const unfolded = sampleUnfolded([...melody(KEYS), ...below]);
    const alignment = alignAlong(unfolded, samplePerformance(strokes), { detectExport: false });
    expect(alignment.links).toHaveLength(2 * KEYS.length);
    return (part: number, quarter: number) => {
      const isAsked = ({ soundingIndex }: { soundingIndex: number }) => {
        const { note } = unfolded.sounding[soundingIndex].members[0];
        return note.partIndex === part && note.index % KEYS.length === quarter;
      };
      return alignment.links.find(isAsked)?.confidence ?? 0;
    };
  };

  it("does not fall for a player who is late throughout", () => {
    const of = confidences(() => LATE_SEC);
    for (let quarter = 0; quarter < KEYS.length; quarter++) expect(of(1, quarter)).toBeGreaterThan(0.99);
  });

  it("falls for a stroke that is away from its own player's others, not for one away from the other player's", () => {
    const of = confidences((quarter) => (quarter === 10 ? -LATE_SEC : LATE_SEC));
    const unsure = (quarter: number) => 1 - of(1, quarter);
    expect(unsure(10)).toBeGreaterThan(3 * unsure(4));
    expect(unsure(10)).toBeGreaterThan(3 * unsure(16));
  });
});

describe("the confidence of a note left over", () => {
  it("is higher for a note whose key is struck nowhere than for one whose key is struck soon after", () => {
    const without = (missing: number) => {
      const alignment = align(melody([...KEYS, 67]), [...played.filter((_, i) => i !== missing), LAST]);
      expect(alignment.scoreOnly).toEqual([missing]);
      return alignment.soundingConfidence[missing];
    };
    const LAST = { sec: at(20), midi: 67 };
    expect(without(10)).toBeGreaterThan(0.95);
    expect(without(19)).toBeLessThan(without(10));
  });

  it("is higher for a stroke of a key that is nowhere written than for a doubled one", () => {
    const strange = { sec: at(5) + 0.1, midi: 85 };
    const doubled = { sec: at(6) + 0.1, midi: 69 };
    const strokes = [...played, strange, doubled].sort((a, b) => a.sec - b.sec);
    const alignment = align(melody(KEYS), strokes);
    const indexOf = (stroke: typeof strange) => strokes.indexOf(stroke);
    expect(alignment.midiOnly).toEqual([indexOf(strange), indexOf(doubled)]);
    expect(alignment.noteConfidence[indexOf(strange)]).toBeGreaterThan(0.99);
    expect(alignment.noteConfidence[indexOf(doubled)]).toBeLessThan(0.99);
  });
});
