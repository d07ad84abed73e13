/**
 * Time of engraving and cutting against the number of notes, in both layouts. Needs `npm run build`.
 *
 *     node bench/engraving/growth.js [notes …]
 *
 * Fails if the time per note of the largest score is more than twice that of the second largest, or if a notehead is lost.
 */
import { cutPages } from "../../dist/render/svg/cutPages.js";
import { engrave } from "../../dist/render/svg/engrave.js";
import { svgIdOf } from "../../dist/render/svg/svgIds.js";

const PARTS = 4;
const NOTES_PER_MEASURE = 8;
const STEPS = "CDEFGAB";

const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [500, 5000, 20_000];
const idOf = (index) => `00000000-0000-5000-8000-${index.toString(16).padStart(12, "0")}`;

/** A string quartet in running eighths, beamed and slurred by the measure; pitches wander by a fixed rule. */
function makeScore(noteCount) {
  const measures = Math.ceil(noteCount / PARTS / NOTES_PER_MEASURE);
  const notes = [];
  let index = 0;
  const note = (part, place) => {
    notes.push({ noteheadId: idOf(index), partId: part });
    const step = STEPS[(index * 5 + (index >> 3)) % 7];
    const beam = ["begin", "continue", "continue", "end"][place % 4];
    const slur = place === 0 ? "start" : place === NOTES_PER_MEASURE - 1 ? "stop" : null;
    return (
      `<note id="${svgIdOf(idOf(index++))}"><pitch><step>${step}</step><octave>${4 + (index % 2)}</octave></pitch>` +
      `<duration>1</duration><voice>1</voice><type>eighth</type><beam number="1">${beam}</beam>` +
      `${slur ? `<notations><slur type="${slur}" number="1"/></notations>` : ""}</note>`
    );
  };
  const names = Array.from({ length: PARTS }, (_, i) => `P${i + 1}`);
  const partText = names.map((name) => {
    const bars = Array.from({ length: measures }, (_, m) => {
      const attributes =
        "<attributes><divisions>2</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>";
      const content = Array.from({ length: NOTES_PER_MEASURE }, (_, place) => note(name, place)).join("");
      return `<measure number="${m + 1}">${m === 0 ? attributes : ""}${content}</measure>`;
    });
    return `<part id="${name}">${bars.join("")}</part>`;
  });
  const list = names.map((name) => `<score-part id="${name}"><part-name>${name}</part-name></score-part>`);
  return {
    notes,
    parts: names.map((partId) => ({ partId, staffCount: 1 })),
    musicXml: `<score-partwise version="4.0"><part-list>${list.join("")}</part-list>${partText.join("")}</score-partwise>`,
  };
}

let failed = false;
await engrave({ musicXml: makeScore(100).musicXml, layout: "page" }); // warms up
for (const layout of ["page", "scroll"]) {
  const perNoteMs = [];
  for (const count of counts) {
    const score = makeScore(count);
    const start = performance.now();
    const engraving = await engrave({ musicXml: score.musicXml, layout });
    const engraved = performance.now();
    const result = cutPages(engraving, score);
    const end = performance.now();
    perNoteMs.push((end - start) / score.notes.length);
    const rss = process.memoryUsage().rss / 1e6;
    console.log(
      `${layout.padEnd(6)} ${String(score.notes.length).padStart(6)} notes  ${String(result.pages.length).padStart(3)} sheets  ` +
        `engrave ${((engraved - start) / 1000).toFixed(2)} s  cut ${((end - engraved) / 1000).toFixed(2)} s  ` +
        `${perNoteMs.at(-1).toFixed(2)} ms a note  RSS ${rss.toFixed(0)} MB`,
    );
    if (result.notDrawn.length > 0) {
      console.error(`${result.notDrawn.length} noteheads lost`);
      failed = true;
    }
  }
  if (perNoteMs.length > 1 && perNoteMs.at(-1) > 2 * perNoteMs.at(-2)) {
    console.error(`${layout}: time grows faster than the score`);
    failed = true;
  }
}
process.exitCode = failed ? 1 : 0;
