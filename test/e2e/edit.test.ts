/** Building again after an edit: what is still right is not touched, what is still the same note keeps its names. */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "./cli.js";
import {
  chordSpot,
  type MadeMusic,
  makeMusic,
  noteAt,
  plainSpot,
  type Spot,
  seamNear,
  withMeasure,
  withoutInnerNote,
  withoutNote,
  withPitch,
  withVelocity,
} from "./madeMusic.js";
import { type ExportStyle, OTHER_EXPORT, PLAIN_EXPORT, writeMusic } from "./madeScore.js";
import {
  filesOfNotes,
  isRecord,
  type NoteRecord,
  placeOf,
  recordAt,
  recordsAt,
  registryOf,
  runOf,
  sharedFiles,
} from "./noteFiles.js";
import type { Ended } from "./processes.js";
import { runHere } from "./runHere.js";
import {
  contentOf,
  copyTree,
  differences,
  stampsOf,
  type Touched,
  touchedBetween,
  untruthsOf,
} from "./trees.js";

const dir = temporaryFolder();
const music = makeMusic(60);
const spot = plainSpot(music, 1);
const other = plainSpot(music, 3);
const first = path.join(dir, "first");
let serial = 0;

async function build(
  out: string,
  edition: MadeMusic,
  style: ExportStyle = PLAIN_EXPORT,
  ...flags: string[]
): Promise<Ended> {
  const inputs = path.join(dir, `inputs-${serial++}`);
  mkdirSync(inputs);
  const { score, midi } = writeMusic(inputs, edition, style);
  const ended = await runHere([
    "build",
    score,
    "--midi",
    midi,
    "--out",
    out,
    "--rate",
    "44100",
    "--bits",
    "16",
    ...flags,
  ]);
  expect(ended.status, ended.stderr).toBe(0);
  return ended;
}

/** A copy of the first build with another edition built over it. */
async function rebuilt(edition: MadeMusic, style?: ExportStyle, ...flags: string[]) {
  const out = path.join(dir, `again-${serial++}`);
  copyTree(first, out);
  const before = stampsOf(out);
  const ended = await build(out, edition, style, ...flags);
  expect(untruthsOf(out)).toEqual([]);
  return { out, ended, touched: touchedBetween(before, stampsOf(out)) };
}

/** Where in its measure a note begins, in quarters, as the registry writes it. */
function quarterOf({ part, measure, voice, index }: Spot): string {
  const before = music.parts[part].measures[measure][voice].slice(0, index);
  const sixteenths = before.reduce((sum, note) => sum + note.durationSixteenth, 0);
  return sixteenths % 4 === 0 ? String(sixteenths / 4) : `${sixteenths / 2}/2`;
}

const all = ({ changed, added, gone }: Touched) =>
  [...changed, ...added, ...gone].filter((file) => !isRecord(file));

beforeAll(async () => {
  await build(first, music);
});

describe("a finished build repeated", () => {
  it("writes nothing, renames nothing, and says so", async () => {
    const { ended, touched } = await rebuilt(music);
    expect(touched).toEqual({ changed: [], added: [], gone: [] });
    expect(ended.stdout + ended.stderr).toMatch(/nothing|up to date/i);
  });

  it("writes nothing with another number of workers", async () => {
    const { touched } = await rebuilt(music, PLAIN_EXPORT, "--workers", "1");
    expect(touched).toEqual({ changed: [], added: [], gone: [] });
  });

  it("renders again what somebody took away, and nothing else", async () => {
    const [file] = filesOfNotes(first).values().next().value!;
    const out = path.join(dir, "plundered");
    copyTree(first, out);
    rmSync(path.join(out, file));
    const before = stampsOf(out);
    await build(out, music);
    const { changed, added, gone } = touchedBetween(before, stampsOf(out));
    expect({ added, gone, changed: changed.filter((name) => !isRecord(name)) }).toEqual({
      added: [file],
      gone: [],
      changed: [],
    });
    expect(differences(contentOf(first), contentOf(out))).toEqual([]);
  });
});

