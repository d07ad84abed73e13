/**
 * Match one pair with a packed program and print { cpuSec, notes }:
 *
 *     node bench/alignment/matching/onePair.js time|record DIST PROGRAM.cjs SCORE PERFORMANCE
 *
 * `record` matches the pair as somebody may play it, twice, and keeps what the engine made of the program beside it, for
 * later runs (as src/io/packedProgram.ts does). DIST is the folder of the compiled modules that were packed.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

const [manner, dist, program, scoreFile, performanceFile] = process.argv.slice(2);
const { tuneForShortRun } = await import(pathToFileURL(path.join(dist, "cli/shortRun.js")).href);
tuneForShortRun();

const code = `${program}.code`;
const script = new Script(`(function (exports, require, __filename) {${readFileSync(program, "utf8")}\n})`, {
  filename: program,
  cachedData: manner === "time" && existsSync(code) ? readFileSync(code) : undefined,
});
if (script.cachedDataRejected) throw new Error("The engine refuses the code that it has made");
const loaded = {};
script.runInThisContext()(loaded, createRequire(program), program);
const { readMusicXml, readMidi, alignScore } = loaded;

const score = readMusicXml(readFileSync(scoreFile), { fileName: path.basename(scoreFile) });
const performance = readMidi(readFileSync(performanceFile), { fileName: path.basename(performanceFile) });
if (manner === "record") {
  for (let round = 0; round < 2; round++) alignScore(score, played(performance));
  writeFileSync(code, script.createCachedData());
}
const before = process.cpuUsage();
alignScore(score, performance);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuSec: (user + system) / 1e6, notes: performance.notes.length }));

/** Unsteady, with wrong, missing and repeated notes, and a breath. */
function played(take) {
  const notes = take.notes.flatMap((note, index) => {
    if (index % 37 === 20) return [];
    const { onsetSec } = note;
    const unsteadySec = 0.08 * Math.sin(onsetSec) + 0.012 * Math.sin(7 * index) + (onsetSec > 9 ? 0.7 : 0);
    const shiftSec = 0.07 * onsetSec + unsteadySec + 0.5;
    const moved = {
      ...note,
      pitch: index % 41 === 30 ? note.pitch + 1 : note.pitch,
      onsetSec: onsetSec + shiftSec,
      offsetSec: note.offsetSec + shiftSec,
      onsetTick: note.onsetTick + Math.round(960 * shiftSec),
    };
    return index % 53 === 40 ? [moved, { ...moved, onsetSec: moved.onsetSec + 0.07 }] : [moved];
  });
  return { ...take, notes };
}
