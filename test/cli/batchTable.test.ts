import { describe, expect, it } from "vitest";
import { batchFault, batchTable } from "../../src/cli/batchTable.js";
import type { BatchJob } from "../../src/schema/batch.js";

function job(name: string, status: BatchJob["status"], known: Partial<BatchJob> = {}): BatchJob {
  const unknown = { noteheads: null, soundingNotes: null, matched: null, failedNotes: null };
  const times = { startedAt: null, finishedAt: null, measuredAt: null };
  const place = { name, input: `../${name}.xml`, midi: null, out: name };
  return { ...place, status, exitCode: null, fault: null, ...unknown, ...times, ...known };
}

const measuredAt = { attempts: 1, durationSec: 1.25, upToDate: false };
const waltz = job("waltz", "done", {
  noteheads: 40,
  soundingNotes: 30,
  matched: 20,
  failedNotes: 0,
  measuredAt,
});
const trio = job("trio", "done", { noteheads: 2, measuredAt: { ...measuredAt, upToDate: true } });
const bad = job("bad", "failed", { fault: { code: "XML_MALFORMED", message: "Bad (line 3)" } });
const half = job("half", "partial", { noteheads: 8, failedNotes: 3 });

describe("the table of a batch", () => {
  it("has a row per job and the totals below: matched is a share of the notes to be heard", () => {
    const lines = batchTable([waltz, trio, bad, half]).split("\n");
    expect(lines[1]).toMatch(/^waltz +done +40 +66\.7% +0 +1\.[23]$/);
    expect(lines[2]).toMatch(/^trio +up to date +2 +1\.[23]$/);
    expect(lines[3]).toMatch(/^bad +failed +XML_MALFORMED: Bad \(line 3\)$/);
    expect(lines[5]).toBe("4 jobs: 1 done, 1 up to date, 1 failed, 1 partial; 50 notes; 3 failed");
  });
});

describe("the last word of a batch", () => {
  it.each([
    { why: "nothing if all is done", jobs: [waltz, trio], interrupted: false, says: undefined },
    {
      why: "the first that failed",
      jobs: [waltz, bad, bad],
      interrupted: false,
      says: "2 of 3 jobs failed; first bad (XML_MALFORMED)",
    },
    {
      why: "failed notes",
      jobs: [half, waltz],
      interrupted: false,
      says: "0 of 2 jobs failed, 1 finished with failed notes; first half",
    },
    {
      why: "what was not begun",
      jobs: [job("a", "pending"), bad],
      interrupted: false,
      says: "1 of 2 jobs failed, 1 were not begun; first bad (XML_MALFORMED)",
    },
    {
      why: "how far it came",
      jobs: [waltz, job("a", "pending")],
      interrupted: true,
      says: "1 of 2 jobs are done",
    },
  ])("names $why", ({ jobs, interrupted, says }) => {
    const fault = batchFault(jobs, interrupted);
    expect(fault?.what).toBe(says);
    if (fault) expect(fault.exitCode).toBe(interrupted ? 130 : 3);
  });
});
