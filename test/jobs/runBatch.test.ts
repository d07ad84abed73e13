import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openBatchBook, type QueuedJob } from "../../src/jobs/batchBook.js";
import { type BatchOptions, runBatch } from "../../src/jobs/runBatch.js";
import type { ChildResult, RunChild } from "../../src/jobs/runJob.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const folder = temporaryFolder();
const REPORT = JSON.stringify({
  finished_at: "2999-01-01T00:00:00.000Z",
  inputs: [],
  totals: { noteheads: 1, sounding_notes: 1, matched: 0, failed_notes: 0 },
});
const DONE: ChildResult = { exitCode: 0, stdout: REPORT, stderrLines: [] };
const FAILED: ChildResult = { exitCode: 1, stdout: "", stderrLines: ["Bad. [XML_MALFORMED]"] };

const turn = () => new Promise((resolve) => setImmediate(resolve));

const found = (title: string) => ({ file: folder.at(`${title}.xml`), midiFile: null, title });
const PLAIN = {
  atOnce: 1,
  stopOnFailure: false,
  argsOf: (job: QueuedJob) => [job.name],
  folders: [],
  signal: new AbortController().signal,
};

interface Scene {
  readonly names: readonly string[];
  readonly result?: (name: string) => ChildResult | Promise<ChildResult>;
  readonly options?: Partial<BatchOptions>;
}

/** Run a batch whose processes are played; what began, in order, how many ran at once, and what came out. */
async function play({ names, result = () => DONE, options = {} }: Scene) {
  const { book, jobs } = await openBatchBook(folder.at("out"), names.map(found));
  const begun: string[] = [];
  let running = 0;
  let most = 0;
  const entries = await runBatch(book, jobs, {
    ...PLAIN,
    runChild: async ([name]) => {
      begun.push(name);
      most = Math.max(most, ++running);
      await turn();
      const ended = await result(name);
      running -= 1;
      return ended;
    },
    ...options,
  });
  return {
    begun,
    most,
    statuses: Object.fromEntries(entries.map(({ name, status }) => [name, status])),
    entries,
  };
}

const names = ["a", "b", "c", "d", "e"];

describe("a batch", () => {
  it.each([1, 2, 5, 9])("runs every job once, %i at a time", async (atOnce) => {
    const { begun, most, statuses } = await play({ names, options: { atOnce } });
    expect(begun).toEqual(names);
    expect(most).toBe(Math.min(atOnce, names.length));
    expect(new Set(Object.values(statuses))).toEqual(new Set(["done"]));
  });

  it("goes on after a failed job", async () => {
    const { statuses, entries } = await play({ names, result: (name) => (name === "b" ? FAILED : DONE) });
    expect(statuses).toEqual({ a: "done", b: "failed", c: "done", d: "done", e: "done" });
    expect(entries[1].fault).toEqual({ code: "XML_MALFORMED", message: "Bad." });
  });

  it("begins nothing after a failed job if so asked, and lets those that run finish", async () => {
    const options = { atOnce: 2, stopOnFailure: true };
    const { statuses } = await play({ names, result: (name) => (name === "a" ? FAILED : DONE), options });
    expect(statuses.a).toBe("failed");
    expect(statuses.b).toBe("done");
    expect([statuses.d, statuses.e]).toEqual(["pending", "pending"]);
  });

  it("offers finished jobs again after those that are not, and counts how often each was started", async () => {
    await play({ names, result: (name) => (name === "d" ? FAILED : DONE) });
    const { begun, entries } = await play({ names: ["a", "b", "c", "d", "e", "f"] });
    expect(begun).toEqual(["d", "f", "a", "b", "c", "e"]);
    expect(entries.map(({ measuredAt }) => measuredAt?.attempts)).toEqual([2, 2, 2, 2, 2, 1]);
  });

  it("that is interrupted begins nothing more and says which job it stopped", async () => {
    const abort = new AbortController();
    const result = (name: string) => {
      if (name === "b") abort.abort();
      return name === "b" ? { exitCode: 130, stdout: "", stderrLines: [] } : DONE;
    };
    const { begun, statuses } = await play({ names, result, options: { signal: abort.signal } });
    expect(begun).toEqual(["a", "b"]);
    expect(statuses).toEqual({ a: "done", b: "interrupted", c: "pending", d: "pending", e: "pending" });
  });

  it("begins nothing more once batch.json cannot be written, and ends with that fault", async () => {
    const { book, jobs } = await openBatchBook(folder.at("out"), names.map(found));
    writeFileSync(folder.at("out/batch.json"), "{");
    const begun: string[] = [];
    const runChild: RunChild = async ([name]) => {
      begun.push(name);
      while (book.fault === null) await turn();
      return DONE;
    };
    await expect(runBatch(book, jobs, { ...PLAIN, runChild })).rejects.toThrow(/not JSON/);
    expect(begun).toEqual(["a"]);
  });
});
