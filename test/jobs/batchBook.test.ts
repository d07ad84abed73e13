import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openBatchBook } from "../../src/jobs/batchBook.js";
import type { FoundJob } from "../../src/jobs/findJobs.js";
import type { BatchDocument } from "../../src/schema/batch.js";
import { assertDocument } from "../../src/schema/validate.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const folder = temporaryFolder();
const job = (file: string): FoundJob => ({
  file: folder.at(file),
  midiFile: folder.at(file.replace(".xml", ".mid")),
  title: file.replace(/^.*\/|\.xml$/g, ""),
});

function written(): BatchDocument {
  const document: unknown = JSON.parse(readFileSync(folder.at("out/batch.json"), "utf8"));
  assertDocument("batch.v1", document);
  return document as BatchDocument;
}

const open = (...files: string[]) => openBatchBook(folder.at("out"), files.map(job));

describe("batch.json", () => {
  it("lists every job as pending before the first begins, by paths relative to itself", async () => {
    const { jobs } = await open("b.xml", "a.xml");
    expect(jobs.map(({ name, outDir }) => [name, outDir])).toEqual([
      ["b", folder.at("out/b")],
      ["a", folder.at("out/a")],
    ]);
    expect(written().totals).toMatchObject({ jobs: 2, pending: 2, done: 0, noteheads: 0 });
    expect(written().jobs.map(({ input, midi, out, status }) => [input, midi, out, status])).toEqual([
      ["../a.xml", "../a.mid", "a", "pending"],
      ["../b.xml", "../b.mid", "b", "pending"],
    ]);
    expect(readFileSync(folder.at("out/batch.json"), "utf8")).not.toContain(folder.dir);
  });

  it("keeps what is known of a job and the name it was given, whatever comes beside it", async () => {
    const first = await open("x/waltz.xml");
    first.book.record("../x/waltz.xml", () => ({ status: "done", noteheads: 7 }));
    await first.book.close();
    const { jobs } = await open("y/waltz.xml", "x/waltz.xml");
    expect(jobs.map(({ name, isDone }) => [name, isDone])).toEqual([
      ["y_waltz", false],
      ["waltz", true],
    ]);
    expect(written().totals).toMatchObject({ jobs: 2, pending: 1, done: 1, noteheads: 7 });
  });

  it("takes a job that a killed batch left running as pending again", async () => {
    const { book } = await open("a.xml");
    book.record("../a.xml", () => ({ status: "running" }));
    await book.close();
    await open("a.xml");
    expect(written().jobs[0].status).toBe("pending");
  });

  it("loses nothing of two batches that write at once", async () => {
    const names = Array.from({ length: 20 }, (_, i) => `s${i}.xml`);
    const [one, two] = await Promise.all([open(...names.slice(0, 12)), open(...names.slice(8))]);
    for (const { book, jobs } of [one, two])
      for (const { input } of jobs)
        book.record(input, ({ noteheads }) => ({ status: "done", noteheads: (noteheads ?? 0) + 1 }));
    await Promise.all([one.book.close(), two.book.close()]);
    expect(written().totals).toMatchObject({ jobs: 20, done: 20, noteheads: 24 });
  });

  it.each([
    { why: "no JSON", text: "{" },
    { why: "the document of another program", text: '{"jobs":[]}' },
  ])("is left alone if it is $why", async ({ text }) => {
    await open("a.xml");
    writeFileSync(folder.at("out/batch.json"), text);
    await expect(open("a.xml")).rejects.toThrow(/batch\.json|not JSON/);
    expect(readFileSync(folder.at("out/batch.json"), "utf8")).toBe(text);
  });

  it("that cannot be saved any more fails the batch", async () => {
    const { book } = await open("a.xml");
    writeFileSync(folder.at("out/batch.json"), "{");
    book.record("../a.xml", () => ({ status: "done" }));
    await expect(book.close()).rejects.toThrow(/not JSON/);
    expect(book.fault).not.toBeNull();
  });
});
