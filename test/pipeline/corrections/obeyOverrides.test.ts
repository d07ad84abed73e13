/** overrides.yaml from run to run: obeyed, repeated, carried through edits, and said aloud where it cannot be followed. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { type BuildResult, runBuild } from "../../../src/pipeline/build.js";
import { DEFAULT_OPTIONS } from "../../../src/pipeline/buildOptions.js";
import { restoreVersion } from "../../../src/pipeline/earlier/repairFolder.js";
import { verifyFolder } from "../../../src/pipeline/earlier/verifyFolder.js";
import { temporaryFolder } from "../../e2e/cli.js";
import {
  type MadeMusic,
  makeMusic,
  plainSpot,
  type Spot,
  seamNear,
  withMeasure,
  withoutNote,
} from "../../e2e/madeMusic.js";
import { OTHER_EXPORT, PLAIN_EXPORT, writeMusic } from "../../e2e/madeScore.js";
import { type NoteRecord, registryOf } from "../../e2e/noteFiles.js";
import { copyTree } from "../../e2e/trees.js";

const dir = temporaryFolder();
const music = makeMusic(60);
const seam = seamNear(music);
/** What the performance plays and the score lacks. */
const extra = plainSpot(music, 1);
const MEASURE_SEC = 2.4;
const first = path.join(dir, "first");
const followed = path.join(dir, "followed");
let serial = 0;

interface Edition {
  readonly score: MadeMusic;
  /** null: the score performs itself. */
  readonly take: MadeMusic | null;
  readonly style?: typeof PLAIN_EXPORT;
  /** Microseconds per quarter instead of 600 000. */
  readonly tempo?: number;
}

const plain: Edition = { score: withoutNote(music, extra), take: music };

async function build(out: string, { score, take, style, tempo }: Edition): Promise<BuildResult> {
  const inputs = path.join(dir, `inputs-${serial++}`);
  mkdirSync(inputs);
  const { score: scoreFile, midi } = writeMusic(inputs, take ?? score, PLAIN_EXPORT);
  const spare = path.join(inputs, "spare");
  mkdirSync(spare);
  copyFileSync(writeMusic(spare, score, style ?? PLAIN_EXPORT).score, scoreFile);
  if (tempo) writeFileSync(midi, atTempo(readFileSync(midi), tempo));
  const midiFile = take ? midi : null;
  return runBuild({ ...DEFAULT_OPTIONS, scoreFile, midiFile, outDir: out, pipeline: "align", workers: 1 });
}

/** The same ticks at another tempo. */
function atTempo(midi: Buffer, usPerQuarter: number): Buffer {
  const at = midi.indexOf(Buffer.from([0xff, 0x51, 0x03]));
  midi.writeUIntBE(usPerQuarter, at + 3, 3);
  return midi;
}

/** A copy of the folder in which the corrections have been followed. */
function followedFolder(): string {
  const out = path.join(dir, `out-${serial++}`);
  copyTree(followed, out);
  return out;
}

/** A copy of the first build, with corrections in it. */
function folderWith(corrections: string): string {
  const out = path.join(dir, `out-${serial++}`);
  copyTree(first, out);
  writeFileSync(path.join(out, "overrides.yaml"), corrections);
  return out;
}

const noteOf = (out: string, { universal_id }: Pick<NoteRecord, "universal_id">) =>
  registryOf(out).notes.find((note) => note.universal_id === universal_id);
const warningsOf = ({ report }: BuildResult) =>
  report.warnings.map(({ source, code }) => `${source}: ${code}`);

/** Notes of the first build: the one to link, the one to unlink, the one to move, and the stroke nobody wrote. */
let link: NoteRecord;
let unlink: NoteRecord;
let move: NoteRecord;
let stroke: NoteRecord;
let corrections: string;
let report: BuildResult["report"];

beforeAll(async () => {
  await build(first, plain);
  const { notes } = registryOf(first);
  const plainNotes = notes.filter(
    ({ score, match, chain }) =>
      score && score.measure_index > seam && match.status === "matched" && chain === null,
  );
  [link, unlink, move] = plainNotes;
  stroke = notes.find((note) => note.match.status === "midi_only")!;
  corrections = `corrections:
  - link: ${link.short_id}
    to: ${stroke.universal_id}
    why: heard there
  - unlink: ${unlink.universal_id}
  - move: ${move.universal_id.slice(0, 12)}
    start_sec: ${(move.timing.start_sec - 0.1).toFixed(3)}
`;
  copyTree(first, followed);
  writeFileSync(path.join(followed, "overrides.yaml"), corrections);
  ({ report } = await build(followed, plain));
});

