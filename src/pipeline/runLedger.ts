/** The living run.json: what went in, how far each stage is, what failed; and the events a progress view needs. */
import type { LeitmotionError } from "../core/error.js";
import type { RunReport } from "../schema/run.js";
import type { OutputFolder } from "./outputFolder.js";

export type RunEvent =
  | { readonly kind: "stage-started" | "stage-skipped"; readonly stage: string }
  | {
      readonly kind: "stage-progress";
      readonly stage: string;
      readonly completed: number;
      readonly total: number;
    }
  | {
      readonly kind: "stage-ended";
      readonly stage: string;
      readonly durationSec: number;
      readonly error: LeitmotionError | null;
    }
  | {
      readonly kind: "note-failed";
      readonly stage: string;
      readonly universalId: string;
      readonly error: LeitmotionError;
    }
  | { readonly kind: "warning"; readonly source: string; readonly message: string };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type StageEntry = RunReport["stages"][number];

export const RUN_FILE = "manifests/run.json";
/** run.json is renewed at most this often while notes come in. */
const SAVE_EVERY_MS = 1000;

export class RunLedger {
  readonly report: Mutable<RunReport>;
  readonly #out: OutputFolder;
  readonly #onEvent: (event: RunEvent) => void;
  readonly #begunMs = performance.now();
  readonly #stageBegunMs = new Map<string, number>();
  #savedMs = Number.NEGATIVE_INFINITY;

  constructor(out: OutputFolder, report: RunReport, onEvent: (event: RunEvent) => void) {
    this.#out = out;
    this.report = report;
    this.#onEvent = onEvent;
  }

  stageStarted(name: string): void {
    this.#stageBegunMs.set(name, performance.now());
    Object.assign(this.#stage(name), { status: "running", startedAt: now() });
    this.#onEvent({ kind: "stage-started", stage: name });
    this.#saveNowAndThen();
  }

  stageExpects(name: string, totalItems: number): void {
    this.#stage(name).totalItems = totalItems;
    this.#tell(name);
  }

  stageAdvanced(name: string, items: number): void {
    this.#stage(name).completedItems += items;
    this.#tell(name);
    this.#saveNowAndThen();
  }

  noteFailed(name: string, universalId: string, error: LeitmotionError): void {
    this.#stage(name).failedItems += 1;
    this.report.failedNotes.push({ universalId, stage: name, code: error.code, message: error.message });
    this.#onEvent({ kind: "note-failed", stage: name, universalId, error });
  }

  stageEnded(name: string, error: LeitmotionError | null): void {
    const durationSec = (performance.now() - (this.#stageBegunMs.get(name) ?? performance.now())) / 1000;
    Object.assign(this.#stage(name), {
      status: error ? "failed" : "completed",
      finishedAt: now(),
      durationSec: Math.round(durationSec * 1000) / 1000,
      fault: error && { code: error.code, message: error.message },
    });
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

  /** Put the lists that stages fill side by side in order, so that two runs read the same. */
  order(): void {
    const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    this.report.warnings.sort(byText);
    this.report.failedNotes.sort(byText);
    this.report.totals.failedNotes = new Set(this.report.failedNotes.map((n) => n.universalId)).size;
  }

  /** Close the report and write it. */
  finish(status: RunReport["status"]): void {
    this.order();
    this.report.status = status;
    this.report.finishedAt = now();
    this.report.workDurationSec = Math.round(performance.now() - this.#begunMs) / 1000;
    this.save();
  }

  /** Write the report as it stands; before the output folder is open there is nowhere to write. */
  save(): void {
    if (!this.#out.isOpen) return;
    this.#out.writeDocument("run.v1", RUN_FILE, this.report);
    this.#savedMs = performance.now();
  }

  #saveNowAndThen(): void {
    if (performance.now() - this.#savedMs >= SAVE_EVERY_MS) this.save();
  }

  #tell(name: string): void {
    const { completedItems, totalItems } = this.#stage(name);
    this.#onEvent({ kind: "stage-progress", stage: name, completed: completedItems, total: totalItems });
  }

  #stage(name: string): Mutable<StageEntry> {
    return this.report.stages.find((stage) => stage.name === name)!;
  }
}

function now(): string {
  return new Date().toISOString();
}
