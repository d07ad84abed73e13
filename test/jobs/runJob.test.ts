import { describe, expect, it } from "vitest";
import { formatFault, LeitmotionError } from "../../src/core/error.js";
import { lastFault, tidy } from "../../src/jobs/childFault.js";
import { type ChildResult, runJob } from "../../src/jobs/runJob.js";

const LONG_AGO = "2001-01-01T00:00:00.000Z";
const FAR_AHEAD = "2999-01-01T00:00:00.000Z";
const report = (finishedAt: string, role = "midi") =>
  JSON.stringify({
    finished_at: finishedAt,
    inputs: [{ role: "score" }, { role }],
    totals: { noteheads: 9, sounding_notes: 8, matched: 7, failed_notes: 1, tied: 1 },
  });
const ended = (exitCode: number, stdout = "", stderrLines: string[] = []): ChildResult => ({
  exitCode,
  stdout,
  stderrLines,
});
const never = new AbortController().signal;

/** Run a job whose processes end so, one after the other; the last one again and again. */
function run(ends: readonly ChildResult[], signal = never) {
  let started = 0;
  return runJob([], async () => ends[Math.min(started++, ends.length - 1)], ["/w/out", "/w"], signal);
}

describe("the outcome of a job", () => {
  it.each([
    { exitCode: 0, status: "done", fault: null },
    { exitCode: 3, status: "partial", fault: { code: "NOTE_RENDER_FAILED", message: "note 12ab: No sound" } },
  ])("is $status for exit code $exitCode, with the figures of its report", async (expected) => {
    const lines = [`note 12ab: ${formatFault(new LeitmotionError("NOTE_RENDER_FAILED", "No sound"))}`];
    expect(await run([ended(expected.exitCode, report(FAR_AHEAD), lines)])).toEqual({
      ...expected,
      attempts: 1,
      upToDate: false,
      noteheads: 9,
      soundingNotes: 8,
      matched: 7,
      failedNotes: 1,
    });
  });

  it("says that nothing was to be done if the report is older than the process", async () => {
    expect((await run([ended(0, report(LONG_AGO))])).upToDate).toBe(true);
  });

  it("counts no matches where there was no performance", async () => {
    expect((await run([ended(0, report(FAR_AHEAD, "bank"))])).matched).toBeNull();
  });

  it.each([
    { exitCode: 1, aborted: false, status: "failed", code: "INTERNAL" },
    { exitCode: 0, aborted: false, status: "failed", code: "INTERNAL" },
    { exitCode: 130, aborted: false, status: "interrupted" },
    { exitCode: 143, aborted: false, status: "interrupted" },
    { exitCode: 137, aborted: true, status: "interrupted" },
    { exitCode: 137, aborted: false, status: "failed", code: "WORKER_DIED" },
  ])("is $status for exit code $exitCode without a word (asked to stop: $aborted)", async (row) => {
    const outcome = await run([ended(row.exitCode)], row.aborted ? AbortSignal.abort() : never);
    expect(outcome).toMatchObject({ status: row.status, exitCode: row.exitCode, noteheads: null });
    expect(outcome.fault?.code).toBe(row.code);
  });

  it("is the fault of a process that could not be started", async () => {
    const outcome = await runJob([], () => Promise.reject(new Error("no room")), [], never);
    expect(outcome).toMatchObject({ status: "failed", fault: { code: "INTERNAL", message: "no room" } });
  });
});

describe("a process that is killed", () => {
  it.each([
    { why: "is started again", ends: [137, 139, 0], attempts: 3, status: "done" },
    { why: "three times is given up", ends: [137, 134, 139, 0], attempts: 3, status: "failed" },
    { why: "is not started again after its own fault", ends: [137, 1, 0], attempts: 2, status: "failed" },
  ])("$why", async ({ ends, attempts, status }) => {
    const results = ends.map((exitCode) => ended(exitCode, exitCode === 0 ? report(FAR_AHEAD) : ""));
    expect(await run(results)).toMatchObject({ attempts, status });
  });
});

describe("the fault of a process", () => {
  const faultLine = formatFault(
    new LeitmotionError("OUTPUT_FULL", "The disk is full", { path: "/w/out/waltz/a.svg" }),
  );

  it("is its last line with a code, without hint and without paths of the machine", () => {
    const lines = ["warning: x [FILE_NOT_FOUND]", faultLine, "(node:7) something"];
    expect(lastFault(lines, ["/w/out", "/w"])).toEqual({
      code: "OUTPUT_FULL",
      message: "The disk is full (path waltz/a.svg)",
    });
  });

  it("is none where no line ends in a code", () => {
    expect(lastFault(["Killed", "[12] x"], [])).toBeNull();
  });

  it("is one printable line of bounded length", () => {
    expect(tidy("a\u001b[31mb\r\nc", [])).toBe("a [31mb c");
    expect(tidy("x".repeat(501), [])).toHaveLength(500);
    expect(tidy("x".repeat(500), [])).toBe("x".repeat(500));
  });
});