/** What the corrections say, with all music from the seam on later by so much. */
function expectObeyed(out: string, shiftSec = 0, scale = 1): void {
  const at = (sec: number) => expect.closeTo(sec * scale + shiftSec, 5);
  expect(noteOf(out, link)).toMatchObject({
    midi: { pitch: stroke.midi!.pitch, onset_sec: at(stroke.midi!.onset_sec) },
    timing: { start_sec: at(stroke.timing.start_sec), source: "midi_exact" },
    match: { status: "matched", confidence: 1, corrected: true },
  });
  expect(noteOf(out, unlink)).toMatchObject({
    midi: null,
    match: { status: "score_only", confidence: 1, corrected: true },
  });
  expect(noteOf(out, stroke)).toBeUndefined();
  const loose = registryOf(out).notes.filter((note) => note.match.status === "midi_only");
  expect(loose.map((note) => note.midi!.onset_sec)).toEqual(
    [link, unlink].map((note) => at(note.midi!.onset_sec)),
  );
  expect(noteOf(out, move)?.timing).toMatchObject({ source: "corrected_by_hand", confidence: 1 });
}

describe("overrides.yaml in the output folder", () => {
  it("links, unlinks and moves the notes it names, and run.json says so", () => {
    expectObeyed(followed);
    const moved = noteOf(followed, move)!.timing;
    expect(moved.start_sec).toBeCloseTo(move.timing.start_sec - 0.1, 3);
    expect(moved.end_sec - moved.start_sec).toBeCloseTo(move.timing.end_sec - move.timing.start_sec, 5);
    expect(report.corrections).toMatchObject([
      { line: 2, kind: "link", universalId: link.universal_id, obeyed: true },
      { line: 5, kind: "unlink", universalId: unlink.universal_id, obeyed: true },
      { line: 6, kind: "move", universalId: move.universal_id, obeyed: true },
    ]);
    expect(report.warnings).toEqual([]);
  });

  it("changes no other note", () => {
    const mine = new Set([link, unlink, move, stroke].map((note) => note.universal_id));
    const others = (folder: string) =>
      registryOf(folder).notes.filter((n) => !mine.has(n.universal_id) && n.match.status !== "midi_only");
    expect(others(followed)).toEqual(others(first));
  });

  it("costs nothing when nothing has changed, is an input, and is left alone", async () => {
    const out = followedFolder();
    expect((await build(out, plain)).upToDate).toBe(true);
    expect(verifyFolder(out).findings).toEqual([]);
    expect(readFileSync(path.join(out, "overrides.yaml"), "utf8")).toBe(corrections);
    writeFileSync(path.join(out, "overrides.yaml"), `${corrections}# a remark\n`);
    const again = await build(out, plain);
    expect(again.upToDate).toBe(false);
    expect(again.report.inputs).toContainEqual(expect.objectContaining({ role: "overrides" }));
  });

  it("once taken away, leaves the notes as the match finds them", async () => {
    const out = followedFolder();
    rmSync(path.join(out, "overrides.yaml"));
    const { report } = await build(out, plain);
    expect(registryOf(out).notes.map((n) => [n.universal_id, n.timing, n.match])).toEqual(
      registryOf(first).notes.map((n) => [n.universal_id, n.timing, n.match]),
    );
    expect(report.corrections).toBeUndefined();
  });

  it("is kept through a measure put in before, in score and MIDI", async () => {
    const out = followedFolder();
    const edited = withMeasure(music, seam);
    const later: Spot = { ...extra, measure: extra.measure + (extra.measure >= seam ? 1 : 0) };
    const result = await build(out, { score: withoutNote(edited, later), take: edited });
    expect(result.report.warnings).toEqual([]);
    expect(extra.measure).toBeGreaterThanOrEqual(seam);
    expectObeyed(out, MEASURE_SEC);
    expect(noteOf(out, move)?.timing.start_sec).toBeCloseTo(move.timing.start_sec - 0.1 + MEASURE_SEC, 3);
    expect((await build(out, { score: withoutNote(edited, later), take: edited })).upToDate).toBe(true);
  });

  it("is kept through an export from another program", async () => {
    const out = followedFolder();
    await build(out, { ...plain, style: OTHER_EXPORT });
    expectObeyed(out);
    expect(noteOf(out, move)?.timing.start_sec).toBeCloseTo(move.timing.start_sec - 0.1, 3);
  });

  it("is kept through a MIDI file at another tempo, and back again", async () => {
    const out = followedFolder();
    await build(out, { ...plain, tempo: 660_000 });
    expectObeyed(out, 0, 1.1);
    await build(out, plain);
    expectObeyed(out);
    expect(noteOf(out, move)?.timing.start_sec).toBeCloseTo(move.timing.start_sec - 0.1, 3);
  });

  it("is followed in a new folder too, where no run has been before", async () => {
    const out = path.join(dir, "anew");
    mkdirSync(out);
    writeFileSync(path.join(out, "overrides.yaml"), corrections);
    const ids = corrections.replace(link.short_id, link.universal_id);
    writeFileSync(path.join(out, "overrides.yaml"), ids);
    await build(out, plain);
    expectObeyed(out);
  });

  it("finds a performed note by pitch and time, and the one that another note has by that note's ID", async () => {
    const { pitch, onset_sec } = stroke.midi!;
    const out = folderWith(`corrections:
  - link: ${link.universal_id}
    to: { pitch: ${pitch}, onset_sec: ${(onset_sec + 0.08).toFixed(2)} }
  - link: ${unlink.universal_id}
    to: ${move.universal_id}
  - link: ${move.universal_id}
    to: ${unlink.universal_id}
`);
    await build(out, plain);
    expect(noteOf(out, link)?.midi?.onset_sec).toBe(onset_sec);
    expect(noteOf(out, unlink)?.midi).toEqual(move.midi);
    expect(noteOf(out, move)?.midi).toEqual(unlink.midi);
    writeFileSync(
      path.join(out, "overrides.yaml"),
      `${readFileSync(path.join(out, "overrides.yaml"), "utf8")}# so\n`,
    );
    await build(out, plain);
    expect(noteOf(out, unlink)?.midi, "swapped once, not back and forth").toEqual(move.midi);
  });

  it("moves a performed note that is not written", async () => {
    const out = folderWith(
      `corrections:\n  - move: ${stroke.short_id}\n    end_sec: ${stroke.timing.end_sec + 1}\n`,
    );
    await build(out, plain);
    expect(noteOf(out, stroke)).toMatchObject({
      timing: { ...stroke.timing, end_sec: stroke.timing.end_sec + 1, source: "corrected_by_hand" },
      match: { status: "midi_only" },
    });
  });
});

