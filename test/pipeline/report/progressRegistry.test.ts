import { describe, expect, it } from "vitest";
import { progressRegistry } from "../../../src/pipeline/report/progressRegistry.js";
import type { ProgressDocument } from "../../../src/schema/progress.js";
import { assertDocument } from "../../../src/schema/validate.js";
import { sampleReport } from "../../render/profile/sampleReport.js";

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const idOf = (n: number) => `0000000${n}-0000-5000-8000-000000000000`;
const madeAt = (sec: number) => new Date(START_MS + sec * 1000).toISOString();

const file = (status: string, name: string, sec = 0) => ({
  predictedFilename: name,
  actualFilename: status === "done" ? name : null,
  path: status === "done" ? `audio/notes/${name}` : null,
  createdAt: status === "done" ? madeAt(sec) : null,
  fileExists: status === "done",
  fileSize: status === "done" ? 1 : null,
  sha256: null,
  artifactKey: null,
  status,
  errorCode: status === "failed" ? "NOTE_RENDER_FAILED" : null,
  errorMessage: status === "failed" ? "No sound" : null,
});

const stage = (name: string, processor: string, status: string, items: number, completed: number) => ({
  name,
  processor,
  processorVersion: "1.0.0",
  status,
  totalItems: items,
  completedItems: completed,
  failedItems: 0,
  fault: null,
});

/**
 * Six seconds into a run. Note 1 has both sounds, note 2 its WAV only, note 3 failed, note 4 continues a tie (no sound
 * of its own). Drawings are done for 1 and 4; 2 is drawn as 1 (second time through a repeat), 3 waits.
 */
const sources = {
  nowMs: START_MS + 6000,
  run: {
    ...sampleReport,
    status: "running",
    finishedAt: null,
    measuredAt: null,
    failedNotes: [],
    stages: [
      stage("read-score", "read-score", "completed", 4, 4),
      stage("Draw it", "symbolic", "running", 3, 2),
      stage("audio", "audio", "running", 3, 1),
      stage("keyframes", "keyframes", "pending", 0, 0),
    ],
  },
  registry: {
    notes: [
      { universalId: idOf(1), noteheadId: idOf(1) },
      { universalId: idOf(2), noteheadId: idOf(1) },
      { universalId: idOf(3), noteheadId: idOf(3) },
      { universalId: idOf(4), noteheadId: idOf(4) },
    ],
  },
  symbolic: {
    entries: [
      { noteheadId: idOf(1), svg: file("done", "a.svg", 2) },
      { noteheadId: idOf(3), svg: file("predicted", "b.svg") },
      { noteheadId: idOf(4), svg: file("done", "c.svg", 3) },
    ],
  },
  audio: {
    entries: [
      {
        universalId: idOf(1),
        files: {
          wav: file("done", "a.wav", 4),
          midi: file("done", "a.mid", 5),
          keyframes: file("predicted", "a.json"),
        },
      },
      {
        universalId: idOf(2),
        files: {
          wav: file("done", "b.wav", 5),
          midi: file("predicted", "b.mid"),
          keyframes: file("predicted", "b.json"),
        },
      },
      {
        universalId: idOf(3),
        files: {
          wav: file("failed", "c.wav"),
          midi: file("failed", "c.mid"),
          keyframes: file("skipped", "c.json"),
        },
      },
    ],
  },
} as unknown as Parameters<typeof progressRegistry>[0];

const statuses = (progress: ProgressDocument, n: number) =>
  Object.values(progress.universal_ids[idOf(n)]).map(({ status }) => status);

describe("the progress registry", () => {
  const progress = progressRegistry(sources);

  it("knows the state of every note in every stage that makes files of notes, whatever the stage is called", () => {
    expect(progress.report_metadata.expected_stages).toEqual(["Draw it", "audio", "keyframes"]);
    expect(statuses(progress, 1)).toEqual(["completed", "completed", "pending"]);
    expect(statuses(progress, 2)).toEqual(["completed", "running", "pending"]);
    expect(statuses(progress, 3)).toEqual(["pending", "failed", "skipped"]);
    expect(statuses(progress, 4)).toEqual(["completed", "skipped", "skipped"]);
  });

  it("names the files that are there, the time of the newest, and the fault", () => {
    expect(progress.universal_ids[idOf(1)].audio).toEqual({
      status: "completed",
      timestamp: madeAt(5),
      files_created: ["audio/notes/a.wav", "audio/notes/a.mid"],
      last_error: null,
    });
    expect(progress.universal_ids[idOf(2)].audio).toMatchObject({
      files_created: ["audio/notes/b.wav"],
      timestamp: madeAt(5),
    });
    expect(progress.universal_ids[idOf(3)].audio).toMatchObject({
      timestamp: null,
      last_error: { code: "NOTE_RENDER_FAILED", message: "No sound" },
    });
  });

  it("counts steps, and foretells the rest from the pace so far", () => {
    // 12 pairs, 3 of them skipped; done: draw 1, 2, 4 and audio 1; failed: audio 3; 4 left of 9 after 6 s of 5 steps
    expect(progress.overall_progress).toMatchObject({
      total: 9,
      completed: 4,
      failed: 1,
      completion_percentage: 44.4,
      elapsed_time_seconds: 6,
      estimated_remaining_seconds: 4.8,
      active: ["Draw it", "audio"],
    });
    expect(progress.overall_progress.stages[1]).toEqual({
      name: "Draw it",
      status: "running",
      total_items: 3,
      completed_items: 2,
      failed_items: 0,
      elapsed_time_seconds: null,
      current_operation: "2 of 3 items",
    });
  });

  it("is a valid document", () => {
    expect(() => assertDocument("progress.v1", progress)).not.toThrow();
  });

  it("has nothing to foretell before the first step, and before the manifests are written", () => {
    const early = progressRegistry({ ...sources, symbolic: null, audio: null });
    expect(statuses(early, 1)).toEqual(["pending", "pending", "pending"]);
    expect(early.overall_progress.estimated_remaining_seconds).toBeNull();
    const earlier = progressRegistry({ ...sources, registry: null, symbolic: null, audio: null });
    expect(earlier.overall_progress).toMatchObject({ total: 0, completed: 0, completion_percentage: 100 });
  });

  it("lets what was not begun share the fate of its stage, and takes times from a finished run", () => {
    const stages = sources.run.stages.map((s) => ({
      ...s,
      status:
        s.processor === "keyframes"
          ? ("skipped" as const)
          : s.name === "Draw it"
            ? ("failed" as const)
            : s.status,
    }));
    const over = progressRegistry({
      ...sources,
      run: { ...sampleReport, stages },
    });
    expect(statuses(over, 1)).toEqual(["completed", "completed", "skipped"]);
    expect(statuses(over, 3)).toEqual(["failed", "failed", "skipped"]);
    expect(over.overall_progress).toMatchObject({
      elapsed_time_seconds: 8.75,
      estimated_remaining_seconds: 0,
    });
    expect(over.overall_progress.stages.find((s) => s.name === "audio")!.elapsed_time_seconds).toBe(6);
  });

  it("tells of a fault that only the report knows", () => {
    const failedNotes = [{ universalId: idOf(2), stage: "audio", code: "WORKER_DIED", message: "gone" }];
    const told = progressRegistry({ ...sources, run: { ...sources.run, failedNotes } });
    expect(told.universal_ids[idOf(2)].audio.last_error).toEqual({ code: "WORKER_DIED", message: "gone" });
  });
});
