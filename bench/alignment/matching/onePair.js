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
import { playedTake } from "../../../scripts/playedTake.js";

const [manner, dist, program, scoreFile, performanceFile] = process.argv.slice(2);
const load = (module) => import(pathToFileURL(path.join(dist, module)).href);
const { tuneForShortRun } = await load("cli/shortRun.js");
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
  const { writePerformanceMidi } = await load("formats/midi/writeMidi.js");
  const played = readMidi(playedTake(performance, writePerformanceMidi), { fileName: "played.mid" });
  for (let round = 0; round < 2; round++) alignScore(score, played);
  writeFileSync(code, script.createCachedData());
}
const before = process.cpuUsage();
alignScore(score, performance);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuSec: (user + system) / 1e6, notes: performance.notes.length }));