describe("a correction that cannot be followed", () => {
  it("is warned of by line when its note has gone, and the others stand", async () => {
    const spot = plainSpot(music, 3);
    const before = registryOf(first).notes;
    const out = folderWith(corrections);
    const gone = withoutNote(plain.score, spot);
    await build(out, { score: gone, take: music });
    const lost = before.find((n) => n.score && !noteOf(out, n))!;
    expect(lost.score?.part_id).toBe("P4");
    writeFileSync(path.join(out, "overrides.yaml"), `${corrections}  - unlink: ${lost.universal_id}\n`);
    const result = await build(out, plain);
    expect(result.report.warnings, "the note is back").toEqual([]);
    const without = await build(out, { score: gone, take: music });
    expect(warningsOf(without)).toEqual(["overrides.yaml, line 8: OVERRIDE_NOTE_NOT_FOUND"]);
    expect(without.report.warnings[0].message).toContain("is not in the score any more");
    expect(without.report.status).toBe("done");
    expect(without.report.corrections?.map((c) => c.obeyed)).toEqual([true, true, true, false]);
    expect(noteOf(out, link)?.match.corrected).toBe(true);
  });

  it.each([
    {
      why: "an ID that nobody has",
      text: () => "unlink: 00000000",
      code: "OVERRIDE_NOTE_NOT_FOUND",
      says: /begins with 00000000/,
    },
    {
      why: "a performed note as the written one",
      text: () => `unlink: ${stroke.short_id}`,
      code: "OVERRIDE_NOTE_NOT_FOUND",
      says: /not written/,
    },
    {
      why: "a place where nothing is heard",
      text: () => `link: ${link.short_id}\n    to: { pitch: C0, onset_sec: 1 }`,
      code: "OVERRIDE_PERFORMED_NOT_FOUND",
      says: /0\.25 s/,
    },
    {
      why: "a track that does not play it",
      text: () =>
        `link: ${link.short_id}\n    to: { pitch: ${stroke.midi!.pitch}, onset_sec: ${stroke.midi!.onset_sec}, track: 77 }`,
      code: "OVERRIDE_PERFORMED_NOT_FOUND",
      says: /0\.25 s/,
    },
    {
      why: "an end before the note begins",
      text: () => `move: ${move.short_id}\n    end_sec: 0.01`,
      code: "OVERRIDE_NOT_OBEYED",
      says: /cannot be there/,
    },
  ])("is warned of by line: $why", async ({ text, code, says }) => {
    const out = folderWith(`corrections:\n  # a remark\n  - ${text()}\n`);
    const result = await build(out, plain);
    expect(warningsOf(result)).toEqual([`overrides.yaml, line 3: ${code}`]);
    expect(result.report.warnings[0].message).toMatch(says);
    expect(result.report).toMatchObject({ status: "done", corrections: [{ line: 3, obeyed: false }] });
  });

  it("is warned of when the MIDI file is left out; times hold good without one", async () => {
    const out = followedFolder();
    const result = await build(out, { ...plain, take: null });
    expect(warningsOf(result)).toEqual(
      [2, 5].map((line) => `overrides.yaml, line ${line}: OVERRIDE_NOT_OBEYED`),
    );
    expect(noteOf(out, move)?.timing.source).toBe("corrected_by_hand");
  });
});

