import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../src/core/error.js";
import { DEFAULT_LIMITS } from "../../src/core/limits.js";
import { readJob } from "../../src/pipeline/jobFile.js";
import { temporaryFolder } from "../e2e/cli.js";

const dir = temporaryFolder();
const WALTZ = {
  job_id: "waltz",
  source_type: "score",
  artist: "",
  album: "",
  title: "Waltz",
  musicxml_path: "music/waltz.musicxml",
};

function given(name: string, content: unknown): string {
  const file = path.join(dir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

function faultOf(input: string): LeitmotionError {
  try {
    readJob(input, DEFAULT_LIMITS);
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
  throw new Error("the job was taken");
}

describe("a job manifest", () => {
  it("names its files relative to itself, whether it is given or its folder", () => {
    const file = given("waltz/job.json", { ...WALTZ, midi_path: "take.mid" });
    for (const input of [file, path.dirname(file)]) {
      const job = readJob(input, DEFAULT_LIMITS);
      expect(job?.scoreFile).toBe(path.join(dir, "waltz/music/waltz.musicxml"));
      expect(job?.midiFile).toBe(path.join(dir, "waltz/take.mid"));
    }
  });

  it("is none if it is a score", () => {
    expect(readJob("waltz.musicxml", DEFAULT_LIMITS)).toBeNull();
  });

  it.each([
    { why: "text that is no JSON", content: "{ job", says: /JSON/ },
    { why: "no object", content: [], says: /must be object/ },
    { why: "no score", content: { ...WALTZ, musicxml_path: undefined }, says: /musicxml_path/ },
    {
      why: "an absolute path",
      content: { ...WALTZ, musicxml_path: "/tmp/a.xml" },
      says: /\/tmp\/a\.xml is not relative/,
    },
    {
      why: "an absolute path of Windows",
      content: { ...WALTZ, midi_path: "C:\\a.mid" },
      says: /not relative/,
    },
    { why: "an unknown option", content: { ...WALTZ, options: { colour: "red" } }, says: /options.*colour/ },
    { why: "a job ID that is no file name", content: { ...WALTZ, job_id: "a/b" }, says: /job_id/ },
  ])("is refused with $why, by file and field", ({ content, says }) => {
    const fault = faultOf(given("job.json", content));
    expect(fault.code).toBe("JOB_INVALID");
    expect(fault.place.file).toBe("job.json");
    expect(fault.what).toMatch(says);
  });

  it("that is not there, and a folder without one, are told apart", () => {
    expect(faultOf(path.join(dir, "absent.json")).message).toMatch(/no such file.*absent\.json/);
    mkdirSync(path.join(dir, "pages.musicxml"));
    const fault = faultOf(path.join(dir, "pages.musicxml"));
    expect(fault.code).toBe("FILE_NOT_FOUND");
    expect(fault.message).toMatch(/folder.*no job\.json.*pages\.musicxml/);
  });
});