describe("one note at another pitch", () => {
  it("keeps its ID and names, and costs its own files and what contains it", async () => {
    const { out, touched } = await rebuilt(withPitch(music, spot, 1));
    const was = recordAt(first, spot, quarterOf(spot));
    const is = recordAt(out, spot, quarterOf(spot));
    expect(is.score?.pitch?.midi).not.toBe(was.score?.pitch?.midi);
    expect([is.universal_id, is.short_id]).toEqual([was.universal_id, was.short_id]);
    const mine = filesOfNotes(first).get(was.universal_id)!;
    expect(filesOfNotes(out).get(is.universal_id)).toEqual(mine);
    const allowed = new Set([...mine, ...sharedFiles(first, was), ...sharedFiles(out, is)]);
    expect(all(touched).filter((file) => !allowed.has(file))).toEqual([]);
    expect(touched.changed).toEqual(expect.arrayContaining(mine.filter((file) => /\.(wav|mid)$/.test(file))));
    expect(runOf(out).identity).toMatchObject({ changed: 1, new: 0, gone: 0, moved: 0 });
  });
});

describe("one note played louder", () => {
  it("costs its own sound and what contains it, and no drawing", async () => {
    const { out, touched } = await rebuilt(withVelocity(music, spot, noteAt(music, spot).velocity + 7));
    const was = recordAt(first, spot, quarterOf(spot));
    const mine = filesOfNotes(first).get(was.universal_id)!;
    const allowed = new Set([...mine, ...sharedFiles(first, was)].filter((file) => !file.startsWith("svg/")));
    expect(all(touched).filter((file) => !allowed.has(file))).toEqual([]);
    expect(filesOfNotes(out).get(was.universal_id)).toEqual(mine);
    expect(touched.changed).toContain("audio/mix.wav");
  });
});

describe("one note taken out", () => {
  /** Built once, for two tests that only look at it. */
  let rest: ReturnType<typeof rebuilt> | null = null;
  const withRest = () => (rest ??= rebuilt(withoutNote(music, spot)));

  /** The files of a note that is gone: moved, listed with the reason. @returns where they are now */
  function expectSetAside(out: string, was: NoteRecord, touched: Touched): string[] {
    const mine = filesOfNotes(first).get(was.universal_id)!;
    const orphans = runOf(out).orphans.filter((orphan) => orphan.universal_id === was.universal_id);
    expect(orphans.map((orphan) => orphan.was).sort()).toEqual([...mine].sort());
    expect(touched.gone.sort()).toEqual([...mine].sort());
    for (const { path: place, reason } of orphans) {
      expect(place.startsWith("orphans/") && existsSync(path.join(out, place)), place).toBe(true);
      expect(reason).not.toBe("");
    }
    expect(runOf(out).identity).toMatchObject({ gone: 1, new: 0, changed: 0, moved: 0 });
    return [...mine, ...orphans.map((orphan) => orphan.path)];
  }

  it("of a chord leaves its files in orphans/, and its neighbours' files alone", async () => {
    const inner = chordSpot(music, 2);
    const [, was] = recordsAt(first, inner, quarterOf(inner));
    const { out, touched } = await rebuilt(withoutInnerNote(music, inner));
    const allowed = new Set([...expectSetAside(out, was, touched), ...sharedFiles(first, was)]);
    expect(all(touched).filter((file) => !allowed.has(file))).toEqual([]);
  });

  it("for a rest leaves every sound alone; drawings of its page may move by fractions of a pixel", async () => {
    const was = recordAt(first, spot, quarterOf(spot));
    const { out, touched } = await withRest();
    const allowed = new Set([...expectSetAside(out, was, touched), ...sharedFiles(first, was)]);
    const others = all(touched).filter((file) => !allowed.has(file));
    expect(others.filter((file) => !file.startsWith("svg/notes/"))).toEqual([]);
  });

  it("and another one later: both are listed, and an orphan that is called for again comes back", async () => {
    const out = path.join(dir, "two");
    copyTree((await withRest()).out, out);
    await build(out, withoutNote(withoutNote(music, spot), other));
    const ids = [recordAt(first, spot, quarterOf(spot)), recordAt(first, other, quarterOf(other))].map(
      (note) => note.universal_id,
    );
    const listed = new Set(runOf(out).orphans.map((orphan) => orphan.universal_id));
    expect(ids.filter((id) => !listed.has(id))).toEqual([]);
    for (const orphan of runOf(out).orphans)
      expect(existsSync(path.join(out, orphan.path)), orphan.path).toBe(true);
    await build(out, music);
    expect(filesOfNotes(out)).toEqual(filesOfNotes(first));
  });
});