describe("an overrides.yaml that is wrong", () => {
  async function faultOf(text: string): Promise<LeitmotionError> {
    const out = folderWith(text);
    const before = readFileSync(path.join(out, "manifests/run.json"), "utf8");
    const thrown = await build(out, plain).then(
      () => null,
      (error: unknown) => error,
    );
    expect(readFileSync(path.join(out, "manifests/run.json"), "utf8"), "nothing is written").toBe(before);
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown ?? new Error("Nothing was refused");
  }

  it.each([
    {
      why: "link and unlink of one note",
      text: () => `link: ${link.short_id}\n    to: ${stroke.short_id}\n  - unlink: ${link.universal_id}`,
    },
    {
      why: "two notes linked to one stroke",
      text: () =>
        `link: ${link.short_id}\n    to: ${stroke.short_id}\n  - link: ${unlink.short_id}\n    to: ${stroke.universal_id}`,
    },
    {
      why: "one note moved twice",
      text: () =>
        `move: ${move.short_id}\n    start_sec: 3\n  - move: ${move.universal_id}\n    start_sec: 4`,
    },
  ])("is refused with both lines: $why", async ({ text }) => {
    const words = text();
    const fault = await faultOf(`corrections:\n  - ${words}\n`);
    expect(fault.code).toBe("OVERRIDES_INVALID");
    expect(fault.what).toMatch(/contradicts .* in line 2/);
    const line = 2 + words.split("\n").findLastIndex((each) => each.startsWith("  - "));
    expect(fault.place).toMatchObject({ file: "overrides.yaml", line });
  });

  it("is refused before anything is read: broken YAML with its place", async () => {
    const fault = await faultOf("corrections:\n  - link: [\n");
    expect(fault).toMatchObject({ code: "OVERRIDES_INVALID", exitCode: 2 });
    expect(fault.message).toMatch(/overrides\.yaml, line 3, column \d+/);
  });
});

describe("versions and repairs", () => {
  it("restore brings back a version with the corrections it was made with, and leaves the file to its owner", async () => {
    const out = followedFolder();
    const none = "corrections: []\n";
    writeFileSync(path.join(out, "overrides.yaml"), none);
    await build(out, plain);
    expect(noteOf(out, link)?.match.corrected).toBeUndefined();
    await restoreVersion({ outDir: out, workers: 1, soundfont: null }, 2);
    expectObeyed(out);
    expect(readFileSync(path.join(out, "overrides.yaml"), "utf8")).toBe(none);
    expect(existsSync(path.join(out, ".leitmotion/history/0002/inputs/overrides/overrides.yaml"))).toBe(true);
    await restoreVersion({ outDir: out, workers: 1, soundfont: null }, 1);
    expect(noteOf(out, link)?.match).toEqual(link.match);
    expect(verifyFolder(out).findings).toEqual([]);
  });
});
