/**
 * Make pages of which is known where each note's head stands. Needs `npm run build`; musescore3 and lilypond from Debian.
 *
 *     node bench/pages/make.js [--out FOLDER] [--data ../shared/data] [--writers verovio-leipzig,musescore] [--only NAME] [--again]
 *
 * Writes `<out>/<writer>/<piece>/{page-1.svg …, score.musicxml, truth.json}`; what is there is kept unless `--again`. A
 * writer that is not installed is left out aloud, and so is a piece that a writer fails on.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { isInstalled } from "./childProgram.js";
import { LILYPOND, writeByLilyPond } from "./lilypond.js";
import { MUSESCORE, writeByMuseScore } from "./musescore.js";
import { listPieces, openPiece } from "./pieces.js";
import { loadProgram, root } from "./program.js";
import { writeAsText } from "./textHands.js";
import { completeTruth, countMisplaced } from "./truth.js";
import { VEROVIO_HANDS, writeByVerovio } from "./verovio.js";

const WRITERS = {
  ...Object.fromEntries(Object.keys(VEROVIO_HANDS).map((name) => [name, { write: writeByVerovio }])),
  sibelius: { write: writeAsText },
  smufl: { write: writeAsText },
  musescore: { write: writeByMuseScore, needs: MUSESCORE },
  lilypond: { write: writeByLilyPond, needs: LILYPOND },
};

/** What a converter draws against the score is no page of that score. */
const UNFAITHFUL = {
  "musescore fixture-ornaments": "MuseScore 3 reads only half of its measures",
  "lilypond corner-crossing": "musicxml2ly leaves notes that cross on their voice's staff",
  "lilypond corner-percussion": "musicxml2ly puts all unpitched notes on the middle line",
  "lilypond fixture-transposing": "musicxml2ly puts all unpitched notes on the middle line",
};

const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: path.join(tmpdir(), "leitmotion-pages") },
    data: { type: "string", default: path.join(root, "../shared/data") },
    writers: { type: "string", default: Object.keys(WRITERS).join(",") },
    only: { type: "string", default: "" },
    again: { type: "boolean", default: false },
  },
});
const program = await loadProgram(
  "formats/musicxml/readMusicXml",
  "formats/musicxml/writeNoteIds",
  "formats/svg/svgTree",
  "formats/svg/flattenSvg",
);
for (const writer of options.writers.split(",")) await makeAll(writer);

async function makeAll(writer) {
  const { write, needs } = WRITERS[writer] ?? {};
  if (write === undefined)
    throw new Error(`No writer "${writer}"; there are ${Object.keys(WRITERS).join(", ")}`);
  if (needs !== undefined && !isInstalled(needs)) return console.log(`SKIPPED: ${needs} is not installed`);
  for (const source of listPieces(options.data, options.only)) {
    const folder = path.join(options.out, writer, source.name);
    const reason = UNFAITHFUL[`${writer} ${source.name}`];
    if (reason !== undefined) {
      console.log(`${writer} ${source.name}: LEFT OUT: ${reason}`);
      continue;
    }
    if (!options.again && existsSync(path.join(folder, "truth.json"))) continue;
    await makeCase(write, writer, source, folder).catch((error) =>
      console.log(`${writer} ${source.name}: LEFT OUT: ${error.message}`),
    );
  }
}

async function makeCase(write, writer, source, folder) {
  const startMs = performance.now();
  const piece = openPiece(program, source);
  const { engraver, pages, heads } = await write(program, piece, writer);
  const truth = completeTruth(piece.score, heads);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  pages.forEach((svg, i) => {
    writeFileSync(path.join(folder, `page-${i + 1}.svg`), svg);
  });
  writeFileSync(path.join(folder, "score.musicxml"), piece.plainXml);
  // Written last: a folder without it is not finished.
  writeFileSync(
    path.join(folder, "truth.json"),
    formatTruth({ writer, piece: source.name, engraver, ...truth }),
  );
  const shared = truth.heads.filter((head) => head.shared).length;
  const misplaced = countMisplaced(piece.score, truth.heads);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(
    `${writer} ${source.name}: ${pages.length} pages, ${truth.heads.length} heads of ${piece.score.notes.length} notes, ` +
      `${shared} shared, ${truth.notDrawn.length} not drawn, ` +
      `${misplaced} not where their chord is, ${seconds} s`,
  );
}

/** One head on a line. */
function formatTruth({ heads, ...others }) {
  const lines = heads.map((head) => JSON.stringify(head)).join(",\n");
  return `${JSON.stringify(others).slice(0, -1)},"heads":[\n${lines}\n]}\n`;
}
