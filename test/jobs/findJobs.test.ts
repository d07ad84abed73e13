import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type FindJobsOptions, findJobs } from "../../src/jobs/findJobs.js";
import { temporaryFolder } from "../io/temporaryFolder.js";

const folder = temporaryFolder();
const SCORE = '<?xml version="1.0"?><score-partwise version="4.0"></score-partwise>';
const manifest = (jobId: string, score: string, midi?: string) =>
  JSON.stringify({
    job_id: jobId,
    source_type: "score",
    artist: "",
    album: "",
    title: "",
    musicxml_path: score,
    ...(midi ? { midi_path: midi } : {}),
  });

/** Make files, by their paths below the temporary folder. */
function given(files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(folder.at(name)), { recursive: true });
    writeFileSync(folder.at(name), content);
  }
}

/** What is found, with paths below the temporary folder. */
function found(inputs: string[], options?: FindJobsOptions) {
  const below = (file: string | null) => file && path.relative(folder.dir, file).split(path.sep).join("/");
  const { jobs, passedOver } = findJobs(inputs.map(folder.at), options);
  return {
    jobs: jobs.map(({ file, midiFile, title }) => [below(file), below(midiFile), title]),
    passedOver: Object.fromEntries(passedOver.map(({ file, reason }) => [below(file), reason])),
  };
}

describe("the jobs of a folder", () => {
  it("are its scores with the MIDI file of the same name beside them, folders below included, by path", () => {
    given({
      "b/waltz.musicxml": SCORE,
      "b/waltz.MID": "",
      "b/deep/trio.mxl": "",
      "b/deep/waltz.mid": "",
      "a.xml": SCORE,
      "notes.txt": "",
    });
    expect(found(["."])).toEqual({
      jobs: [
        ["a.xml", null, "a"],
        ["b/deep/trio.mxl", null, "trio"],
        ["b/waltz.musicxml", "b/waltz.MID", "waltz"],
      ],
      passedOver: { "b/deep/waltz.mid": "MIDI without a score of its name beside it" },
    });
  });

  it("take .mid before .midi", () => {
    given({ "a.musicxml": SCORE, "a.midi": "", "a.mid": "" });
    expect(found(["."]).jobs).toEqual([["a.musicxml", "a.mid", "a"]]);
  });

  it("are manifests first: a score and a take that one names are no jobs of their own", () => {
    given({
      "trio/job.json": manifest("the-trio", "score.musicxml", "take.mid"),
      "trio/score.musicxml": SCORE,
      "trio/take.mid": "",
      "waltz.job.json": manifest("waltz", "music/w.musicxml"),
      "music/w.musicxml": SCORE,
      "music/other.musicxml": SCORE,
      "package.json": "{}",
    });
    expect(found(["."])).toEqual({
      jobs: [
        ["music/other.musicxml", null, "other"],
        ["trio/job.json", null, "the-trio"],
        ["waltz.job.json", null, "waltz"],
      ],
      passedOver: {},
    });
  });

  it("hold a manifest that cannot be read, so that its fault is reported with the others' results", () => {
    given({ "trio/job.json": "{ job", "solo.job.json": "[]" });
    expect(found(["."]).jobs).toEqual([
      ["solo.job.json", null, "solo"],
      ["trio/job.json", null, "trio"],
    ]);
  });

  it("are looked for by content where .xml says too little, in UTF-16 too, and others are named", () => {
    given({
      "time.xml": '<!-- a --><score-timewise version="3.1">',
      "utf16.xml": Buffer.from(`\ufeff${SCORE}`, "utf16le"),
      "page.xml": "<html>",
      "empty.xml": "",
    });
    const { jobs, passedOver } = found(["."]);
    expect(jobs.map(([file]) => file)).toEqual(["time.xml", "utf16.xml"]);
    expect(passedOver).toEqual({ "page.xml": "XML, but no MusicXML", "empty.xml": "XML, but no MusicXML" });
  });

  it("are not looked for behind links, under hidden names, or where the batch writes", () => {
    given({ "a.musicxml": SCORE, ".git/b.musicxml": SCORE, "._a.musicxml": SCORE, "out/c.musicxml": SCORE });
    symlinkSync(folder.at("a.musicxml"), folder.at("d.musicxml"));
    symlinkSync(folder.dir, folder.at("round"));
    const { jobs, passedOver } = found(["."], { except: folder.at("out") });
    expect(jobs).toEqual([["a.musicxml", null, "a"]]);
    expect(passedOver).toEqual({ "d.musicxml": "a link, and links are not followed" });
  });
});

describe("the jobs of patterns and names", () => {
  it("are what the pattern means, and what lies below folders that it means", () => {
    given({
      "x/a.musicxml": SCORE,
      "x/a.mid": "",
      "x/b.mxl": "",
      "y/c.musicxml": SCORE,
      "y/trio.json": manifest("t", "c.musicxml"),
      "y/settings.json": "{}",
    });
    expect(found(["x/*.musicxml"]).jobs).toEqual([["x/a.musicxml", "x/a.mid", "a"]]);
    expect(found(["*"]).jobs.map(([file]) => file)).toEqual(["x/a.musicxml", "x/b.mxl", "y/c.musicxml"]);
    expect(found(["y/*.json"]).jobs).toEqual([["y/trio.json", null, "t"]]);
    expect(found(["*", "y/*"], { except: folder.at("x") }).jobs).toEqual([["y/trio.json", null, "t"]]);
  });

  it("are each one job, however often and in whatever order they are named", () => {
    given({ "a.musicxml": SCORE, "b.musicxml": SCORE, "[c].musicxml": SCORE });
    const all = found(["b.musicxml", "a.musicxml", "*.musicxml", "[c].musicxml", "."]);
    expect(all.jobs.map(([file]) => file)).toEqual(["[c].musicxml", "a.musicxml", "b.musicxml"]);
  });

  it("pass over what is neither score nor manifest, by name", () => {
    given({ "a.musicxml": SCORE, "letter.txt": "", "lonely.mid": "" });
    expect(found(["a.musicxml", "letter.txt", "lonely.mid"])).toEqual({
      jobs: [["a.musicxml", null, "a"]],
      passedOver: {
        "letter.txt": "neither a score nor a job manifest",
        "lonely.mid": "MIDI without a score of its name beside it",
      },
    });
  });
});

describe("a batch without jobs", () => {
  it.each([
    { why: "a name of nothing", input: "absent.musicxml", says: /no such file or folder.*absent\.musicxml/ },
    { why: "a folder without scores", input: "empty", says: /No score and no job manifest in .*empty$/ },
    {
      why: "a pattern that means nothing",
      input: "*.mxl",
      says: /No score and no job manifest in .*\*\.mxl$/,
    },
    { why: "a file that is no score", input: "page.xml", says: /page\.xml is XML, but no MusicXML/ },
  ])("is refused: $why", ({ input, says }) => {
    given({ "page.xml": "<html>" });
    mkdirSync(folder.at("empty"));
    expect(() => findJobs([folder.at(input)])).toThrow(says);
  });
});

it("takes as many jobs as allowed and refuses one more", () => {
  given({ "a.musicxml": SCORE, "b.musicxml": SCORE, "c.job.json": "{" });
  expect(found(["."], { maxJobs: 3 }).jobs).toHaveLength(3);
  expect(() => found(["."], { maxJobs: 2 })).toThrow(/More than 2 jobs/);
});
