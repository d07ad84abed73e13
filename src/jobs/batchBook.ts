/** The living batch.json: several batches may write into one folder at once, and none loses what another wrote. */
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sha256Hex } from "../io/hash.js";
import { updateJsonFile } from "../io/updateJson.js";
import { type Batch, type BatchDocument, type BatchJob, JOB_STATUSES } from "../schema/batch.js";
import { fromDocument, toDocument } from "../schema/codec.js";
import { assertDocument } from "../schema/validate.js";
import type { FoundJob } from "./findJobs.js";
import { nameJobs } from "./nameJobs.js";

export const BATCH_FILE = "batch.json";

/** A job with its place in the batch. */
export interface QueuedJob extends FoundJob {
  readonly name: string;
  /** Identity of the job: its file, relative to the folder of the batch, POSIX separators. */
  readonly input: string;
  /** Its output folder, absolute. */
  readonly outDir: string;
  /** It was finished by an earlier run. */
  readonly isDone: boolean;
}

type JobChange = (job: BatchJob) => Partial<BatchJob>;
type Waiting = { readonly input: string; readonly change: JobChange };

/** A save may take this share of the time: a list of many thousand jobs is not written anew for each of them. */
const SHARE_OF_TIME = 1 / 20;

/**
 * Enter jobs into the batch.json of a folder. One that stands there already keeps its name and what is known of it.
 *
 * @throws LeitmotionError SCHEMA_INVALID if the file is no batch.json; OUTPUT_LOCKED, OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export async function openBatchBook(
  dir: string,
  found: readonly FoundJob[],
): Promise<{ readonly book: BatchBook; readonly jobs: readonly QueuedJob[] }> {
  const book = new BatchBook(dir);
  let jobs: readonly QueuedJob[] = [];
  await book.update((batch) => {
    jobs = queueJobs(dir, found, batch.jobs);
    return enter(batch.jobs, jobs, dir);
  });
  return { book, jobs };
}

/** Path of a file as batch.json says it: relative, or, for one on another drive, its name and a hash of its place. */
function inputOf(dir: string, file: string): string {
  const relative = path.relative(dir, file);
  if (path.isAbsolute(relative)) return `${path.basename(file)}~${sha256Hex(file).slice(0, 16)}`;
  return relative.split(path.sep).join("/");
}

function queueJobs(dir: string, found: readonly FoundJob[], known: readonly BatchJob[]): QueuedJob[] {
  const nameOf = new Map(known.map((job) => [job.input, job.name]));
  const done = new Set(known.filter((job) => job.status === "done").map((job) => job.input));
  const given = found.map((job) => ({ ...job, input: inputOf(dir, job.file) }));
  const nameless = given.filter((job) => !nameOf.has(job.input));
  const names = nameJobs(nameless, [BATCH_FILE, ...nameOf.values()]);
  nameless.forEach((job, index) => {
    nameOf.set(job.input, names[index]);
  });
  return given.map((job) => {
    const name = nameOf.get(job.input)!;
    return { ...job, name, outDir: path.join(dir, name), isDone: done.has(job.input) };
  });
}

function enter(known: readonly BatchJob[], jobs: readonly QueuedJob[], dir: string): BatchJob[] {
  const entries = new Map(known.map((job) => [job.input, job]));
  for (const { input, name, midiFile } of jobs) {
    const before = entries.get(input) ?? { name, input, midi: null, out: name, ...NOTHING_KNOWN };
    const status = before.status === "running" ? "pending" : before.status;
    const midi = midiFile === null ? null : inputOf(dir, midiFile);
    entries.set(input, { ...before, status, midi });
  }
  return [...entries.values()];
}

const NOTHING_KNOWN = {
  status: "pending",
  exitCode: null,
  fault: null,
  noteheads: null,
  soundingNotes: null,
  matched: null,
  failedNotes: null,
  startedAt: null,
  finishedAt: null,
  measuredAt: null,
} as const satisfies Partial<BatchJob>;

export class BatchBook {
  readonly #file: string;
  #latest: Batch | null = null;
  #waiting: Waiting[] = [];
  #saving: Promise<void> | null = null;
  #restUntilMs = 0;
  #fault: unknown = null;
  readonly #closing = new AbortController();

  constructor(dir: string) {
    this.#file = path.join(dir, BATCH_FILE);
  }

  /** Change what is known of one job. It is saved soon: at once, unless the list is so long that saving takes its time. */
  record(input: string, change: JobChange): void {
    this.#waiting.push({ input, change });
    this.#saving ??= this.#saveAll();
  }

  /** The fault that keeps the book from being saved, or null. */
  get fault(): unknown {
    return this.#fault;
  }

  /**
   * Save what is left.
   *
   * @returns the jobs as they were saved last
   * @throws  what kept them from being saved
   */
  async close(): Promise<readonly BatchJob[]> {
    this.#closing.abort();
    await this.#saving;
    if (this.#fault !== null) throw this.#fault;
    return this.#latest?.jobs ?? [];
  }

  /** Read, change and write the list. @throws LeitmotionError */
  async update(change: (batch: Batch) => readonly BatchJob[]): Promise<void> {
    const document = await updateJsonFile<unknown>(this.#file, toBatchDocument([]), (value) => {
      assertDocument("batch.v1", value, BATCH_FILE);
      return toBatchDocument(change(fromDocument(value as BatchDocument)));
    });
    this.#latest = fromDocument(document as BatchDocument);
  }

  async #saveAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        await this.#rest();
        const begunMs = performance.now();
        const waiting = this.#waiting;
        this.#waiting = [];
        await this.update((batch) => applyAll(batch.jobs, waiting));
        const nowMs = performance.now();
        this.#restUntilMs = nowMs + (nowMs - begunMs) / SHARE_OF_TIME;
      }
      this.#saving = null;
    } catch (thrown) {
      this.#fault = thrown; // found by the queue before its next job, and by `close`
    }
  }

  async #rest(): Promise<void> {
    const restMs = this.#restUntilMs - performance.now();
    if (restMs <= 0 || this.#closing.signal.aborted) return;
    const wokenByClose = new Promise<void>((wake) => {
      this.#closing.signal.addEventListener("abort", () => wake(), { once: true });
    });
    await Promise.race([pause(restMs), wokenByClose]);
  }
}

function applyAll(jobs: readonly BatchJob[], waiting: readonly Waiting[]): BatchJob[] {
  const entries = new Map(jobs.map((job) => [job.input, job]));
  for (const { input, change } of waiting) {
    const job = entries.get(input);
    if (job) entries.set(input, { ...job, ...change(job) });
  }
  return [...entries.values()];
}

/** The document of a list of jobs, checked. @throws LeitmotionError SCHEMA_INVALID */
export function toBatchDocument(jobs: readonly BatchJob[]): BatchDocument {
  const sorted = [...jobs].sort((a, b) => (a.input < b.input ? -1 : 1));
  const sum = (of: (job: BatchJob) => number | null) =>
    jobs.reduce((total, job) => total + (of(job) ?? 0), 0);
  const counts = JOB_STATUSES.map((status) => [status, jobs.filter((job) => job.status === status).length]);
  const batch: Batch = {
    schemaId: "batch.v1",
    version: "1.0.0",
    totals: {
      jobs: jobs.length,
      ...(Object.fromEntries(counts) as Record<BatchJob["status"], number>),
      noteheads: sum((job) => job.noteheads),
      failedNotes: sum((job) => job.failedNotes),
    },
    jobs: sorted,
  };
  const document = toDocument(batch) as BatchDocument;
  assertDocument("batch.v1", document, BATCH_FILE);
  return document;
}
