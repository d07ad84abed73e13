/**
 * The same piece by all writers: are the same notes found, each on the same step, in the same order and form?
 *
 *     node bench/pages/identical.js [--pages FOLDER] [--only NAME] [--assert]
 *
 * What must not depend on the writer: which notes have a head (but for those of which a writer draws none), a head's distance from the bottom line
 * of its staff in half spaces, and its distance from there in staff spaces after the page is scaled to spaces. Notes that a writer moves
 * to another staff, or whose octave it draws otherwise, are counted apart. `--assert` fails (exit 1) on a difference.
 */
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { listCases, readCase } from "./cases.js";
import { loadProgram } from "./program.js";
import { loadSolver } from "./solver.js";

/** Engravers round; text heads stand where their baseline is. */
const TOLERANCE_SPACE = 0.12;

const { values: options } = parseArgs({
  options: {
    pages: { type: "string", default: path.join(tmpdir(), "leitmotion-pages") },
    only: { type: "string", default: "" },
    assert: { type: "boolean", default: false },
  },
});
const cases = listCases(options.pages, "", options.only);
if (cases.length === 0) console.log(`SKIPPED: no made pages in ${options.pages}; see bench/pages/README.md`);
else await main();

async function main() {
  const program = await loadProgram("formats/musicxml/readMusicXml", "align/page/findHeads");
  const { solve } = await loadSolver();
  const total = { notes: 0, absent: 0, moved: 0, otherStep: 0, off: 0, worst: 0 };
  for (const piece of new Set(cases.map((entry) => entry.piece))) {
    const writers = cases.filter((entry) => entry.piece === piece);
    if (writers.length < 2) continue;
    const views = writers.map((entry) => viewOf(program, solve, entry));
    const differences = compareViews(views);
    for (const name of ["notes", "absent", "moved", "otherStep", "off"]) total[name] += differences[name];
    total.worst = Math.max(total.worst, differences.worst);
    const { notes, absent, moved, otherStep, off, first } = differences;
    const what = `${absent} not found by all, ${moved} on another staff or octave, ${otherStep} on another step, ${off} off their step`;
    console.log(
      `${piece}: ${writers.length} writers, ${notes} notes: ${what}${first === "" ? "" : ` (first: ${first})`}`,
    );
  }
  const { notes, absent, moved, otherStep, off, worst } = total;
  console.log(
    `all: ${notes} notes, ${absent} not found by all, ${moved} on another staff or octave, ${otherStep} on another step, ${off} off their step; ` +
      `furthest from its step ${worst.toFixed(3)} spaces`,
  );
  if (options.assert && absent + otherStep + off > 0) {
    console.error("FLOOR: the same piece is not found alike on all pages");
    process.exitCode = 1;
  }
}

/** For every note with a head: step on its staff, and height of its centre above the bottom line in spaces. */
function viewOf(program, solve, { writer, folder }) {
  const { pages: svgs, scoreXml, truth } = readCase(folder);
  const score = program.readMusicXml(scoreXml, { fileName: "score.musicxml" });
  const { pages, solution } = solve(svgs, score);
  const { systems } = program.readPageGeometry(pages, score);
  const byNote = new Map();
  for (const { noteIndex, system, staff, step, box } of solution.heads) {
    const { bottom, space } = systems[system].staves[staff];
    const scoreStaff = solution.staffOf[system][staff];
    byNote.set(noteIndex, { scoreStaff, step, aboveSpace: (bottom - (box[1] + box[3]) / 2) / space });
  }
  return { writer, byNote, notDrawn: new Set(truth.notDrawn) };
}

function compareViews(views) {
  const notes = new Set(views.flatMap(({ byNote }) => [...byNote.keys()]));
  const result = { notes: notes.size, absent: 0, moved: 0, otherStep: 0, off: 0, worst: 0, first: "" };
  for (const note of notes) {
    const drawnBy = views.filter(({ notDrawn }) => !notDrawn.has(note));
    const found = drawnBy.filter(({ byNote }) => byNote.has(note));
    const steps = found.map(({ byNote }) => byNote.get(note));
    const apart = Math.max(0, ...steps.map(({ step, aboveSpace }) => Math.abs(aboveSpace - step / 2)));
    result.worst = Math.max(result.worst, apart);
    const kind = kindOf(drawnBy, found, steps, apart);
    if (kind === null) continue;
    result[kind]++;
    if (result.first === "")
      result.first = `note ${note}, ${found.map(({ writer, byNote }) => `${writer} ${byNote.get(note).step}`)}`;
  }
  return result;
}

function kindOf(drawnBy, found, steps, apart) {
  if (found.length < drawnBy.length) return "absent";
  if (new Set(steps.map(({ scoreStaff }) => scoreStaff)).size > 1) return "moved";
  // An octave line that one writer draws and another does not.
  if (new Set(steps.map(({ step }) => ((step % 7) + 7) % 7)).size > 1) return "otherStep";
  if (new Set(steps.map(({ step }) => step)).size > 1) return "moved";
  return apart > TOLERANCE_SPACE ? "off" : null;
}
