/** Sounds found among the files of earlier runs, on a real disk. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stampOf } from "../../../src/io/fileStamp.js";
import { sha256Hex } from "../../../src/io/hash.js";
import { type FormerFile, FormerFiles } from "../../../src/pipeline/earlier/formerFiles.js";
import {
  groupSounds,
  type SoundFile,
  SoundFinder,
  type SoundState,
} from "../../../src/pipeline/sounds/soundGroups.js";
import type { AudioEntry } from "../../../src/schema/audio.js";
import { fromDocument } from "../../../src/schema/codec.js";
import { predictFile } from "../../../src/schema/livingFile.js";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-groups-"));
  for (const folder of ["audio/notes", "midi/notes"]) mkdirSync(path.join(dir, folder), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const at = (file: string) => path.join(dir, file);
const textOf = (file: string) => readFileSync(at(file), "utf8");
const keysOf = (sound: string) => ({
  wav: `wav ${sound}`,
  midi: `midi ${sound}`,
  analysis: `heard ${sound}`,
});
const extent = { peakDb: -3, centroidHz: null, crossingHz: null, spreadHz: null };

/** A note of the new run, called like its sound's letter in the entry: nothing of it is known yet. */
function entryOf(note: string, soundKey: string): AudioEntry {
  const file = (ending: string) => fromDocument(predictFile(`${note}.${ending}`));
  const files = { wav: file("wav"), midi: file("mid"), keyframes: file("json") };
  return { universalId: note, soundKey, sound: null, files } as unknown as AudioEntry;
}

/** Files that an earlier run left for a note that sounded like `sound` then; all of one size and date. */
function leave(note: string, sound: string): FormerFile[] {
  const put = (kind: SoundFile, file: string): FormerFile => {
    const text = `${kind} of sound ${sound}`;
    writeFileSync(at(file), text);
    utimesSync(at(file), 1e9, 1e9);
    const { sizeByte, modifiedAt } = stampOf(at(file))!;
    const facts = { frameCount: 1, analysisKey: keysOf(sound).analysis, ...extent };
    return {
      path: file,
      universalId: note,
      sizeByte,
      sha256: sha256Hex(text),
      createdAt: modifiedAt,
      artifactKey: keysOf(sound)[kind],
      ...(kind === "wav" ? { sound: facts } : {}),
    };
  };
  return [put("wav", `audio/notes/${note}.wav`), put("midi", `midi/notes/${note}.mid`)];
}

/** Take over what there is for notes that sound as said, group after group. */
function takeOver(former: FormerFile[], notes: Record<string, string>) {
  const entries = Object.entries(notes).map(([note, sound]) => entryOf(note, sound));
  const sounds = entries.map(({ universalId }) => ({
    universalId,
    program: 0,
    percussion: false,
    events: [],
  }));
  const finder = new SoundFinder(new FormerFiles(at, former, "stamp"), at);
  const states = new Map<string, SoundState>();
  for (const group of groupSounds(entries, sounds, keysOf)) states.set(group.key, finder.takeOver(group));
  return { entries, states };
}

describe("notes that sound like another note did before", () => {
  it("get its files by link, and their manifest entries say what is there", () => {
    const { entries, states } = takeOver(leave("a", "X"), { b: "X", c: "X" });
    for (const [i, note] of ["b", "c"].entries()) {
      expect(textOf(`audio/notes/${note}.wav`)).toBe("wav of sound X");
      expect(textOf(`midi/notes/${note}.mid`)).toBe("midi of sound X");
      expect(entries[i].files.wav).toMatchObject({
        status: "done",
        path: `audio/notes/${note}.wav`,
        sha256: sha256Hex("wav of sound X"),
        createdAt: stampOf(at(`audio/notes/${note}.wav`))!.modifiedAt,
        artifactKey: "wav X",
      });
    }
    expect(states.get("X")?.facts).toMatchObject({ frameCount: 1, analysisKey: "heard X" });
    expect(states.get("X")?.wav?.path).toBe("audio/notes/b.wav");
  });

  it("are rendered if that file was changed since", () => {
    const former = leave("a", "X");
    writeFileSync(at("audio/notes/a.wav"), "something else!");
    const { states } = takeOver(former, { b: "X" });
    expect(states.get("X")).toMatchObject({ wav: null, midi: { path: "midi/notes/b.mid" } });
    expect(existsSync(at("audio/notes/b.wav"))).toBe(false);
  });

  it("are rendered if nothing sounded like them", () => {
    expect(takeOver(leave("a", "X"), { a: "Y" }).states.get("Y")).toEqual({
      wav: null,
      midi: null,
      facts: null,
    });
  });
});

describe("two notes that swap their sounds", () => {
  it("never end with each other's bytes under the wrong key", () => {
    const { entries, states } = takeOver([...leave("a", "X"), ...leave("b", "Y")], { a: "Y", b: "X" });
    expect(textOf("audio/notes/a.wav")).toBe("wav of sound Y");
    expect(entries[0].files.wav.sha256).toBe(sha256Hex("wav of sound Y"));
    expect(states.get("X")).toEqual({ wav: null, midi: null, facts: null });
    expect(entries[1].files.wav.status).toBe("predicted");
  });
});
