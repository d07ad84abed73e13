import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPerformedEvents } from "../../src/align/performedEvents.js";
import { buildScoreEvents } from "../../src/align/scoreEvents.js";
import { surveyStaffLags } from "../../src/align/staffLags.js";
import { median } from "../../src/core/median.js";
import { samplePerformance, sampleUnfolded } from "./sampleMusic.js";

const QUARTERS = 24;
const both = [0, 1].flatMap((part) =>
  Array.from({ length: QUARTERS }, (_, at) => ({ at, midi: 60 + 12 * part, part })),
);

/** Two staves in quarters, expected one a second; stroke i sounds `lagOf(staff, quarter)` late, null is not played. */
function lagsOf(lagOf: (staff: number, quarter: number) => number | null) {
  const score = buildScoreEvents(sampleUnfolded(both));
  const expectedSec = score.quarter.map((quarter) => 1 + quarter);
  const late = Array.from(score.quarter, (quarter, i) => lagOf(score.group[i], quarter));
  const strokes = late.flatMap((lag, i) =>
    lag === null ? [] : [{ sec: expectedSec[i] + lag, midi: score.pitch[i] }],
  );
  const performance = samplePerformance(strokes);
  const performed = buildPerformedEvents(performance);
  const rowOf = new Map(Array.from(performed.noteIndex, (note, row) => [note, row]));
  let stroke = 0;
  const links = Int32Array.from(late, (lag) => (lag === null ? -1 : (rowOf.get(stroke++) ?? -1)));
  const { lagSec, spreadSec } = surveyStaffLags(score, performed, expectedSec, links);
  const at = (staff: number, quarter: number) =>
    Array.from(score.group).findIndex((group, i) => group === staff && score.quarter[i] === quarter);
  return {
    lag: (staff: number, quarter: number) => lagSec[at(staff, quarter)],
    spread: (staff: number, quarter: number) => spreadSec[at(staff, quarter)],
  };
}

/** Ticks of the sample performance are about a millisecond. */
const DIGITS = 2;

const toSec = (step: number | null) => (step === null ? null : step / 10);

describe("the lag of a staff", () => {
  it("is each staff's own", () => {
    const { lag } = lagsOf((staff) => (staff === 0 ? 0.12 : -0.05));
    expect(lag(0, 10)).toBeCloseTo(0.12, DIGITS);
    expect(lag(1, 10)).toBeCloseTo(-0.05, DIGITS);
  });

  it("is that of the neighbours: the note itself has no vote", () => {
    const { lag, spread } = lagsOf((_, quarter) => (quarter === 10 ? 0.4 : quarter < 10 ? 0.1 : 0.2));
    expect(lag(0, 10)).toBeCloseTo(0.15, DIGITS);
    expect(spread(0, 10)).toBeCloseTo(0.05, DIGITS);
  });

  it("is no matter of what is five notes away, nor of one note that strays", () => {
    const { lag, spread } = lagsOf((_, quarter) =>
      Math.abs(quarter - 10) > 4 ? 0.3 : quarter === 8 ? 0.4 : 0,
    );
    expect(lag(0, 10)).toBeCloseTo(0, DIGITS);
    expect(spread(0, 10)).toBeCloseTo(0, DIGITS);
  });

  it("is taken from one side alone at either end", () => {
    const { lag } = lagsOf((_, quarter) => quarter / 100);
    expect(lag(0, 0)).toBeCloseTo(0.025, DIGITS);
    expect(lag(0, QUARTERS - 1)).toBeCloseTo(0.205, DIGITS);
  });

  it("is known for a note that is not played, from the linked ones nearest to it", () => {
    const { lag } = lagsOf((_, quarter) => (Math.abs(quarter - 10) < 3 ? null : quarter < 10 ? 0.1 : 0.2));
    expect(lag(0, 9)).toBeCloseTo(0.15, DIGITS);
  });

  it("and its spread are the medians that counting one by one gives", () => {
    const lags = fc.array(fc.option(fc.integer({ min: -3, max: 3 }), { nil: null, freq: 3 }), {
      minLength: QUARTERS,
      maxLength: QUARTERS,
    });
    fc.assert(
      fc.property(lags, (steps) => {
        const { lag, spread } = lagsOf((staff, quarter) => (staff === 0 ? toSec(steps[quarter]) : 0.1));
        steps.forEach((_, quarter) => {
          const isPlayed = (step: number | null): step is number => step !== null;
          const near = [
            ...steps.slice(0, quarter).filter(isPlayed).slice(-4),
            ...steps
              .slice(quarter + 1)
              .filter(isPlayed)
              .slice(0, 4),
          ].map((step) => step / 10);
          const middle = near.length === 0 ? 0 : median(near);
          const distance = near.length === 0 ? 0.5 : median(near.map((sec) => Math.abs(sec - middle)));
          expect(lag(0, quarter)).toBeCloseTo(middle, DIGITS);
          expect(spread(0, quarter)).toBeCloseTo(distance, DIGITS);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("is 0, and the spread wide, where nothing of the staff was played", () => {
    const { lag, spread } = lagsOf((staff) => (staff === 0 ? null : 0.1));
    expect(lag(0, 10)).toBe(0);
    expect(spread(0, 10)).toBe(0.5);
    expect(spread(1, 10)).toBeCloseTo(0, DIGITS);
  });
});
