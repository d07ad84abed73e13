/** A run as JSON lines, one per event, for those who collect logs. */
import { randomUUID } from "node:crypto";
import os from "node:os";
import pino from "pino";
import type { LeitmotionError } from "../core/error.js";
import { type LogFile, openLogFile } from "../io/logFile.js";
import type { RunEvent } from "../pipeline/report/runLedger.js";
import { RunTally, type StageTally } from "./runTally.js";

export interface RunLog {
  readonly onEvent: (event: RunEvent) => void;
  /** May be called twice. @returns the fault that kept lines from being written, or null */
  readonly close: () => LeitmotionError | null;
}

export interface LogOptions {
  /** A line for each note and each step as well, and the stack of every fault. Default: is LEITMOTION_DEBUG set. */
  readonly isDebug?: boolean;
  /** Default: the file or stderr. */
  readonly file?: LogFile;
}

/**
 * Open the log of one run. Lines have `level`, `time` (ISO), `run` (new for each), `pipeline` and `event` (the kinds of
 * RunEvent with `_`), then what belongs to the event. No line holds a folder of the machine.
 *
 * @param destination  file to append to, or `-` for stderr
 * @throws LeitmotionError OUTPUT_UNWRITABLE, OUTPUT_FULL if it cannot be opened
 */
export function openRunLog(destination: string, options: LogOptions = {}): RunLog {
  const { isDebug = Boolean(process.env.LEITMOTION_DEBUG), file = openLogFile(destination) } = options;
  const log = pino(
    {
      level: isDebug ? "debug" : "info",
      base: { run: randomUUID() },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    file,
  );
  const tally = new RunTally(performance.now());
  return {
    close: () => file.close(),
    onEvent: (event) => {
      tally.add(event, performance.now());
      log[levelOf(event)]({
        pipeline: tally.pipeline,
        event: event.kind.replaceAll("-", "_"),
        ...fieldsOf(event, tally, isDebug),
      });
    },
  };
}

function levelOf(event: RunEvent): "debug" | "info" | "warn" | "error" {
  if (event.kind === "stage-progress" || event.kind === "note-completed") return "debug";
  if (event.kind === "warning" || event.kind === "stage-retried" || event.kind === "note-failed")
    return "warn";
  return event.kind === "stage-ended" && event.error ? "error" : "info";
}

function fieldsOf(event: RunEvent, tally: RunTally, isDebug: boolean): Record<string, unknown> {
  switch (event.kind) {
    case "run-started":
      return { stages: event.stages, stage_count: event.stages.length };
    case "run-ended":
      return { status: event.status, up_to_date: event.upToDate, ...sumOf(tally) };
    case "stage-started":
    case "stage-skipped":
      return { stage: event.stage };
    case "stage-progress":
      return { stage: event.stage, completed: event.completed, total: event.total };
    case "stage-retried":
      return { stage: event.stage, attempt: event.attempt, fault: faultOf(event.error, isDebug) };
    case "stage-ended":
      return {
        stage: event.stage,
        duration_sec: Math.round(event.durationSec * 1000) / 1000,
        ...countsOf(tally.stage(event.stage, performance.now())),
        ...(event.error ? { fault: faultOf(event.error, isDebug) } : {}),
      };
    case "note-completed":
      return { stage: event.stage, universal_id: event.universalId, reused: event.reused };
    case "note-failed":
      return { stage: event.stage, universal_id: event.universalId, fault: faultOf(event.error, isDebug) };
    case "warning":
      return { source: event.source, message: withoutFolders(event.message) };
    default:
      return event satisfies never;
  }
}

function countsOf({ completed, total, reused, failed }: StageTally): Record<string, number> {
  return { completed, total, reused, failed };
}

function sumOf(tally: RunTally): Record<string, number> {
  const stages = [...tally.stages.values()];
  return {
    stage_count: stages.length,
    reused: stages.reduce((sum, stage) => sum + stage.reused, 0),
    failed: stages.reduce((sum, stage) => sum + stage.failed, 0),
  };
}

function faultOf(error: LeitmotionError, isDebug: boolean): Record<string, string> {
  const fault = { code: error.code, message: withoutFolders(error.message) };
  return isDebug ? { ...fault, stack: withoutFolders(stackOf(error)) } : fault;
}

/** The deepest cause has the stack that says most. */
function stackOf(error: Error): string {
  return error.cause instanceof Error ? stackOf(error.cause) : (error.stack ?? "");
}

/** `/home/anna/trio/score.xml` becomes `score.xml`: logs travel, and folders name people. */
export function withoutFolders(text: string): string {
  const known = [process.cwd(), os.tmpdir(), os.homedir()].filter((folder) => folder.length > 1);
  const bare = known.reduce(
    (shorter, folder) => shorter.replaceAll(`${folder}/`, ""),
    text.replaceAll("file://", ""),
  );
  return bare.replace(/(?<![\w./:~-])(?:[A-Za-z]:)?[\\/](?:[^\s\\/'"(),:;]+[\\/])+/g, "");
}
