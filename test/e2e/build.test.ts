/** The whole job on our own trio: counts, times, files, joins, and the same bytes again. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readMidi } from "../../src/formats/midi/readMidi.js";
import { writePerformanceMidi } from "../../src/formats/midi/writeMidi.js";
import { sha256Hex } from "../../src/io/hash.js";
import type { DocumentId } from "../../src/schema/documents.js";
import { assertDocument } from "../../src/schema/validate.js";
import { filesBelow, leitmotion, ROOT, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";

const dir = temporaryFolder();
const trio = path.join(ROOT, "fixtures/trio-constellation");
const score = path.join(trio, "score.musicxml");
const midi = path.join(trio, "take.mid");

interface LivingFile {
  actual_filename: string | null;
  path: string | null;
  file_exists: boolean;
  file_size: number;
  sha256: string;
  status: string;
}
interface Note {
  universal_id: string;
  notehead_id: string | null;
  midi: { onset_sec: number; velocity: number } | null;
  page: { x: number; y: number } | null;
  timing: { start_sec: number; end_sec: number; source: string };
  match: { status: string };
}

function build(out: string, args: string[] = [], env: Record<string, string> = {}) {
  const done = leitmotion(["build", score, "--midi", midi, "--out", out, ...args], dir, env);
  expect(done.stderr + done.stdout).toMatch(/^(Done|Up to date)/m);
  expect(done.status).toBe(0);
  return path.join(dir, out);
}

const registryOf = (out: string) => readJson<{ notes: Note[] }>(out, "manifests/registry.json").notes;
const round6 = (value: number) => Math.round(value * 1e6) / 1e6;

describe("building the trio", () => {
  let out: string;
  beforeAll(() => {
    out = build("first", ["--workers", "1"]);
  });

  it("finds 9 noteheads and 6 sounding notes at the times worked out by hand", () => {
    const notes = registryOf(out);
    expect(notes).toHaveLength(9);
    const matched = notes.filter((note) => note.match.status === "matched");
    expect(matched.map((note) => note.midi?.onset_sec)).toEqual([7.2, 9, 9.9, 9.9, 10.5, 10.8]);
    expect(notes.filter((note) => note.match.status === "tied")).toHaveLength(3);
  });

  it("gives the tied heads their calculated starts before refinement", () => {
    const { notes } = readJson<{ notes: { position_in_group: number; calculated_start_time: number }[] }>(
      out,
      "manifests/tied-notes.json",
    );
    const tied = notes
      .filter((note) => note.position_in_group > 0)
      .map((note) => round6(note.calculated_start_time));
    expect(tied).toEqual([9.035833, 9.6, 9.647778]);
  });

  it("writes 9 drawings, 6 sounds, 6 single-note MIDI files and 6 keyframe files", () => {
    const files = filesBelow(out);
    const count = (pattern: RegExp) => files.filter((file) => pattern.test(file)).length;
    expect(count(/^svg\/notes\/notehead_.*\.svg$/)).toBe(9);
    expect(count(/^audio\/notes\/.*\.wav$/)).toBe(6);
    expect(count(/^midi\/notes\/.*\.mid$/)).toBe(6);
    expect(count(/^keyframes\/.*_keyframes\.json$/)).toBe(6);
    expect(count(/^audio\/parts\/.*\.wav$/)).toBe(2);
    expect(files).toEqual(expect.arrayContaining(["audio/mix.wav", "song_map.json", "report.html"]));
    expect(files.filter((file) => /tmp|~/.test(file))).toEqual([]);
  });

  it("leaves manifests that tell the truth: every file there, with its size and hash, and no file unlisted", () => {
    const listed = livingFiles(out);
    for (const file of listed) {
      expect(file.status).toBe("done");
      const bytes = readFileSync(path.join(out, file.path!));
      expect(file.file_size).toBe(bytes.length);
      expect(file.sha256).toBe(sha256Hex(bytes));
      expect(path.basename(file.path!)).toBe(file.actual_filename);
    }
    const rendered = filesBelow(out).filter((file) => /^(svg|audio|midi|keyframes)\//.test(file));
    expect(rendered).toEqual([...new Set(listed.map((file) => file.path))].sort());
  });

  it("writes only documents that their schemas allow", () => {
    const documents: [DocumentId, string][] = [
      ["registry.v1", "manifests/registry.json"],
      ["symbolic.v1", "manifests/symbolic.json"],
      ["audio.v1", "manifests/audio.json"],
      ["tied_notes.v1", "manifests/tied-notes.json"],
      ["run.v1", "manifests/run.json"],
      ["song_map.v1", "song_map.json"],
      ...filesBelow(path.join(out, "keyframes")).map((f): [DocumentId, string] => [
        "keyframes.v1",
        `keyframes/${f}`,
      ]),
    ];
    for (const [id, file] of documents) assertDocument(id, readJson(out, file), file);
  });

  it("joins registry, manifests, keyframes and Song Map by ID without an orphan", () => {
    const notes = registryOf(out);
    const ids = new Set(notes.map((note) => note.universal_id));
    const sounding = notes
      .filter((note) => note.match.status !== "tied")
      .map((note) => note.universal_id)
      .sort();
    const audio = readJson<{ entries: { universal_id: string }[] }>(out, "manifests/audio.json");
    expect(audio.entries.map((entry) => entry.universal_id).sort()).toEqual(sounding);
    const keyframes = filesBelow(path.join(out, "keyframes")).map(
      (file) => readJson<{ universal_id: string }>(out, "keyframes", file).universal_id,
    );
    expect(keyframes.sort()).toEqual(sounding);
    const symbolic = readJson<{ entries: { notehead_id: string }[] }>(out, "manifests/symbolic.json");
    const heads = notes.map((note) => note.notehead_id!);
    expect(symbolic.entries.map((entry) => entry.notehead_id).sort()).toEqual([...new Set(heads)].sort());
    const map = readJson<{ performance: { notes: { universal_id: string }[] } }>(out, "song_map.json");
    expect(map.performance.notes.length).toBeGreaterThan(0);
    for (const note of map.performance.notes) expect(ids.has(note.universal_id)).toBe(true);
  });

  it("puts every head on the page", () => {
    for (const note of registryOf(out)) expect(note.page).not.toBeNull();
    const { pages } = readJson<{ pages: { heads_expected: number; heads_found: number }[] }>(
      out,
      "manifests/run.json",
    );
    expect(pages.reduce((sum, page) => sum + page.heads_found, 0)).toBe(9);
  });

  it("gives the same bytes with two workers, in another folder and time zone", () => {
    const again = build("again", ["--workers", "2"], { TZ: "Pacific/Auckland" });
    expect(filesBelow(again)).toEqual(filesBelow(out));
    for (const file of filesBelow(out)) {
      expect(timeless(path.join(again, file)), file).toBe(timeless(path.join(out, file)));
    }
  });

  it("is repeated into its own folder without leaving a file too many", () => {
    const before = filesBelow(out);
    build("first", ["--workers", "2"]);
    expect(filesBelow(out)).toEqual(before);
  });

  it("moves exactly one note when one MIDI note moves by 50 ms", async () => {
    const moved = path.join(dir, "moved.mid");
    writeFileSync(moved, moveOneNote(readFileSync(midi)));
    const done = await runHere(["build", score, "--midi", moved, "--out", "moved", "--only", "audio"], {
      cwd: dir,
    });
    expect(done.status).toBe(0);
    const [was, is] = [registryOf(out), registryOf(path.join(dir, "moved"))];
    const startOf = (notes: Note[]) =>
      new Map(notes.map((note) => [note.universal_id, note.timing.start_sec]));
    const shifted = [...startOf(was)].filter(([id, start]) => startOf(is).get(id) !== start);
    expect(shifted.map(([id, start]) => round6(startOf(is).get(id)! - start))).toEqual([0.05]);
    const keyframeStarts = (folder: string) =>
      new Map(
        filesBelow(path.join(folder, "keyframes")).map((file) => {
          const document = readJson<{ universal_id: string; start_time_seconds: number }>(
            folder,
            "keyframes",
            file,
          );
          return [document.universal_id, document.start_time_seconds];
        }),
      );
    const [before, after] = [keyframeStarts(out), keyframeStarts(path.join(dir, "moved"))];
    const changed = [...before].filter(([id, start]) => after.get(id) !== start).map(([id]) => id);
    expect(changed).toEqual([shifted[0][0]]);
  });
});

/** The last note of the violin, at 10.8 s, 50 ms later: 80 ticks of 960 a quarter at 100 bpm. */
function moveOneNote(bytes: Uint8Array): Uint8Array {
  const performance = readMidi(bytes, { fileName: "take.mid" });
  const last = performance.notes.at(-1)!;
  const sounding = performance.tracks.filter((track) => track.noteCount > 0);
  return writePerformanceMidi({
    ppq: performance.tempoMap.ppq,
    name: "",
    tempos: performance.tempoMap.segments.map((s) => ({ tick: s.startTick, usPerQuarter: s.usPerQuarter })),
    tracks: sounding.map((track) => {
      const notes = performance.notes.filter((note) => note.track === track.index);
      return {
        name: track.name,
        channel: track.channels[0],
        program: notes[0].program,
        notes: notes.map((note) => ({
          pitch: note.pitch,
          velocity: note.velocity,
          onsetTick: note.onsetTick + (note === last ? 80 : 0),
          durationTick: note.offsetTick - note.onsetTick,
        })),
      };
    }),
  });
}

/** A file's text without times of day and durations of work; bytes of anything that is no JSON as hex digest. */
function timeless(file: string): string {
  if (!file.endsWith(".json")) return `${statSync(file).size} ${sha256Hex(readFileSync(file))}`;
  const drop = (key: string, value: unknown) => (/_at$|^(work_)?duration_sec$/.test(key) ? undefined : value);
  const inRun = file.endsWith("run.json");
  return JSON.stringify(
    JSON.parse(readFileSync(file, "utf8")),
    inRun ? drop : (k, v) => (/_at$/.test(k) ? undefined : v),
  );
}

function livingFiles(out: string): LivingFile[] {
  const found: LivingFile[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === "object") {
      if ("actual_filename" in value) found.push(value as LivingFile);
      else Object.values(value).forEach(walk);
    }
  };
  walk(readJson(out, "manifests/symbolic.json"));
  walk(readJson(out, "manifests/audio.json"));
  return found;
}
