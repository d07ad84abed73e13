/**
 * What the engine adds to a build: this checkout against an earlier commit, in turns, on the same score.
 *
 *     node bench/engine/overhead.js [--base d4debd2] [--notes 20000] [--rounds 3] [--only symbolic,audio] [--assert]
 *
 * The earlier commit is taken from git and compiled in a folder of its own, with this checkout's packages and sound
 * bank. Every build is a process of its own. Prints seconds (least of the rounds), processor seconds, megabytes (least
 * of the rounds, largest resident size) and their ratios, and the microseconds a note costs more; `--assert` fails
 * above 5 % of time or memory.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeScore, PPQ } from "../scale/makeScore.js";

const ROOT = path.resolve(import.meta.dirname, "../..");
/** More than this much of the earlier time or memory is too much. */
const BOUND = 1.05;

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};

if (process.argv[2] === "one") measureHere(process.argv.slice(3));
else {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-overhead-"));
  try {
    process.exitCode = await main(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function main(dir) {
  const notes = Number(option("notes", "20000"));
  const programs = {
    before: checkOut(option("base", "d4debd2"), dir),
    now: path.join(ROOT, "dist/cli/main.js"),
  };
  const inputs = await writeInputs(dir, notes);
  const runs = { before: [], now: [] };
  for (let round = 0; round < Number(option("rounds", "3")); round++) {
    const names = round % 2 === 0 ? ["before", "now"] : ["now", "before"];
    for (const name of names) runs[name].push(measure(programs[name], inputs, path.join(dir, "out")));
  }
  const least = (name, key) => Math.min(...runs[name].map((run) => run[key]));
  console.log("        seconds  cpu seconds  peak MB");
  for (const name of ["before", "now"]) {
    const cells = [least(name, "sec").toFixed(2).padStart(8), least(name, "cpuSec").toFixed(2).padStart(12)];
    console.log(`${name.padEnd(7)} ${cells.join(" ")} ${least(name, "peakMb").toFixed(0).padStart(8)}`);
  }
  const ratio = (key) => least("now", key) / least("before", key);
  console.log(
    `ratio   ${ratio("sec").toFixed(3).padStart(8)} ${ratio("cpuSec").toFixed(3).padStart(12)}` +
      ` ${ratio("peakMb").toFixed(3).padStart(8)}`,
  );
  const addedUs = ((least("now", "sec") - least("before", "sec")) * 1e6) / notes;
  const addedCpuUs = ((least("now", "cpuSec") - least("before", "cpuSec")) * 1e6) / notes;
  console.log(
    `added   ${addedUs.toFixed(0)} us a note on the clock, ${addedCpuUs.toFixed(0)} us of processor time`,
  );
  const tooMuch = ratio("sec") > BOUND || ratio("peakMb") > BOUND;
  return tooMuch && process.argv.includes("--assert") ? 1 : 0;
}

/** An earlier commit, compiled. @returns its command line */
function checkOut(commit, dir) {
  const folder = path.join(dir, "before");
  mkdirSync(folder);
  const archive = path.join(dir, "before.tar");
  execFileSync("git", ["archive", "--output", archive, commit], { cwd: ROOT });
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  const tsc = path.join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.json"], { cwd: folder, stdio: "inherit" });
  cpSync(path.join(ROOT, "dist/bank"), path.join(folder, "dist/bank"), { recursive: true });
  return path.join(folder, "dist/cli/main.js");
}

async function writeInputs(dir, notes) {
  const { writePerformanceMidi } = await import("../../dist/formats/midi/writeMidi.js");
  const { musicXml, tracks } = makeScore(notes);
  const score = path.join(dir, "score.musicxml");
  const midi = path.join(dir, "take.mid");
  const tempos = [{ tick: 0, usPerQuarter: 500_000 }];
  writeFileSync(score, musicXml);
  writeFileSync(midi, writePerformanceMidi({ ppq: PPQ, name: "", tempos, tracks }));
  return { score, midi };
}

/** One build into a new folder, in a process of its own that says what it took. */
function measure(main, { score, midi }, out) {
  rmSync(out, { recursive: true, force: true });
  const only = option("only", "");
  const args = ["build", score, "--midi", midi, "--out", out, ...(only ? ["--only", only] : [])];
  const done = spawnSync(process.execPath, [import.meta.filename, "one", main, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status !== 0) throw new Error(`The build with ${main} failed`);
  return JSON.parse(done.stdout.trim().split("\n").at(-1));
}

/** Become the command line, and say at the end what it took. */
function measureHere([main, ...args]) {
  const begun = performance.now();
  process.argv = [process.argv[0], main, ...args];
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const sec = (performance.now() - begun) / 1000;
    console.log(JSON.stringify({ sec, cpuSec: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }));
  });
  return import(main);
}
