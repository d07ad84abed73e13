/** What is there under the right key is not made again: another frame rate, another bank, files taken away. */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { tinyBank } from "../render/audio/tinyBank.js";
import { filesBelow, ROOT, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";
import { contentOf, copyTree, differences, stampsOf, touchedBetween } from "./trees.js";

const dir = temporaryFolder();
const trio = path.join(ROOT, "fixtures/trio-constellation");
const first = path.join(dir, "first");

async function build(out: string, ...flags: string[]): Promise<void> {
  const inputs = [path.join(trio, "score.musicxml"), "--midi", path.join(trio, "take.mid")];
  const done = await runHere(["build", ...inputs, "--out", out, ...flags], { cwd: dir });
  expect(done.status, done.stderr).toBe(0);
}

/** A copy of the first build, disturbed and built again. @returns its folder and the files that differ on the disk */
async function rebuilt(name: string, disturb: (out: string) => void, ...flags: string[]) {
  const out = path.join(dir, name);
  copyTree(first, out);
  disturb(out);
  const before = stampsOf(out);
  await build(out, ...flags);
  const { changed, added, gone } = touchedBetween(before, stampsOf(out));
  const isMade = (file: string) => /^(svg|audio|midi|keyframes)\//.test(file);
  return { out, changed: changed.filter(isMade), added: added.filter(isMade), gone: gone.filter(isMade) };
}

const filesIn = (...folders: string[]) =>
  filesBelow(first).filter((file) => folders.some((folder) => file.startsWith(folder)));

/** Files made and found, stage by stage, as run.json counts them. */
function countsOf(out: string): Record<string, [made: number, reused: number]> {
  const run = readJson<{ measured_at: { stages: { name: string; made: number; reused: number }[] } }>(
    out,
    "manifests/run.json",
  );
  const stages = run.measured_at.stages.filter(({ made, reused }) => made + reused > 0);
  return Object.fromEntries(stages.map(({ name, made, reused }) => [name, [made, reused]]));
}

beforeAll(() => build(first));

describe("building again", () => {
  it("made every file the first time", async () => {
    const drawings = filesIn("svg/").length;
    expect(countsOf(first)).toEqual({
      symbolic: [drawings, 0],
      audio: [12, 0],
      keyframes: [6, 0],
      mix: [3, 0],
    });
  });

  it("at another frame rate makes the keyframes anew, and no drawing and no sound", async () => {
    const { out, ...touched } = await rebuilt("fps", () => {}, "--fps", "25");
    expect(touched).toEqual({ changed: filesIn("keyframes/"), added: [], gone: [] });
    const drawings = filesIn("svg/").length;
    expect(countsOf(out)).toEqual({
      symbolic: [0, drawings],
      audio: [0, 12],
      keyframes: [6, 0],
      mix: [0, 3],
    });
  });

  it("on another bank makes every WAV and its keyframes anew, and no drawing and no MIDI file", async () => {
    writeFileSync(path.join(dir, "tiny.sf2"), new Uint8Array(tinyBank()));
    const { out, ...touched } = await rebuilt("bank", () => {}, "--soundfont", "tiny.sf2");
    expect(touched).toEqual({ changed: filesIn("audio/", "keyframes/"), added: [], gone: [] });
    expect(countsOf(out)).toMatchObject({ audio: [6, 6], mix: [3, 0] });
  });

  it("after files of every kind were taken away brings back these, and touches no other", async () => {
    const kinds = ["audio/notes/", "audio/parts/", "midi/notes/", "keyframes/", "svg/notes/", "svg/layers/"];
    const taken = kinds.map((folder) => filesIn(folder)[1]);
    const { out, ...touched } = await rebuilt("taken", (folder) => {
      for (const file of taken) rmSync(path.join(folder, file));
    });
    expect(touched).toEqual({ changed: [], added: [...taken].sort(), gone: [] });
    expect(differences(contentOf(first), contentOf(out))).toEqual([]);
  });
});
