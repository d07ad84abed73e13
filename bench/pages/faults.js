/**
 * Random single faults on made pages and in their scores: is each noticed, and is a note ever proved at a wrong head?
 *
 *     node bench/pages/faults.js [--pages FOLDER] [--writers verovio] [--only NAME] [--cases 30] [--seed 1] [--list] [--assert]
 *
 * Every case taken gets one fault of each kind of faultKinds.js, 12 in all: 30 cases are up to 360 faults. Cases are spread over writers and
 * pieces; one of which nothing is proved without a fault is passed over. `--assert` fails (exit 1) on a proved wrong note.
 */
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { listCases, readCase } from "./cases.js";
import { judgeHeads } from "./compare.js";
import { FAULTS, soundHeads } from "./faultKinds.js";
import { loadProgram } from "./program.js";
import { seededRandom } from "./random.js";
import { loadSolver } from "./solver.js";

/** Larger cases would only take longer. */
const MAX_HEADS = 1800;
/** Certainties from best to worst. */
const RANKS = ["proved", "likely", "ambiguous"];

const { values: options } = parseArgs({
  options: {
    pages: { type: "string", default: path.join(tmpdir(), "leitmotion-pages") },
    writers: { type: "string", default: "" },
    only: { type: "string", default: "" },
    cases: { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
    list: { type: "boolean", default: false },
    assert: { type: "boolean", default: false },
  },
});
const found = listCases(options.pages, options.writers, options.only);
if (found.length === 0) console.log(`SKIPPED: no made pages in ${options.pages}; see bench/pages/README.md`);
else await main();

async function main() {
  const program = await loadProgram(
    "formats/musicxml/readMusicXml",
    "formats/svg/outline",
    "align/page/readGeometry",
  );
  const { solve, find } = await loadSolver();
  const random = seededRandom(Number(options.seed));
  const tally = new Map(
    Object.keys(FAULTS).map((kind) => [kind, { tried: 0, unnoticed: 0, provedWrong: 0 }]),
  );
  const left = [...found];
  const others = [];
  let passedOver = 0;
  for (let taken = 0; taken < Number(options.cases) && left.length > 0; ) {
    const [next] = left.splice(random(left.length), 1);
    const made = openCase(program, solve, next, others);
    if (made === null) continue;
    others.push(made.score);
    if (made.sound.length === 0) {
      passedOver++;
      continue;
    }
    taken++;
    for (const [kind, fault] of Object.entries(FAULTS))
      tryFault(find, { kind, fault, made, random, name: next }, tally);
  }
  report(tally, passedOver);
}

/** A case as read and solved without a fault; null if it is too large. */
function openCase(program, solve, { folder }, others) {
  const { pages: svgs, scoreXml, truth } = readCase(folder);
  if (truth.heads.length > MAX_HEADS) return null;
  const score = program.readMusicXml(scoreXml, { fileName: "score.musicxml" });
  const { pages, solution } = solve(svgs, score);
  const staffCount = score.parts.reduce((sum, part) => sum + part.staffCount, 0);
  const sound = soundHeads(score, truth, solution, judgeHeads(score, truth, solution.heads));
  const different = others.filter((other) => other.header.title !== score.header.title);
  return {
    pages,
    score,
    truth,
    sound,
    clean: solution,
    geometry: program.readGeometry(pages, { oneLineStaves: false, staffCount }),
    moveOutline: program.moveOutline,
    others: different,
  };
}

function tryFault(find, { kind, fault, made, random, name }, tally) {
  const faulty = fault(made, random);
  if (faulty === null) return;
  const solution = find(faulty.pages, faulty.score);
  const judged = judgeHeads(faulty.score, faulty.truth, solution.heads);
  const provedWrong = judged.filter(
    ({ certainty, verdict }) => certainty === "proved" && verdict !== "right",
  );
  const isNoticed = wasNoticed(made.clean, solution, faulty.onPages);
  const row = tally.get(kind);
  row.tried++;
  row.unnoticed += isNoticed ? 0 : 1;
  row.provedWrong += provedWrong.length;
  if (options.list && (!isNoticed || provedWrong.length > 0)) {
    const notes = provedWrong.slice(0, 5).map(({ note, verdict }) => `${note} ${verdict}`);
    const pages = faulty.onPages.map((page) => page + 1);
    console.log(
      `${kind}: ${name.writer} ${name.piece}, page ${pages}: ${isNoticed ? "noticed" : "UNNOTICED"}; proved wrong: ${notes}`,
    );
  }
}

/** One of the pages concerned is less certain than without the fault, has doubts more, or lost more proofs than the one head. */
function wasNoticed(clean, solution, onPages) {
  if (!solution.isSamePiece || solution.pageOrder.some((page, i) => page !== i)) return true;
  const proved = ({ heads }, page) =>
    heads.filter((head) => head.page === page && head.certainty === "proved").length;
  const doubts = (of, page) => of.doubts.filter((doubt) => doubt.page === page).length;
  const rank = ({ certainty }, page) => RANKS.indexOf(certainty[page]);
  return onPages.some(
    (page) =>
      rank(solution, page) > rank(clean, page) ||
      doubts(solution, page) > doubts(clean, page) ||
      proved(solution, page) < proved(clean, page) - 1,
  );
}

function report(tally, passedOver) {
  console.log("fault                  tried  unnoticed  proved wrong");
  const total = { tried: 0, unnoticed: 0, provedWrong: 0 };
  for (const [kind, row] of tally) {
    printRow(kind, row);
    for (const name of Object.keys(total)) total[name] += row[name];
  }
  printRow("all", total);
  if (passedOver > 0)
    console.log(`${passedOver} cases passed over: nothing is proved on them without a fault`);
  if (options.assert && (total.provedWrong > 0 || total.tried < 300)) {
    console.error(`FLOOR: ${total.provedWrong} proved wrong in ${total.tried} faults (at least 300 wanted)`);
    process.exitCode = 1;
  }
}

function printRow(kind, { tried, unnoticed, provedWrong }) {
  console.log(
    kind.padEnd(22) +
      String(tried).padStart(6) +
      String(unnoticed).padStart(11) +
      String(provedWrong).padStart(14),
  );
}