describe("a measure put in", () => {
  const seam = seamNear(music);
  /** Built once, for two tests that only look at it. */
  let longer: ReturnType<typeof rebuilt> | null = null;
  const withSeam = () => (longer ??= rebuilt(withMeasure(music, seam)));

  it("changes no ID, no short ID and no file name outside itself", async () => {
    const { out } = await withSeam();
    const pushed = (measure: number) => (measure >= seam ? measure + 1 : measure);
    const after = new Map(registryOf(out).notes.map((note) => [placeOf(note), note]));
    const lost = registryOf(first).notes.filter((note) => {
      const found = after.get(placeOf(note, pushed));
      return found?.universal_id !== note.universal_id || found.short_id !== note.short_id;
    });
    expect(lost.map((note) => placeOf(note))).toEqual([]);
    const names = filesOfNotes(out);
    for (const [id, files] of filesOfNotes(first)) expect(names.get(id), id).toEqual(files);
    expect(runOf(out).identity).toMatchObject({ changed: 0, gone: 0 });
    expect(runOf(out).orphans.filter((orphan) => orphan.universal_id !== null)).toEqual([]);
  });

  it("renders no sound outside itself again", async () => {
    const { out, touched } = await withSeam();
    const sounds = new Set([...filesOfNotes(first).values()].flat().filter((file) => file.endsWith(".wav")));
    expect(touched.changed.filter((file) => sounds.has(file))).toEqual([]);
    expect(existsSync(path.join(out, "orphans/audio/notes"))).toBe(false);
  });
});

describe("the same music from another program", () => {
  it("(other divisions, other widths, IDs dropped) keeps every ID, every name and every sound", async () => {
    const { out, touched } = await rebuilt(music, OTHER_EXPORT);
    expect(registryOf(out).notes.map((note) => [placeOf(note), note.universal_id, note.short_id])).toEqual(
      registryOf(first).notes.map((note) => [placeOf(note), note.universal_id, note.short_id]),
    );
    expect(filesOfNotes(out)).toEqual(filesOfNotes(first));
    expect(all(touched).filter((file) => /^(audio|midi|keyframes)\//.test(file))).toEqual([]);
    expect(runOf(out).identity).toMatchObject({ changed: 0, new: 0, gone: 0, moved: 0 });
  });
});

describe("--fresh", () => {
  it("starts anew: the IDs are those of a build into a new folder", async () => {
    const edition = withMeasure(withPitch(music, spot, 1), seamNear(music));
    const { out } = await rebuilt(edition, PLAIN_EXPORT, "--fresh");
    const anew = path.join(dir, "anew");
    await build(anew, edition, PLAIN_EXPORT, "--only", "song-map");
    const ids = (folder: string) =>
      registryOf(folder).notes.map((note) => [placeOf(note), note.universal_id]);
    expect(ids(out)).toEqual(ids(anew));
    expect(ids(out)).not.toEqual(ids((await rebuilt(edition, PLAIN_EXPORT, "--only", "song-map")).out));
  });
});
