import { describe, expect, it } from "vitest";
import { linkByPitch } from "../../src/align/linkByPitch.js";
import { buildPerformedEvents } from "../../src/align/performedEvents.js";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { samplePerformance, sampleUnfolded } from "./sampleMusic.js";

/** A key four times, half a second apart, written for two parts, struck by two players 40 ms apart on one track. */
function linkUnison(voices: readonly { part: number; voice?: string }[]) {
  const beats = [0, 1, 2, 3];
  const unfolded = sampleUnfolded(beats.flatMap((at) => voices.map((voice) => ({ at, midi: 60, ...voice }))));
  const strokes = beats.flatMap((at) => [0, 0.04].map((late) => ({ sec: 1 + at / 2 + late, midi: 60 })));
  const score = buildScoreEvents(unfolded);
  const performed = buildPerformedEvents(samplePerformance(strokes));
  const times = {
    scoreSec: score.quarter.map((quarter) => 1 + quarter / 2),
    scoreActive: new Uint8Array(score.count).fill(1),
    performedActive: new Uint8Array(performed.count).fill(1),
  };
  const lanes = { ofGroup: new Int32Array(score.groups.length), ofLane: new Int32Array(1), components: 1 };
  const links = linkByPitch(score, performed, times, { lanes, gapCost: 0.7 });
  return [...links]
    .map((row, note) => [score.quarter[note], row < 0 ? -1 : Math.floor((performed.onsetSec[row] - 1) * 2)])
    .filter(([, beat]) => beat >= 0);
}

describe("linkByPitch", () => {
  it("gives each of two parts in unison on one track a stroke of its own", () => {
    const links = linkUnison([{ part: 0 }, { part: 1 }]);
    expect(links).toHaveLength(8);
    for (const [quarter, beat] of links) expect(beat).toBe(quarter);
  });

  it("gives two voices of one part on one key a single stroke", () => {
    expect(linkUnison([{ part: 0 }, { part: 0, voice: "2" }])).toHaveLength(4);
  });
});
