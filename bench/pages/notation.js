/**
 * How much of the notation around the heads is read as what it is. Needs `npm run build`; musescore3 from Debian.
 *
 *     node bench/pages/notation.js [--out FOLDER] [--data ../shared/data] [--writers verovio-leipzig,musescore] [--only NAME] [--faults 5]
 *
 * Pages are drawn with their engraver's classes, which tell what each shape is; the classes are never shown to the program.
 * Prints for each kind of shape how many there are, and the share with the right layer, part of a note, note and staff.
 * Drawn pages are kept in `out`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { isInstalled } from "./childProgram.js";
import { engraveByMuseScore, MUSESCORE } from "./musescore.js";
import { museScoreTruth, verovioTruth } from "./notationTruth.js";
import { listPieces, openPiece } from "./pieces.js";
import { loadProgram, root } from "./program.js";
import { engraveByVerovio, VEROVIO_HANDS } from "./verovio.js";

const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: path.join(tmpdir(), "leitmotion-notation") },
    data: { type: "string", default: path.join(root, "../shared/data") },
    writers: { type: "string", default: [...Object.keys(VEROVIO_HANDS), "musescore"].join(",") },
    only: { type: "string", default: "" },
    faults: { type: "string", default: "0" },
    kind: { type: "string", default: "" },
  },
});
const program = await loadProgram(
  "formats/musicxml/readMusicXml",
  "formats/musicxml/writeNoteIds",
  "formats/svg/svgTree",
  "formats/svg/flattenSvg",
  "formats/font/musicGlyph",
  "align/page/findHeads",
  "align/page/readNotation",
  "align/page/expectedHeads",
  "align/page/readGeometry",
  "render/svg/shapeContext",
  "render/svg/assignChords",
  "render/svg/pageItems",
);

/** Faults shown, by kind. */
const shown = new Map();
/** What Verovio says of places besides the classes. */
const PLACES = [
  "staff@n",
  ...["dynam", "hairpin", "dir", "tempo", "slur", "tie"].map((name) => `${name}@staff`),
];

for (const writer of options.writers.split(",")) await scoreWriter(writer);

async function scoreWriter(writer) {
  const isMuseScore = writer === "musescore";
  if (isMuseScore && !isInstalled(MUSESCORE)) return console.log(`SKIPPED: ${MUSESCORE} is not installed`);
  const tally = new Map();
  let readMs = 0;
  for (const source of listPieces(options.data, options.only)) {
    try {
      const piece = openPiece(program, source);
      const pages = await drawnPages(writer, piece, isMuseScore);
      readMs += scorePiece(writer, piece, pages, isMuseScore ? museScoreTruth : verovioTruth, tally);
    } catch (error) {
      console.log(`${writer} ${source.name}: LEFT OUT: ${error.stack}`);
    }
  }
  printTable(writer, tally, readMs);
}

/** Texts of the pages with their classes, drawn once. */
async function drawnPages(writer, piece, isMuseScore) {
  const file = path.join(options.out, writer, `${piece.name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const { pages } = isMuseScore
    ? await engraveByMuseScore(piece)
    : await engraveByVerovio(piece.taggedXml, { ...VEROVIO_HANDS[writer], svgAdditionalAttribute: PLACES });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(pages));
  return pages;
}

function scorePiece(writer, { name, score }, texts, truthOf, tally) {
  const pages = texts.map((text, i) => ({
    file: `page-${i + 1}`,
    flat: program.flattenSvg(program.parseSvg(text), { forFinding: true }),
  }));
  const { staffCount, lineCounts } = program.buildExpected(score);
  const oneLineStaves = lineCounts.some((count) => count !== 5);
  const geometry = program.readGeometry(pages, { oneLineStaves, staffCount });
  const solution = program.findHeads(pages, score, { geometry });
  const startMs = performance.now();
  const notation = program.readNotation(pages, geometry, solution, score);
  const ms = performance.now() - startMs;
  pages.forEach(({ flat }, page) => {
    const truths = truthOf(program, flat, score);
    truths.forEach((truth, shape) => {
      if (truth === null) return;
      const found = notation[page][shape];
      const fault = count(tally, truth, found);
      if (fault !== "" && shows(truth, fault)) {
        const { outline, runs } = flat.shapes[shape];
        const place = outline?.box.map(Math.round) ?? [
          runs[0].x,
          runs[0].y,
          runs.map((run) => run.text).join(""),
        ];
        console.log(`${writer} ${name} page ${page + 1} shape ${shape} [${place}] ${truth.kind}: ${fault}`);
      }
    });
  });
  return ms;
}

function shows({ kind }, fault) {
  if (options.kind !== "" && !options.kind.split(",").includes(kind)) return false;
  const key = `${kind} ${fault.split(" ")[0]}`;
  shown.set(key, (shown.get(key) ?? 0) + 1);
  return shown.get(key) <= Number(options.faults);
}

/** @returns what is wrong, "" if nothing */
function count(tally, truth, found) {
  const row = tally.get(truth.kind) ?? {
    shapes: 0,
    layer: 0,
    group: 0,
    noted: 0,
    note: 0,
    staved: 0,
    staff: 0,
    as: {},
  };
  tally.set(truth.kind, row);
  row.shapes++;
  const faults = [];
  if (found.layer === truth.layer) row.layer++;
  else faults.push(`layer ${found.layer}`);
  row.as[found.layer] = (row.as[found.layer] ?? 0) + 1;
  if (truth.group === undefined || found.group === truth.group) row.group++;
  else faults.push(`group ${found.group}`);
  if (truth.note !== undefined) {
    row.noted++;
    if (truth.note.some((note) => found.notes.includes(note))) row.note++;
    else faults.push(`note ${found.notes} not ${truth.note}`);
  }
  if (truth.staff !== undefined) {
    row.staved++;
    if (found.staff === truth.staff) row.staff++;
    else faults.push(`staff ${found.staff} not ${truth.staff}`);
  }
  return faults.join(", ");
}

function printTable(writer, tally, readMs) {
  const percent = (part, whole) => (whole === 0 ? "" : ((100 * part) / whole).toFixed(2)).padStart(7);
  console.log(`\n${writer}: notation read in ${(readMs / 1000).toFixed(1)} s`);
  console.log("kind               shapes   layer   group    note   staff  taken for");
  for (const [kind, row] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const others = Object.entries(row.as).sort((a, b) => b[1] - a[1]);
    const figures = [
      percent(row.layer, row.shapes),
      percent(row.group, row.shapes),
      percent(row.note, row.noted),
      percent(row.staff, row.staved),
    ];
    const taken = others.map(([layer, times]) => `${layer} ${times}`).join(", ");
    console.log(`${kind.padEnd(16)} ${String(row.shapes).padStart(8)} ${figures.join(" ")}  ${taken}`);
  }
}
