/** What the events of a run add up to: counts and pace per stage. */
import type { RunEvent } from "../pipeline/report/runLedger.js";

/** The pace is that of the last so many milliseconds … */
const WINDOW_MS = 10_000;
/** … and is not told before there are so many. */
const MIN_WINDOW_MS = 800;
const SAMPLE_EVERY_MS = 200;

type StageState = "running" | "completed" | "failed" | "skipped";

export class StageTally {
  state: StageState = "running";
  total = 0;
  completed = 0;
  /** Notes found from earlier runs; they are among the completed. */
  reused = 0;
  failed = 0;
  readonly #samples: { readonly ms: number; readonly made: number }[];

  constructor(
    readonly name: string,
    nowMs: number,
  ) {
    this.#samples = [{ ms: nowMs, made: 0 }];
  }

  /** Items that took work so far. */
  get #made(): number {
    return Math.max(0, this.completed - this.reused);
  }

  advanceTo(completed: number, total: number, nowMs: number): void {
    this.completed = completed;
    this.total = total;
    if (nowMs - this.#samples[this.#samples.length - 1].ms < SAMPLE_EVERY_MS) return;
    this.#samples.push({ ms: nowMs, made: this.#made });
    while (this.#samples.length > 2 && nowMs - this.#samples[1].ms >= WINDOW_MS) this.#samples.shift();
  }

  /** Items made per second of late, files found again not counted; null as long as nothing can be said. */
  itemsPerSec(nowMs: number): number | null {
    const { ms, made } = this.#samples[0];
    const rate = ((this.#made - made) / (nowMs - ms)) * 1000;
    return nowMs - ms >= MIN_WINDOW_MS && rate > 0 ? rate : null;
  }

  /** Seconds until the last item, at the pace of late; null as long as nothing can be said. */
  leftSec(nowMs: number): number | null {
    const rate = this.itemsPerSec(nowMs);
    return rate === null ? null : Math.max(0, this.total - this.completed) / rate;
  }
}

export class RunTally {
  /** In the order in which they began. */
  readonly stages = new Map<string, StageTally>();
  readonly begunMs: number;
  /** From the event that begins a run; "" and 0 without it. */
  pipeline = "";
  expectedStages = 0;

  constructor(nowMs: number) {
    this.begunMs = nowMs;
  }

  get running(): StageTally[] {
    return [...this.stages.values()].filter(({ state }) => state === "running");
  }

  get endedStages(): number {
    return this.stages.size - this.running.length;
  }

  /** @param nowMs  milliseconds on any clock that does not go back */
  add(event: RunEvent, nowMs: number): void {
    switch (event.kind) {
      case "run-started":
        this.pipeline = event.pipeline;
        this.expectedStages = event.stages.length;
        return;
      case "stage-started":
      case "stage-retried":
        this.stages.set(event.stage, new StageTally(event.stage, nowMs));
        return;
      case "stage-progress":
        this.stage(event.stage, nowMs).advanceTo(event.completed, event.total, nowMs);
        return;
      case "stage-ended":
        this.stage(event.stage, nowMs).state = event.error ? "failed" : "completed";
        return;
      case "stage-skipped":
        this.stage(event.stage, nowMs).state = "skipped";
        return;
      case "note-completed":
        if (event.reused) this.stage(event.stage, nowMs).reused += 1;
        return;
      case "note-failed":
        this.stage(event.stage, nowMs).failed += 1;
        return;
      case "run-ended":
      case "warning":
        return;
      default:
        event satisfies never;
    }
  }

  /** The tally of a stage; one that nobody announced begins now. */
  stage(name: string, nowMs: number): StageTally {
    const known = this.stages.get(name) ?? new StageTally(name, nowMs);
    this.stages.set(name, known);
    return known;
  }
}
