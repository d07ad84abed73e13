/**
 * Run the packed program on our own fixtures and keep what the engine made of it: `node scripts/recordCode.js short|long`.
 * Functions that ran are kept compiled; all others are compiled when they are called, as ever.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { tuneForShortRun } from "../dist/cli/shortRun.js";
import { readMidi } from "../dist/formats/midi/readMidi.js";
import { writePerformanceMidi } from "../dist/formats/midi/writeMidi.js";
import { loadPacked, recordCode, recordedCode } from "../dist/io/packedProgram.js";

const fixture = (name) => path.resolve(import.meta.dirname, "../fixtures", name);
const TICKS_PER_SEC = 960;

const manner = process.argv[2];
const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-record-"));
const out = path.join(dir, "out");
try {
  writeFileSync(
    path.join(dir, "played.mid"),
    played(readMidi(readFileSync(fixture("song/take.mid")), { fileName: "take.mid" })),
  );
  recordCode();
  if (manner === "short") tuneForShortRun();
  const { enter } = loadPacked("door");
  for (const words of commands()) {
    process.argv = [process.argv[0], "leitmotion", ...words];
    const exitCode = await enter();
    if (exitCode !== 0) throw new Error(`leitmotion ${words.join(" ")}: exit ${exitCode}`);
  }
  for (const { file, code } of recordedCode()) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** Long ones besides the short ones: an engine without settings for either has one store for both, and keeps the last. */
function commands() {
  const song = fixture("song/score.musicxml");
  const align = ["align", song, path.join(dir, "played.mid"), "--out", out];
  const waltz = [fixture("waltz/score.musicxml"), fixture("waltz/take-without-repeats.mid")]; // with endings
  const alignOther = ["align", ...waltz, "--out", path.join(dir, "waltz")];
  const short = [
    align,
    alignOther,
    align,
    ["inspect", out, "--measure", "2"],
    ["verify", out],
    ["pipelines", "list"],
  ];
  if (manner === "short") return short;
  const built = path.join(dir, "built");
  const build = ["build", song, "--midi", fixture("song/take.mid"), "--out", built, "--workers", "1"];
  return [...short, build, build];
}

/** The take as somebody may play it: unsteady, with wrong, missing and repeated notes, and a breath. */
function played({ notes }) {
  const plays = notes.flatMap(({ onsetSec, offsetSec, pitch, velocity }, index) => {
    if (index % 37 === 20) return [];
    const unsteadySec = 0.08 * Math.sin(onsetSec) + 0.012 * Math.sin(7 * index) + (onsetSec > 9 ? 0.7 : 0);
    const onsetTick = Math.round((onsetSec * 1.07 + unsteadySec + 0.5) * TICKS_PER_SEC);
    const durationTick = Math.max(1, Math.round((offsetSec - onsetSec) * TICKS_PER_SEC));
    const note = { pitch: index % 41 === 30 ? pitch + 1 : pitch, velocity, onsetTick, durationTick };
    return index % 53 === 40 ? [note, { ...note, onsetTick: onsetTick + 70 }] : [note];
  });
  const tracks = [{ name: "played", channel: 0, program: 0, notes: plays }];
  return writePerformanceMidi({
    ppq: TICKS_PER_SEC / 2,
    name: "",
    tempos: [{ tick: 0, usPerQuarter: 500_000 }],
    tracks,
  });
}
