/**
 * What it costs to repeat a finished build, and to build again after one note was changed.
 *
 *     node bench/engine/repeat.js [--notes 5000] [--assert]
 *
 * Prints seconds and files written of the first build, of the same build repeated, and of a build with one note a step
 * higher; `--assert` fails if the repeated one wrote a file or took 10 % of the first one's time.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeScore, PPQ } from "../scale/makeScore.js";

const MAIN = path.resolve(import.meta.dirname, "../../dist/cli/main.js");
/** Share of the first build's time that repeating it may take. */
const BOUND = 0.1;

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};

const { writePerformanceMidi } = await import("../../dist/formats/midi/writeMidi.js");
const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-repeat-"));
try {
  process.exitCode = main();
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function main() {
  const { musicXml, tracks } = makeScore(Number(option("notes", "5000")));
  const score = path.join(dir, "score.musicxml");
  const midi = path.join(dir, "take.mid");
  const tempos = [{ tick: 0, usPerQuarter: 500_000 }];
  writeFileSync(score, musicXml);
  writeFileSync(midi, writePerformanceMidi({ ppq: PPQ, name: "", tempos, tracks }));
  const first = build(score, midi);
  const repeated = build(score, midi);
  const edit = oneStepHigher(musicXml, tracks);
  writeFileSync(score, edit.musicXml);
  writeFileSync(midi, writePerformanceMidi({ ppq: PPQ, name: "", tempos, tracks: edit.tracks }));
  const edited = build(score, midi);
  console.log("build     seconds  share  files written  sounds of notes");
  for (const [name, row] of Object.entries({ first, repeated, edited })) {
    const share = `${((100 * row.sec) / first.sec).toFixed(1)} %`;
    console.log(
      `${name.padEnd(9)} ${row.sec.toFixed(2).padStart(7)} ${share.padStart(7)}` +
        ` ${String(row.written.length).padStart(13)} ${String(row.written.filter(isNoteSound).length).padStart(16)}`,
    );
  }
  const tooMuch = repeated.written.length > 0 || repeated.sec >= BOUND * first.sec;
  if (tooMuch) console.log("Repeating wrote files, or took 10 % of the first build's time");
  return tooMuch && process.argv.includes("--assert") ? 1 : 0;
}

function isNoteSound(file) {
  return /^audio\/notes\//.test(file);
}

/** Start to end of the whole process, as a user waits for it. */
function build(score, midi) {
  const out = path.join(dir, "out");
  const before = stamps(out);
  const begun = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [MAIN, "build", score, "--midi", midi, "--out", out],
    { encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const sec = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`The build ended with ${status}: ${stderr}`);
  const after = stamps(out);
  return { sec, written: [...after.keys()].filter((file) => before.get(file) !== after.get(file)) };
}

/** Path → inode, time and size. */
function stamps(out) {
  const found = new Map();
  let entries = [];
  try {
    entries = readdirSync(out, { recursive: true, withFileTypes: true });
  } catch (thrown) {
    if (thrown.code !== "ENOENT") throw thrown;
  }
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const { ino, mtimeNs, size } = statSync(file, { bigint: true });
    found.set(path.relative(out, file).split(path.sep).join("/"), `${ino} ${mtimeNs} ${size}`);
  }
  return found;
}

/** The first note in the middle of the first part that is a C becomes a D, in score and performance. */
function oneStepHigher(musicXml, tracks) {
  const notes = musicXml.split("<note>");
  const inFirstPart = tracks[0].notes.length;
  const isC = (n) => notes[n].includes("<step>C</step>");
  let at = Math.floor(inFirstPart / 2) + 1;
  while (!isC(at)) at++;
  notes[at] = notes[at].replace("<step>C</step>", "<step>D</step>");
  const [track, ...others] = structuredClone(tracks);
  track.notes[at - 1].pitch += 2;
  return { musicXml: notes.join("<note>"), tracks: [track, ...others] };
}
