/**
 * Of all notes on the made pages, how many does the program find, how many prove, and is a proved one ever wrong?
 *
 *     node bench/pages/score.js [--pages FOLDER] [--writers verovio,lilypond] [--only NAME] [--worst 5] [--list] [--assert]
 *
 * `--list` prints every piece and the first notes it got wrong. `--assert` fails (exit 1) below the floors. LEITMOTION_DIST: another
 * compiled program. Make the pages first: bench/pages/make.js; says so aloud and ends well without them.
 */
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { listCases, readCase } from "./cases.js";
import { countVerdicts, judgeHeads } from "./compare.js";
import { loadProgram } from "./program.js";
import { loadSolver } from "./solver.js";

/** Per cent of heads right, by the beginning of the writer's name. */
const RIGHT_FLOORS = { verovio: 99.9, musescore: 99.9, sibelius: 99.9, smufl: 99.9, lilypond: 99 };
const PROVED_FLOOR = 90;

const { values: options } = parseArgs({
  options: {
    pages: { type: "string", default: path.join(tmpdir(), "leitmotion-pages") },
    writers: { type: "string", default: "" },
    only: { type: "string", default: "" },
    worst: { type: "string", default: "5" },
    list: { type: "boolean", default: false },
    assert: { type: "boolean", default: false },
  },
});
const cases = listCases(options.pages, options.writers, options.only);
if (cases.length === 0) console.log(`SKIPPED: no made pages in ${options.pages}; see bench/pages/README.md`);
else await main();

async function main() {
  const { readMusicXml } = await loadProgram("formats/musicxml/readMusicXml");
  const { solve } = await loadSolver();
  const results = [];
  for (const found of cases) results.push(scoreCase(found, readMusicXml, solve));
  const byWriter = groupBy(results, groupOf);
  console.log(
    "writer     pieces  pages  heads  right %  proved %  proved wrong  likely (wrong)  ambiguous  twins  missing  read, solve ms/1000",
  );
  const rows = [...byWriter].map(([writer, list]) => printRow(writer, list));
  printWorst(results.filter(({ right, heads }) => right < heads));
  if (options.assert) assertFloors(rows);
}

function scoreCase({ writer, piece, folder }, readMusicXml, solve) {
  const made = readCase(folder);
  const score = readMusicXml(made.scoreXml, { fileName: "score.musicxml" });
  const base = { writer, piece, pages: made.pages.length };
  try {
    const { solution, readMs, solveMs } = solve(made.pages, score);
    const judged = judgeHeads(score, made.truth, solution.heads);
    const counts = { ...base, ...countVerdicts(judged), readMs, solveMs };
    if (options.list) printCase(counts, judged, score, solution);
    return counts;
  } catch (error) {
    console.log(`${writer} ${piece}: FAILED: ${error.message}`);
    if (options.list) console.log(error.stack);
    const heads = made.truth.heads.length;
    return { ...base, ...countVerdicts([]), heads, missing: heads, readMs: 0, solveMs: 0 };
  }
}

function printCase(counts, judged, score, solution) {
  const { writer, piece, heads, right, proved } = counts;
  console.log(
    `${writer} ${piece}: ${heads} heads, ${percent(right, heads)} right, ${percent(proved, heads)} proved`,
  );
  for (const { note, verdict, certainty, method } of judged
    .filter((entry) => entry.verdict !== "right")
    .slice(0, 5)) {
    const { partIndex, staff, voice, measureIndex, pitch } = score.notes[note];
    const where = `part ${partIndex + 1} staff ${staff} voice ${voice} measure ${measureIndex + 1}`;
    console.log(
      `    ${verdict} (${certainty} ${method}): note ${note}, ${pitch.step}${pitch.octave}, ${where}`,
    );
  }
  for (const doubt of solution.doubts.slice(0, 3)) console.log(`    doubt: ${doubt.kind}: ${doubt.text}`);
}

function printRow(writer, list) {
  const sum = (name) => list.reduce((total, entry) => total + entry[name], 0);
  const heads = sum("heads");
  const perThousand = (ms) => ((1000 * ms) / heads).toFixed(0);
  const row = {
    writer,
    right: (100 * sum("right")) / heads,
    proved: (100 * sum("proved")) / heads,
    provedWrong: sum("provedWrong"),
  };
  const cells = [
    writer.padEnd(10),
    String(list.length).padStart(6),
    String(sum("pages")).padStart(6),
    String(heads).padStart(6),
    percent(sum("right"), heads).padStart(8),
    percent(sum("proved"), heads).padStart(9),
    String(row.provedWrong).padStart(13),
    `${sum("likely")} (${sum("likelyWrong")})`.padStart(15),
    String(sum("ambiguous")).padStart(10),
    String(sum("twin")).padStart(6),
    String(sum("missing")).padStart(8),
    `${perThousand(sum("readMs"))}, ${perThousand(sum("solveMs"))}`.padStart(20),
  ];
  console.log(cells.join(" "));
  return row;
}

function printWorst(faulty) {
  faulty.sort((a, b) => a.right / a.heads - b.right / b.heads);
  for (const { writer, piece, heads, right, provedWrong } of faulty.slice(0, Number(options.worst))) {
    console.log(
      `worst: ${writer} ${piece}: ${percent(right, heads)} of ${heads} right, ${provedWrong} proved wrong`,
    );
  }
}

function assertFloors(rows) {
  for (const { writer, right, proved, provedWrong } of rows) {
    const floor = RIGHT_FLOORS[writer] ?? 0;
    if (right < floor) fail(`${writer}: ${right.toFixed(3)} % right, not ${floor}`);
    if (proved < PROVED_FLOOR) fail(`${writer}: ${proved.toFixed(1)} % proved, not ${PROVED_FLOOR}`);
    if (provedWrong > 0) fail(`${writer}: ${provedWrong} proved and wrong`);
  }
}

function fail(text) {
  console.error(`FLOOR: ${text}`);
  process.exitCode = 1;
}

function groupOf({ writer }) {
  return Object.keys(RIGHT_FLOORS).find((name) => writer.startsWith(name)) ?? writer;
}

/** Node 20 has no Map.groupBy. */
function groupBy(list, keyOf) {
  const groups = new Map();
  for (const entry of list) {
    const key = keyOf(entry);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(entry);
  }
  return groups;
}

function percent(part, whole) {
  return whole === 0 ? "-" : ((100 * part) / whole).toFixed(2);
}
