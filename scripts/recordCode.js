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
import { playedTake } from "./playedTake.js";

const fixture = (name) => path.resolve(import.meta.dirname, "../fixtures", name);

const manner = process.argv[2];
const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-record-"));
const out = path.join(dir, "out");
try {
  writeFileSync(
    path.join(dir, "played.mid"),
    playedTake(
      readMidi(readFileSync(fixture("song/take.mid")), { fileName: "take.mid" }),
      writePerformanceMidi,
    ),
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
