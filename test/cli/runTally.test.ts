import { describe, expect, it } from "vitest";
import { clock, endedLine, runRow, stageRow } from "../../src/cli/progressRow.js";
import { RunTally } from "../../src/cli/runTally.js";
import { LeitmotionError } from "../../src/core/error.js";

/** 300 notes, 10 of them found again at once, then 20 a second; 2 fail. */
function halfway(): RunTally {
  const tally = new RunTally(0);
  tally.add({ kind: "run-started", pipeline: "build", stages: ["read", "audio", "mix"] }, 0);
  tally.add({ kind: "stage-started", stage: "read" }, 0);
  tally.add({ kind: "stage-ended", stage: "read", durationSec: 1, error: null }, 1000);
  tally.add({ kind: "stage-started", stage: "audio" }, 1000);
  for (let i = 0; i < 10; i++) {
    tally.add({ kind: "note-completed", stage: "audio", universalId: `${i}`, reused: true }, 1000);
  }
  tally.add({ kind: "stage-progress", stage: "audio", completed: 10, total: 300 }, 1000);
  for (let sec = 1; sec <= 5; sec++) {
    const completed = 10 + 20 * sec;
    tally.add({ kind: "stage-progress", stage: "audio", completed, total: 300 }, 1000 + sec * 1000);
  }
  const error = new LeitmotionError("NOTE_RENDER_FAILED", "No sound");
  for (const universalId of ["a", "b"])
    tally.add({ kind: "note-failed", stage: "audio", universalId, error }, 6000);
  return tally;
}

describe("RunTally", () => {
  it("tells the pace of what was made, not of what was found again, and the time left at that pace", () => {
    const audio = halfway().stages.get("audio")!;
    expect(audio).toMatchObject({ completed: 110, total: 300, reused: 10, failed: 2, state: "running" });
    expect(audio.itemsPerSec(6000)).toBeCloseTo(20, 9);
    expect(audio.leftSec(6000)).toBeCloseTo(190 / 20, 9);
  });

  it("follows a change of pace within ten seconds", () => {
    const tally = halfway();
    for (let sec = 6; sec <= 20; sec++)
      tally.add(
        { kind: "stage-progress", stage: "audio", completed: 110 + (sec - 5) * 2, total: 300 },
        1000 + sec * 1000,
      );
    expect(tally.stages.get("audio")!.itemsPerSec(21_000)).toBeCloseTo(2, 1);
  });

  it("says nothing of the pace of a stage that has just begun, stands still, or found all it has", () => {
    const tally = new RunTally(0);
    tally.add({ kind: "stage-progress", stage: "audio", completed: 5, total: 10 }, 300);
    expect(tally.stages.get("audio")!.itemsPerSec(300)).toBeNull();
    const still = new RunTally(0);
    still.add({ kind: "stage-progress", stage: "audio", completed: 0, total: 10 }, 0);
    expect(still.stages.get("audio")!.leftSec(60_000)).toBeNull();
  });

  it("counts a stage that is tried again from nothing", () => {
    const tally = halfway();
    tally.add(
      {
        kind: "stage-retried",
        stage: "audio",
        attempt: 1,
        error: new LeitmotionError("WORKER_DIED", "gone"),
      },
      7000,
    );
    expect(tally.stages.get("audio")).toMatchObject({ completed: 0, reused: 0, failed: 0 });
  });

  it("works without the events that announce runs and notes", () => {
    const tally = new RunTally(0);
    tally.add({ kind: "stage-progress", stage: "audio", completed: 1, total: 2 }, 10);
    expect(runRow(tally, 80, 10)).toBe("run  0:00  0 stages");
  });
});

describe("the rows of the view", () => {
  const tally = halfway();
  const audio = tally.stages.get("audio")!;

  it("say what is done, what failed, how fast, how long still and what was found again", () => {
    expect(stageRow(audio, 120, 6000)).toBe(
      `${"audio".padEnd(18)}  ${"█".repeat(8)}${"░".repeat(16)}  110/300  2 failed  36 %  0:10 left  20/s  10 reused`,
    );
    expect(runRow(tally, 80, 72_000)).toBe("build  1:12  1 of 3 stages  2 failed  10 reused");
    expect(endedLine(audio, 9.56)).toBe("audio: 110 of 300 done (9.6 s), 10 reused, 2 failed");
  });

  it("are never wider than the terminal, and give up the least useful first", () => {
    for (let columns = 0; columns <= 150; columns++) {
      expect([...stageRow(audio, columns, 6000)].length).toBeLessThanOrEqual(columns);
      expect([...runRow(tally, columns, 6000)].length).toBeLessThanOrEqual(columns);
    }
    expect(stageRow(audio, 40, 6000)).toBe(`${"audio".padEnd(18)}  110/300  2 failed`);
  });

  it("show a stage that has not said how much there is", () => {
    const begun = new RunTally(0);
    begun.add({ kind: "stage-started", stage: "a-stage-with-a-very-long-name" }, 0);
    expect(stageRow(begun.stages.get("a-stage-with-a-very-long-name")!, 80, 0)).toBe("a-stage-with-a-ve…  …");
  });

  it.each([
    [4.6, "0:05"],
    [760, "12:40"],
    [3723, "1:02:03"],
  ] as const)("%d s are %s", (sec, text) => {
    expect(clock(sec)).toBe(text);
  });
});
