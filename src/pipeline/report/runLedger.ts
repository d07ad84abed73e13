/** The living run.json: what went in, how far each stage is, what failed; and the events a progress view needs. */
import type { LeitmotionError } from "../../core/error.js";
import { sha256Hex } from "../../io/hash.js";
import { encodeDocument } from "../../schema/encodeDocument.js";
import { formatDocument } from "../../schema/formatDocument.js";
import type { Measured, RunReport } from "../../schema/run.js";
import type { DocumentFact, OutputFolder } from "../output/outputFolder.js";
import type { DependencyStatistics } from "../resilience/dependency.js";
import { criticalPath, finalError, peakMemory, totalTime } from "./runFigures.js";
import { RUN_FILE } from "./runFile.js";

export type RunEvent =
  | { readonly kind: "run-started"; readonly pipeline: string; readonly stages: readonly string[] }
  | { readonly kind: "run-ended"; readonly status: RunReport["status"]; readonly upToDate: boolean }
  | { readonly kind: "stage-started" | "stage-skipped"; readonly stage: string }
  | {
      readonly kind: "stage-progress";
      readonly stage: string;
      readonly completed: number;
      readonly total: number;
    }
  | {
      readonly kind: "stage-retried";
      readonly stage: string;
      /** The attempt that failed, from 1. */
      readonly attempt: number;
      readonly error: LeitmotionError;
    }
  | {
      readonly kind: "stage-ended";
      readonly stage: string;
      readonly durationSec: number;
      readonly error: LeitmotionError | null;
    }
  | {
      readonly kind: "note-completed";
      readonly stage: string;
      readonly universalId: string;
      /** Found from an earlier run. */
      readonly reused: boolean;
    }
  | {
      readonly kind: "note-failed";
      readonly stage: string;
      readonly universalId: string;
      readonly error: LeitmotionError;
    }
  | { readonly kind: "warning"; readonly source: string; readonly message: string };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type StageEntry = Mutable<RunReport["stages"][number]>;
type StageMeasure = Mutable<Measured["stages"][number]>;

/** run.json is renewed at most this often while notes come in. */
const SAVE_EVERY_MS = 1000;
/** Where the hash of run.json stands while it is being computed. */
export const NO_HASH = "0".repeat(64);

/** A stage as the graph knows it. */
export interface LedgerStage {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly after: readonly string[];
}

export class RunLedger {
  readonly report: Mutable<RunReport>;
  /** How outside things did; known when the last stage has ended. */
  dependencies: readonly DependencyStatistics[] = [];
  readonly #out: OutputFolder;
  readonly #onEvent: (event: RunEvent) => void;
  readonly #graph: readonly LedgerStage[];
  readonly #begunMs = performance.now();
  readonly #overheadByte = process.memoryUsage.rss();
  readonly #spans = new Map<string, { startSec: number; endSec: number }>();
  readonly #measures = new Map<string, StageMeasure>();
  #savedMs = Number.NEGATIVE_INFINITY;

  constructor(
    out: OutputFolder,
    report: RunReport,
    graph: readonly LedgerStage[],
    onEvent: (event: RunEvent) => void,
  ) {
    this.#out = out;
    this.report = report;
    this.#graph = graph;
    this.#onEvent = onEvent;
    for (const { name } of graph) this.#measures.set(name, emptyMeasure(name));
  }

  stageStarted(name: string): void {
    this.#spans.set(name, { startSec: this.#nowSec(), endSec: this.#nowSec() });
    this.#stage(name).status = "running";
    this.#measure(name).startedAt = now();
    this.#onEvent({ kind: "stage-started", stage: name });
    this.#saveNowAndThen();
  }

  stageExpects(name: string, totalItems: number): void {
    this.#stage(name).totalItems = totalItems;
    this.#tellProgress(name);
  }

  stageAdvanced(name: string, items: number): void {
    this.#stage(name).completedItems += items;
    this.#tellProgress(name);
    this.#saveNowAndThen();
  }

