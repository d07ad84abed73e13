/**
 * Is the confidence honest? Every verdict about the pairs of a split (a link, a note not played, a note not written)
 * against the truth: reliability table, expected calibration error and area under the curve.
 *
 *     node bench/alignment/confidence.js [--data ../shared/data] [--split FILE] [--svg FILE] [--assert] [--fit]
 *     node bench/alignment/confidence.js --ensembles [LEVEL] …
 *     node bench/alignment/confidence.js --fit
 *
 * `--ensembles` takes the made performances of `ensembles.js` instead, those of one level: `default`, `hard`, `very hard`.
 * `--fit` fits the constants of src/align/linkConfidence.ts anew on the pairs and the ensembles of the default level together
 * and prints them, and how such models do on composers and scores that were held out. The held-out lines of the other two
 * are of models of the same pairs, or ensembles, alone. `--assert` fails (exit 1) if links miss an error of 0.03, or an area of
 * 0.95 (harder ensembles aside). LEITMOTION_DIST as in run.js. Says so aloud and ends well without the data.
 */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  areaUnderCurve,
  calibrationError,
  equalMassTable,
  reliabilityTable,
} from "./confidence/calibration.js";
import { drawDiagram, printTable } from "./confidence/diagram.js";
import { fitJointly } from "./confidence/fitJointly.js";
import { judgeEnsemble } from "./confidence/judgeEnsembles.js";
import { judgePair } from "./confidence/judgePairs.js";
import { heldOut } from "./confidence/logisticFit.js";
import { KINDS, loadProgram } from "./confidence/verdicts.js";
import { ALL_CASES, DEFAULT_CASES, hasScore } from "./ensembles/cases.js";
import { missingFiles, readSplit } from "./truth.js";

const MOST_ERROR = 0.03;
const LEAST_AREA = 0.95;

const root = path.resolve(import.meta.dirname, "../..");
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: path.join(root, "../shared/data") },
    split: { type: "string", default: path.join(root, "../shared/bench/alignment/splits/dev.txt") },
    ensembles: { type: "boolean", default: false },
    svg: { type: "string" },
    assert: { type: "boolean", default: false },
    fit: { type: "boolean", default: false },
  },
});
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));
const load = (file) => import(pathToFileURL(path.join(dist, file)).href);

const level = positionals[0] ?? "default";
if (options.fit) await fitConstants();
else await main(options.ensembles ? ensembleJudges(level) : pairJudges());

/** @returns one function per pair, none if a file is missing */
function pairJudges() {
  const pairs = existsSync(options.split) ? readSplit(options.split, options.data) : [];
  const missing = pairs.flatMap(missingFiles);
  if (pairs.length === 0) console.log(`SKIPPED: the confidence bench needs the split ${options.split}`);
  if (missing.length > 0)
    console.log(`SKIPPED: the confidence bench needs ${missing.length} files more, ${missing[0]} among them`);
  return missing.length > 0 ? [] : pairs.map((pair) => (program) => judgePair(pair, program));
}

/** @returns one function per case whose score is there */
function ensembleJudges(level) {
  const cases = level === "default" ? DEFAULT_CASES : ALL_CASES.filter((one) => one.level === level);
  const playable = cases.filter((one) => hasScore(one, options.data));
  if (cases.length === 0) console.log(`SKIPPED: there is no level ${level}`);
  if (playable.length < cases.length)
    console.log(`SKIPPED: ${cases.length - playable.length} of ${cases.length} cases need openscore`);
  return playable.map((one) => (program) => judgeEnsemble(one, program, options.data));
}

/** @returns verdicts by kind */
async function gather(judges) {
  const program = await loadProgram(load);
  const verdicts = { link: [], scoreOnly: [], midiOnly: [] };
  for (const judge of judges) {
    const judged = judge(program);
    for (const kind of KINDS) verdicts[kind].push(...judged[kind]);
  }
  return verdicts;
}

async function fitConstants() {
  const judges = [pairJudges(), ensembleJudges("default")];
  if (judges.some((list) => list.length === 0)) return;
  const pairs = await gather(judges[0]);
  const ensembles = await gather(judges[1]);
  for (const kind of KINDS) {
    const fitted = fitJointly(kind, pairs[kind], ensembles[kind]);
    summarise(`${kind}, pairs, composers held out`, fitted.pairs);
    summarise(`${kind}, ensembles, scores held out`, fitted.ensembles);
    console.log(`  ${kind}: [${fitted.weights.map((w) => Number(w.toFixed(2))).join(", ")}],\n`);
  }
}

async function main(judges) {
  if (judges.length === 0) return;
  const verdicts = await gather(judges);
  for (const kind of KINDS) report(kind, verdicts[kind]);
  if (options.svg) writeFileSync(options.svg, drawDiagram("Links", reliabilityTable(verdicts.link)));
  const table = reliabilityTable(verdicts.link);
  const isHarder = options.ensembles && level !== "default";
  const isSorted = isHarder || areaUnderCurve(verdicts.link) >= LEAST_AREA;
  const kept = calibrationError(table) < MOST_ERROR && isSorted;
  if (options.assert && !kept) {
    console.error(
      `FAILED: links must have an error below ${MOST_ERROR} and an area of at least ${LEAST_AREA}`,
    );
    process.exitCode = 1;
  }
}

function report(kind, verdicts) {
  const fitted = verdicts.filter((v) => !v.isTwin);
  printTable(`${kind}: as the program says, equal widths`, reliabilityTable(verdicts));
  if (kind === "link") printTable("link: fifteen bins of equal mass", equalMassTable(verdicts));
  summarise(`${kind}, as the program says`, verdicts);
  if (fitted.length < verdicts.length) summarise(`${kind}, second halves of unisons aside`, fitted);
  const others = heldOut(fitted);
  const held = options.ensembles ? "scores" : "composers";
  summarise(`${kind}, ${held} held out`, others);
  if (kind === "link") printTable(`link: ${held} held out, equal widths`, reliabilityTable(others));
}

function summarise(name, verdicts) {
  const wrong = verdicts.filter((v) => !v.right).length;
  const error = calibrationError(reliabilityTable(verdicts)).toFixed(4);
  const massError = calibrationError(equalMassTable(verdicts)).toFixed(4);
  const area = areaUnderCurve(verdicts).toFixed(4);
  console.log(
    `${name}: ${verdicts.length} verdicts, ${wrong} wrong; error ${error} (10 widths), ${massError} (15 masses); area ${area}`,
  );
}
