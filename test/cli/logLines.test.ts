import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openRunLog, withoutFolders } from "../../src/cli/logLines.js";
import { LeitmotionError } from "../../src/core/error.js";
import type { RunEvent } from "../../src/pipeline/report/runLedger.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const folder = temporaryFolder();
let logs = 0;

const EVENTS: readonly RunEvent[] = [
  { kind: "run-started", pipeline: "build", stages: ["read-score", "audio"] },
  { kind: "stage-started", stage: "audio" },
  { kind: "stage-progress", stage: "audio", completed: 1, total: 3 },
  { kind: "note-completed", stage: "audio", universalId: "a", reused: true },
  {
    kind: "note-failed",
    stage: "audio",
    universalId: "b",
    error: new LeitmotionError("NOTE_RENDER_FAILED", "No sound", { path: "/home/anna/trio/audio/b.wav" }),
  },
  { kind: "stage-retried", stage: "audio", attempt: 1, error: new LeitmotionError("WORKER_DIED", "gone") },
  {
    kind: "warning",
    source: "read-score",
    message: "Measure 3 of /home/anna/trio.musicxml is short\nby a half",
  },
  {
    kind: "stage-ended",
    stage: "audio",
    durationSec: 1.23456,
    error: new LeitmotionError("OUTPUT_FULL", "The disk is full", { path: "/media/anna/disk/a.wav" }),
  },
  { kind: "stage-skipped", stage: "mix" },
  { kind: "run-ended", status: "failed", upToDate: false },
];

function logOf(isDebug: boolean, events = EVENTS): Record<string, unknown>[] {
  const file = folder.at(`${logs++}.log`);
  const log = openRunLog(file, { isDebug });
  for (const event of events) log.onEvent(event);
  expect(log.close()).toBeNull();
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("the log of a run", () => {
  it("is one JSON object per line, each with level, time, run, pipeline and event", () => {
    const lines = logOf(true);
    expect(lines.map(({ event }) => event)).toEqual(EVENTS.map(({ kind }) => kind.replaceAll("-", "_")));
    expect(lines.map(({ level }) => level)).toEqual([
      "info",
      "info",
      "debug",
      "debug",
      "warn",
      "warn",
      "warn",
      "error",
      "info",
      "info",
    ]);
    for (const line of lines) {
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(line).toMatchObject({ pipeline: "build", run: lines[0].run });
      expect(line).not.toHaveProperty("hostname");
      expect(line).not.toHaveProperty("pid");
    }
  });

  it("names code, message, time and counts of a stage that failed", () => {
    expect(logOf(false).find(({ level }) => level === "error")).toMatchObject({
      event: "stage_ended",
      stage: "audio",
      duration_sec: 1.235,
      fault: { code: "OUTPUT_FULL", message: "The disk is full (path a.wav)" },
    });
  });

  it("keeps stacks, and lines for single steps and notes, for debugging", () => {
    const plain = logOf(false);
    expect(plain.map(({ event }) => event)).not.toContain("note_completed");
    expect(JSON.stringify(plain)).not.toContain('"stack"');
    const failed = logOf(true).find(({ level }) => level === "error") as { fault: { stack: string } };
    expect(failed.fault.stack).toContain("logLines.test.ts");
  });

  it("holds no folder of the machine, stacks included", () => {
    const text = JSON.stringify(logOf(true));
    expect(text).not.toMatch(/anna|file:\/\//);
    expect(text).not.toContain(path.resolve(import.meta.dirname, "../.."));
  });

  it("is appended to, and gives every run a name of its own", () => {
    const file = folder.at("run.log");
    for (let i = 0; i < 2; i++) {
      const log = openRunLog(file, { isDebug: false });
      log.onEvent(EVENTS[0]);
      log.close();
      log.close();
    }
    const runs = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).run);
    expect(new Set(runs).size).toBe(2);
  });

  it("refuses a file that cannot be written, with its path", () => {
    expect(() => openRunLog(folder.at("missing/run.log"))).toThrow(/Cannot write.*run\.log/);
    expect(() => openRunLog(folder.dir)).toThrow(LeitmotionError);
  });

  it.skipIf(!existsSync("/dev/full"))(
    "lets the run go on when the disk is full, and says so at the end",
    () => {
      const log = openRunLog("/dev/full");
      for (const event of EVENTS) log.onEvent(event);
      expect(log.close()).toMatchObject({ code: "OUTPUT_FULL", place: { path: "/dev/full" } });
    },
  );
});

describe("withoutFolders", () => {
  it.each([
    ["open '/home/anna/a b.xml'", "open 'a b.xml'"],
    ["at run (file:///opt/app/dist/x.js:1:2)", "at run (x.js:1:2)"],
    ["C:\\Users\\anna\\trio.xml is damaged", "trio.xml is damaged"],
    [
      "12/8 time, 3/4, and/or, https://leitmotion.example/a/b",
      "12/8 time, 3/4, and/or, https://leitmotion.example/a/b",
    ],
    ["manifests/run.json", "manifests/run.json"],
    [path.join(process.cwd(), "out/a.wav"), "out/a.wav"],
  ])("%s becomes %s", (text, bare) => {
    expect(withoutFolders(text)).toBe(bare);
  });
});