  /** A stage begins anew after a fault: what it had counted is counted again. */
  stageRetried(name: string, attempt: number, error: LeitmotionError): void {
    Object.assign(this.#stage(name), { totalItems: 0, completedItems: 0, failedItems: 0 });
    Object.assign(this.#measure(name), { made: 0, reused: 0 });
    this.report.failedNotes = this.report.failedNotes.filter((note) => note.stage !== name);
    this.#onEvent({ kind: "stage-retried", stage: name, attempt, error });
  }

  /** Files that a stage made, and files that it found from earlier runs. */
  stageFiles(name: string, files: { readonly made?: number; readonly reused?: number }): void {
    this.#measure(name).made += files.made ?? 0;
    this.#measure(name).reused += files.reused ?? 0;
  }

  /** How a stage ran: memory of the process at its highest, and how often it was tried. */
  stageMeasured(name: string, { peakByte, attempts }: { peakByte: number; attempts: number }): void {
    Object.assign(this.#measure(name), { peakByte: Math.round(peakByte), attempts });
  }

  noteCompleted(stage: string, universalId: string, reused: boolean): void {
    this.#onEvent({ kind: "note-completed", stage, universalId, reused });
  }

  noteFailed(name: string, universalId: string, error: LeitmotionError): void {
    this.#stage(name).failedItems += 1;
    this.report.failedNotes.push({ universalId, stage: name, code: error.code, message: error.message });
    this.#onEvent({ kind: "note-failed", stage: name, universalId, error });
  }

  stageEnded(name: string, error: LeitmotionError | null): void {
    const span = this.#spans.get(name) ?? { startSec: this.#nowSec(), endSec: 0 };
    span.endSec = this.#nowSec();
    const durationSec = span.endSec - span.startSec;
    Object.assign(this.#stage(name), {
      status: error ? "failed" : "completed",
      fault: error && { code: error.code, message: error.message },
    } satisfies Partial<StageEntry>);
    Object.assign(this.#measure(name), { finishedAt: now(), durationSec: roundMs(durationSec) });
    this.#onEvent({ kind: "stage-ended", stage: name, durationSec, error });
    this.#saveNowAndThen();
  }

  stageSkipped(name: string): void {
    this.#stage(name).status = "skipped";
    this.#onEvent({ kind: "stage-skipped", stage: name });
  }

  warn(source: string, code: string, message: string): void {
    this.report.warnings.push({ source, code, message });
    this.#onEvent({ kind: "warning", source, message });
  }

  /** Pass an event of the run as a whole on. */
  tell(event: RunEvent): void {
    this.#onEvent(event);
  }

  /** Put the lists that stages fill side by side in order, so that two runs read the same. */
  order(): void {
    const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    this.report.warnings.sort(byText);
    this.report.failedNotes.sort(byText);
    this.report.totals.failedNotes = new Set(this.report.failedNotes.map((n) => n.universalId)).size;
    this.report.eFinal = roundUnit(
      finalError(this.report.stages.map((stage) => ({ ...stage, failed: stage.status === "failed" }))),
    );
  }

  /**
   * Close the report.
   *
   * @param documents  all documents of the run, run.json apart
   * @returns          the text of run.json, with the hash of itself in it
   */
  close(status: RunReport["status"], documents: readonly DocumentFact[]): string {
    this.order();
    this.report.status = status;
    this.report.finishedAt = now();
    this.report.measuredAt = { ...this.#measured(), documents: [...documents], selfSha256: NO_HASH };
    const text = this.#format();
    return text.replace(NO_HASH, sha256Hex(text));
  }

  /** Write the report as it stands; before the output folder is open there is nowhere to write. */
  save(): void {
    if (!this.#out.isOpen) return;
    this.report.measuredAt = { ...this.#measured(), documents: [], selfSha256: null };
    this.#out.writeReport(RUN_FILE, this.#format());
    this.#savedMs = performance.now();
  }

  #format(): string {
    return formatDocument(encodeDocument("run.v1", this.report, RUN_FILE));
  }

  #measured(): Omit<Measured, "documents" | "selfSha256"> {
    const stages = [...this.#measures.values()];
    const workDurationSec = this.#nowSec();
    const ran = this.#graph.map((stage) => ({
      ...stage,
      durationSec: this.#measure(stage.name).durationSec ?? 0,
    }));
    const path = criticalPath(ran);
    const { tTotalSec, tOverheadSec } = totalTime([...this.#spans.values()], workDurationSec);
    return {
      workDurationSec: roundMs(workDurationSec),
      tTotalSec: roundMs(tTotalSec),
      tOverheadSec: roundMs(tOverheadSec),
      criticalPath: { stages: [...path.stages], durationSec: roundMs(path.durationSec) },
      mPeakByte: peakMemory(
        stages.map((stage) => stage.peakByte),
        this.#overheadByte,
      ),
      mOverheadByte: this.#overheadByte,
      cache: {
        hits: stages.reduce((sum, stage) => sum + stage.reused, 0),
        misses: stages.reduce((sum, stage) => sum + stage.made, 0),
      },
      stages,
      dependencies: this.dependencies.map(({ state, calls, failures, refused, retries, name }) => ({
        name,
        state,
        calls,
        failures,
        refused,
        retries,
      })),
    };
  }

  #saveNowAndThen(): void {
    if (performance.now() - this.#savedMs >= SAVE_EVERY_MS) this.save();
  }

  #tellProgress(name: string): void {
    const { completedItems, totalItems } = this.#stage(name);
    this.#onEvent({ kind: "stage-progress", stage: name, completed: completedItems, total: totalItems });
  }

  #nowSec(): number {
    return (performance.now() - this.#begunMs) / 1000;
  }

  #stage(name: string): StageEntry {
    return this.report.stages.find((stage) => stage.name === name)!;
  }

  #measure(name: string): StageMeasure {
    return this.#measures.get(name)!;
  }
}

function emptyMeasure(name: string): StageMeasure {
  return {
    name,
    startedAt: null,
    finishedAt: null,
    durationSec: null,
    peakByte: 0,
    attempts: 0,
    made: 0,
    reused: 0,
  };
}

function now(): string {
  return new Date().toISOString();
}

function roundMs(valueSec: number): number {
  return Math.round(valueSec * 1000) / 1000;
}

function roundUnit(value: number): number {
  return Math.min(1, Math.round(value * 1e9) / 1e9);
}
