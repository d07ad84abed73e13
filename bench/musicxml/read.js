/**
 * How fast MusicXML is read into the full model, beside saxes alone with empty handlers on the same bytes.
 *
 *     npm run compile && node bench/musicxml/read.js [--dir FOLDER] [--rounds 5] [--dist dist] [--assert]
 *
 * Without --dir a score is made on the spot (two staves, 2000 measures). Rounds are interleaved, the best of each counts,
 * so a busy machine slows both alike: what --assert asserts is their ratio. 15 MB/s are wanted of a usual machine.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { SaxesParser } from "saxes";

const WANTED_MB_PER_SEC = 15;
/** Of the speed of saxes alone; 0.6 is usual. */
const WANTED_RATIO = 0.45;

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    rounds: { type: "string", default: "5" },
    assert: { type: "boolean", default: false },
    dist: { type: "string", default: resolve(import.meta.dirname, "../../dist") },
  },
});
const { readMusicXml } = await import(
  pathToFileURL(join(resolve(values.dist), "formats/musicxml/readMusicXml.js")).href
);

const scores = values.dir ? loadScores(values.dir) : [{ name: "made", bytes: makeScore(2000) }];
const megabytes = scores.reduce((sum, score) => sum + score.bytes.length, 0) / 1e6;
const decoder = new TextDecoder();
let noteCount = 0;

const best = { reader: Number.POSITIVE_INFINITY, saxes: Number.POSITIVE_INFINITY };
for (let round = 0; round < Number(values.rounds); round++) {
  best.saxes = Math.min(best.saxes, secondsOf(parseOnly));
  noteCount = 0;
  best.reader = Math.min(best.reader, secondsOf(readFully));
}

const rate = megabytes / best.reader;
const saxesRate = megabytes / best.saxes;
console.log(
  `${scores.length} scores, ${megabytes.toFixed(1)} MB, ${noteCount} notes, best of ${values.rounds}`,
);
console.log(
  `reader ${rate.toFixed(1)} MB/s, saxes alone ${saxesRate.toFixed(1)} MB/s, ratio ${(rate / saxesRate).toFixed(2)}`,
);
if (rate < WANTED_MB_PER_SEC) console.log(`below ${WANTED_MB_PER_SEC} MB/s: is the machine slow, or busy?`);
if (values.assert && rate / saxesRate < WANTED_RATIO) {
  console.error(`Below ${WANTED_RATIO} of the speed of saxes`);
  process.exitCode = 1;
}

function readFully({ name, bytes }) {
  noteCount += readMusicXml(bytes, { fileName: name }).notes.length;
}

function parseOnly({ bytes }) {
  const parser = new SaxesParser({ xmlns: false });
  for (const event of ["opentag", "closetag", "text"]) parser.on(event, () => {});
  parser.write(decoder.decode(bytes)).close();
}

function secondsOf(read) {
  const start = performance.now();
  for (const score of scores) read(score);
  return (performance.now() - start) / 1000;
}

function loadScores(dir) {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true });
  const found = files.filter((file) => file.isFile() && /\.(xml|musicxml)$/.test(file.name));
  return found.map((file) => ({ name: file.name, bytes: readFileSync(join(file.parentPath, file.name)) }));
}

/** A piano score: eight eighths above, two halves below, pretty-printed as notation programs do. */
function makeScore(measureCount) {
  const note = (
    step,
    octave,
    duration,
    type,
    voice,
    staff,
  ) => `      <note default-x="120.50" default-y="-15.00">
        <pitch>
          <step>${step}</step>
          <octave>${octave}</octave>
        </pitch>
        <duration>${duration}</duration>
        <voice>${voice}</voice>
        <type>${type}</type>
        <stem>up</stem>
        <staff>${staff}</staff>
      </note>
`;
  const upper = [..."CDEFGABC"].map((step) => note(step, 5, 2, "eighth", 1, 1)).join("");
  const lower = [..."CG"].map((step) => note(step, 3, 8, "half", 5, 2)).join("");
  const measures = Array.from({ length: measureCount }, (_, index) => {
    const attributes =
      index === 0 ? "<attributes><divisions>4</divisions><staves>2</staves></attributes>" : "";
    return `    <measure number="${index + 1}">${attributes}
${upper}      <backup>
        <duration>16</duration>
      </backup>
${lower}    </measure>
`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0">
  <part-list><score-part id="P1"><part-name>Piano</part-name></score-part></part-list>
  <part id="P1">
${measures.join("")}  </part>
</score-partwise>
`;
  return new TextEncoder().encode(xml);
}
