/** One note that cannot be rendered: it is marked, the others go on, and the exit code says so. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { TINY, tinyBank } from "../render/audio/tinyBank.js";
import { filesBelow, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";

const note = (octave: number) =>
  `<note><pitch><step>C</step><octave>${octave}</octave></pitch><duration>2</duration><voice>1</voice><type>half</type></note>`;

/** The bank's narrow preset sounds on keys 60–72 only: C5 is inside, C6 is not. MusicXML counts programs from 1. */
const score = `<?xml version="1.0"?>
<score-partwise version="4.0"><part-list><score-part id="P1"><part-name>Lead</part-name>
<score-instrument id="I1"><instrument-name>Lead</instrument-name></score-instrument>
<midi-instrument id="I1"><midi-program>${TINY.narrow + 1}</midi-program></midi-instrument></score-part></part-list>
<part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time>
<clef><sign>G</sign><line>2</line></clef></attributes>${note(5)}${note(6)}</measure></part></score-partwise>`;

describe("a note that the sound bank cannot play", () => {
  it("is marked failed with its code while the other is finished, and the build exits with 3", async () => {
    const dir = temporaryFolder();
    writeFileSync(path.join(dir, "score.musicxml"), score);
    writeFileSync(path.join(dir, "narrow.sf2"), new Uint8Array(tinyBank()));
    const done = await runHere(
      ["build", "score.musicxml", "--soundfont", "narrow.sf2", "--out", "out", "--only", "audio"],
      { cwd: dir },
    );
    expect(done.status, done.stderr).toBe(3);
    expect(done.stderr.match(/\[NOTE_RENDER_FAILED\]$/gm)).toHaveLength(1);

    const out = path.join(dir, "out");
    const run = readJson<{ status: string; failed_notes: { universal_id: string; code: string }[] }>(
      out,
      "manifests/run.json",
    );
    expect(run.status).toBe("partial");
    expect(run.failed_notes.map((failed) => failed.code)).toEqual(["NOTE_RENDER_FAILED"]);

    type File = { status: string; file_exists: boolean };
    const { entries } = readJson<{
      entries: { universal_id: string; pitch: string; files: { wav: File; keyframes: File } }[];
    }>(out, "manifests/audio.json");
    const states = entries.map(({ pitch, files }) => [
      pitch,
      files.wav.status,
      files.wav.file_exists,
      files.keyframes.status,
    ]);
    expect(states).toEqual([
      ["C5", "done", true, "done"],
      ["C6", "failed", false, "failed"],
    ]);
    expect(run.failed_notes[0].universal_id).toBe(entries[1].universal_id);
    expect(filesBelow(path.join(out, "audio/notes"))).toHaveLength(1);
  });
});
