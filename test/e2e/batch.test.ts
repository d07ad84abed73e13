/** Many scores at once: one fails and the others are built, the same command goes on where it stopped. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { BatchDocument } from "../../src/schema/batch.js";
import { assertDocument } from "../../src/schema/validate.js";
import { filesBelow, MAIN, ROOT, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";

const dir = temporaryFolder();
const fixture = (name: string) => path.join(ROOT, "fixtures", name);
const batch = (out: string, ...args: string[]) =>
  runHere(["batch", "scores", "--out", out, "--only", "song-map", "--workers", "1", ...args], { cwd: dir });

const BROKEN = "scores/broken.musicxml";

beforeAll(() => {
  mkdirSync(path.join(dir, "scores/trio"), { recursive: true });
  const copy = (from: string, to: string) => cpSync(fixture(from), path.join(dir, "scores", to));
  copy("waltz/score.musicxml", "waltz.musicxml");
  copy("waltz/take.mid", "waltz.mid");
  copy("trio-constellation/score.musicxml", "trio/score.musicxml");
  copy("trio-constellation/take.mid", "trio/take.mid");
  const job = { job_id: "the-trio", source_type: "score", artist: "", album: "", title: "Trio" };
  const files = { musicxml_path: "score.musicxml", midi_path: "take.mid" };
  writeFileSync(path.join(dir, "scores/trio/job.json"), JSON.stringify({ ...job, ...files }));
  copy("transposing/score.musicxml", "wind.musicxml");
  const whole = readFileSync(fixture("ornaments/score.musicxml"));
  writeFileSync(path.join(dir, BROKEN), whole.subarray(0, 2000));
});

function readBatch(out: string): BatchDocument {
  const document = readJson<BatchDocument>(dir, out, "batch.json");
  assertDocument("batch.v1", document);
  return document;
}

const statuses = (out: string) =>
  Object.fromEntries(readBatch(out).jobs.map(({ name, status }) => [name, status]));

/** Text of a document without what differs from run to run. */
function withoutTimes(out: string): string {
  return JSON.stringify(readBatch(out), (key, value) => (key.endsWith("_at") ? undefined : value));
}

describe("leitmotion batch", () => {
  it("builds each job into a folder of its own, names the broken one and exits 3", async () => {
    const { status, stdout, stderr } = await batch("built", "--jobs", "2");
    expect(status).toBe(3);
    expect(statuses("built")).toEqual({ broken: "failed", waltz: "done", "the-trio": "done", wind: "done" });
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(
      "1 of 4 jobs failed; first broken (XML_MALFORMED). " +
        "See batch.json; the same command runs what is left. [BATCH_FAILED]",
    );
    expect(stdout).toMatch(/^waltz +done +\d+ +\d+\.\d% +0 +\d+\.\d$/m);
    expect(stdout).toMatch(/^broken +failed .*XML_MALFORMED: .*line \d+/m);
    expect(readdirSync(path.join(dir, "built")).sort()).toEqual(["batch.json", "the-trio", "waltz", "wind"]);
    for (const name of ["the-trio", "waltz", "wind"])
      expect(existsSync(path.join(dir, "built", name, "song_map.json"))).toBe(true);
  });

  it("says in batch.json what each build found, without a path of the machine", async () => {
    const jobs = readBatch("built").jobs;
    const waltz = jobs.find(({ name }) => name === "waltz")!;
    const run = readJson<{ totals: Record<string, number> }>(dir, "built/waltz/manifests/run.json");
    expect(waltz).toMatchObject({
      input: "../scores/waltz.musicxml",
      midi: "../scores/waltz.mid",
      noteheads: run.totals.noteheads,
      matched: run.totals.matched,
      failed_notes: 0,
    });
    expect(jobs.find(({ name }) => name === "wind")?.matched).toBeNull();
    expect(readFileSync(path.join(dir, "built/batch.json"), "utf8")).not.toContain(dir);
  });

  it("asked again, builds what was mended and finds the rest up to date", async () => {
    const before = filesBelow(path.join(dir, "built/waltz"));
    writeFileSync(path.join(dir, BROKEN), readFileSync(fixture("ornaments/score.musicxml")));
    const { status, stdout } = await batch("built", "--jobs", "2");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^broken +done /m);
    expect(stdout).toMatch(/^4 jobs: 1 done, 3 up to date; /m);
    expect(filesBelow(path.join(dir, "built/waltz"))).toEqual(before);
  });

  it("stops at SIGTERM with exit 130, and the same command makes what an undisturbed one makes", async () => {
    const args = [
      "batch",
      "scores",
      "--out",
      "halted",
      "--only",
      "song-map",
      "--workers",
      "1",
      "--jobs",
      "1",
    ];
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: dir, stdio: "ignore" });
    const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const isRunning = () =>
      existsSync(path.join(dir, "halted/batch.json")) && readBatch("halted").totals.running > 0;
    while (!isRunning()) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGTERM");
    expect(await exit).toBe(130);
    const { totals } = readBatch("halted");
    expect([totals.running, totals.failed]).toEqual([0, 0]);
    expect(totals.pending).toBeGreaterThanOrEqual(2);

    expect((await batch("halted", "--jobs", "2")).status).toBe(0);
    expect(withoutTimes("halted")).toBe(withoutTimes("built"));
    expect(filesBelow(path.join(dir, "halted"))).toEqual(filesBelow(path.join(dir, "built")));
  });

  it("prints its jobs as a batch.v1 document on request", async () => {
    const { status, stdout } = await runHere(
      ["batch", "scores/wind.musicxml", "--out", "built", "--only", "song-map", "--workers", "1", "--json"],
      { cwd: dir },
    );
    expect(status).toBe(0);
    const document = JSON.parse(stdout) as BatchDocument;
    assertDocument("batch.v1", document);
    expect(document.jobs.map(({ name }) => name)).toEqual(["wind"]);
    expect(readBatch("built").totals.jobs).toBe(4);
  });

  it.each([
    { why: "no job", args: ["scores/*.pdf"], code: "OPTION_INVALID", exit: 2 },
    { why: "an input that is not there", args: ["absent"], code: "FILE_NOT_FOUND", exit: 1 },
    { why: "a wrong number of jobs", args: ["scores", "--jobs", "0"], code: "OPTION_INVALID", exit: 2 },
    {
      why: "a wrong option of build",
      args: ["scores", "--fps", "fast"],
      code: "FRAME_RATE_INVALID",
      exit: 2,
    },
    { why: "a group that is none", args: ["scores", "--only", "video"], code: "OPTION_INVALID", exit: 2 },
  ])("refuses $why before anything is written", async ({ args, code, exit }) => {
    const { status, stderr } = await runHere(["batch", ...args, "--out", "refused"], { cwd: dir });
    expect(status).toBe(exit);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain(`[${code}]`);
    expect(existsSync(path.join(dir, "refused"))).toBe(false);
  });

  it("does not write among the files of a single score's output", async () => {
    const { status, stderr } = await batch("built/waltz");
    expect(status).toBe(2);
    expect(stderr).toContain("[OUTPUT_FOREIGN]");
  });
});
