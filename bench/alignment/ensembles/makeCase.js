/** Score, performance and truth of one case. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { composeScore } from "./composeScore.js";
import { ENSEMBLES } from "./instruments.js";
import { LAYOUTS, layOut } from "./layouts.js";
import { LEVELS } from "./levels.js";
import { cutScore, orchestrateScore } from "./orchestrateScore.js";
import { playNotes } from "./playNotes.js";
import { randomFrom } from "./random.js";
import { stageTime } from "./stageTime.js";
import { toMusicXml } from "./toMusicXml.js";

/**
 * @param {{ score: object, layout: string, level: string }} one  see cases.js
 * @param {object} modules  readMusicXml, unfoldScore, buildTempoMap, secToTick, tickToSec of the modules under test
 * @param {string} data     folder of the data sets
 */
export function makeCase({ score: wanted, layout, level }, modules, data) {
  const name = JSON.stringify(wanted);
  const score = makeScore(name, wanted, modules, data);
  const unfolded = modules.unfoldScore(score, { repeats: "written" });
  const random = randomFrom(`${name}/${level}`);
  const secOf = stageTime(random, unfolded, LEVELS[level]);
  const strokes = playNotes(random, unfolded, { level: LEVELS[level], secOf });
  const laid = LAYOUTS[layout](score, randomFrom(`${name}/${layout}`));
  const tempoMap = modules.buildTempoMap(480, []);
  const { separate, named = false } = laid;
  return { score, unfolded, separate, named, ...layOut(strokes, laid, { ...modules, tempoMap }) };
}

function makeScore(name, wanted, { readMusicXml }, data) {
  if (wanted.kind === "made") {
    const composed = composeScore(name, ENSEMBLES[wanted.ensemble], wanted.notes);
    return readMusicXml(new TextEncoder().encode(toMusicXml(composed)), { fileName: "made.musicxml" });
  }
  const file = path.join(data, "openscore", wanted.file);
  const score = readMusicXml(readFileSync(file), { fileName: wanted.file });
  if (wanted.kind === "orchestrated") return orchestrateScore(name, score, wanted);
  return wanted.kind === "cut" ? cutScore(score, wanted.measures) : score;
}
