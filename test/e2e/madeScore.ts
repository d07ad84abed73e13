/** Made music as the files a notation program exports: MusicXML and a MIDI performance. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { writePerformanceMidi } from "../../src/formats/midi/writeMidi.js";
import { type MadeMusic, type MadeNote, MEASURE_SIXTEENTH } from "./madeMusic.js";

/** How another program would write the same music. */
export interface ExportStyle {
  /** MusicXML divisions per quarter: a multiple of 4. */
  readonly divisions: number;
  /** Measure widths written; null writes none. */
  readonly widthTenth: number | null;
  /** `id` attributes on the notes. */
  readonly ids: boolean;
}

export const PLAIN_EXPORT: ExportStyle = { divisions: 4, widthTenth: 180, ids: true };
export const OTHER_EXPORT: ExportStyle = { divisions: 480, widthTenth: 231, ids: false };

const PPQ = 480;
const US_PER_QUARTER = 600_000;
const STEPS = ["C", "D", "E", "F", "G", "A", "B"];
const SEMITONES = [0, 2, 4, 5, 7, 9, 11];
const TYPES: Record<number, string> = {
  2: "<type>eighth</type>",
  4: "<type>quarter</type>",
  6: "<type>quarter</type><dot/>",
  8: "<type>half</type>",
  12: "<type>half</type><dot/>",
};

export interface ScoreFiles {
  readonly score: string;
  readonly midi: string;
}

/** Write `score.musicxml` and `take.mid` into a folder that is there. @returns their paths */
export function writeMusic(dir: string, music: MadeMusic, style: ExportStyle = PLAIN_EXPORT): ScoreFiles {
  const files = { score: path.join(dir, "score.musicxml"), midi: path.join(dir, "take.mid") };
  writeFileSync(files.score, formatScore(music, style));
  writeFileSync(files.midi, formatTake(music));
  return files;
}

export function formatScore(music: MadeMusic, style: ExportStyle = PLAIN_EXPORT): string {
  const list = music.parts.map(
    ({ id, name }) => `<score-part id="${id}"><part-name>${name}</part-name></score-part>`,
  );
  const parts = music.parts.map((_, index) => formatPart(music, index, style));
  return `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0"><work><work-title>${music.title}</work-title></work>
<identification><creator type="composer">Rule</creator></identification>
<part-list>${list.join("")}</part-list>
${parts.join("\n")}
</score-partwise>
`;
}

function formatPart(music: MadeMusic, index: number, style: ExportStyle): string {
  const part = music.parts[index];
  const openTies = new Set<number>();
  let serial = 0;
  const measures = part.measures.map((voices, measure) => {
    const width = style.widthTenth === null ? "" : ` width="${style.widthTenth + ((measure * 37) % 50)}"`;
    const notes = voices.map((voice, n) =>
      voice.map((note) => formatNote(note, n, style, openTies, () => `n${part.id}-${++serial}`)).join("\n"),
    );
    const back = `<backup><duration>${(MEASURE_SIXTEENTH / 4) * style.divisions}</duration></backup>`;
    const head = measure === 0 ? attributes(part.clef, style) + (index === 0 ? TEMPO : "") : "";
    return `<measure number="${measure + 1}"${width}>${head}\n${notes.join(`\n${back}\n`)}\n</measure>`;
  });
  return `<part id="${part.id}">${measures.join("\n")}</part>`;
}

const TEMPO =
  `<direction placement="above"><direction-type><metronome><beat-unit>quarter</beat-unit>` +
  `<per-minute>${6e7 / US_PER_QUARTER}</per-minute></metronome></direction-type>` +
  `<sound tempo="${6e7 / US_PER_QUARTER}"/></direction>`;

function attributes([sign, line]: readonly [string, number], { divisions }: ExportStyle): string {
  return (
    `<attributes><divisions>${divisions}</divisions><key><fifths>0</fifths></key><time><beats>4</beats>` +
    `<beat-type>4</beat-type></time><clef><sign>${sign}</sign><line>${line}</line></clef></attributes>`
  );
}

/** @param openTies  voices whose last note was tied on; kept up to date */
function formatNote(
  note: MadeNote,
  voice: number,
  style: ExportStyle,
  openTies: Set<number>,
  nextId: () => string,
): string {
  const duration = `<duration>${(note.durationSixteenth * style.divisions) / 4}</duration>`;
  const rest = `${duration}<voice>${voice + 1}</voice>${TYPES[note.durationSixteenth]}`;
  const id = () => (style.ids ? ` id="${nextId()}"` : "");
  if (note.degrees.length === 0) return `<note${id()}><rest/>${rest}</note>`;
  const ties = [...(openTies.has(voice) ? ["stop"] : []), ...(note.tiedOn ? ["start"] : [])];
  const sounding = ties.map((type) => `<tie type="${type}"/>`).join("");
  const drawn = ties.map((type) => `<tied type="${type}"/>`).join("");
  const lyric = note.lyric && `<lyric><syllabic>single</syllabic><text>${note.lyric}</text></lyric>`;
  if (note.tiedOn) openTies.add(voice);
  else openTies.delete(voice);
  return note.degrees
    .map((degree, n) => {
      const pitch = `<pitch><step>${STEPS[degree % 7]}</step><octave>${Math.floor(degree / 7)}</octave></pitch>`;
      const value = `${duration}${sounding}<voice>${voice + 1}</voice>${TYPES[note.durationSixteenth]}`;
      const notations = drawn && `<notations>${drawn}</notations>`;
      return `<note${id()}>${n > 0 ? "<chord/>" : ""}${pitch}${value}${notations}${(n === 0 && lyric) || ""}</note>`;
    })
    .join("\n");
}

/** What a notation program exports: every note at its place, a little shorter than written. */
export function formatTake(music: MadeMusic): Uint8Array {
  const tracks = music.parts.map((part, channel) => ({
    name: part.name,
    channel,
    program: part.program,
    notes: part.measures[0].flatMap((_, voice) => performVoice(part.measures.map((m) => m[voice]))),
  }));
  for (const track of tracks) track.notes.sort((a, b) => a.onsetTick - b.onsetTick || a.pitch - b.pitch);
  const tempos = [{ tick: 0, usPerQuarter: US_PER_QUARTER }];
  return writePerformanceMidi({ ppq: PPQ, name: "", tempos, tracks });
}

function performVoice(measures: readonly MadeNote[][]) {
  const notes: { pitch: number; velocity: number; onsetTick: number; durationTick: number }[] = [];
  let tick = 0;
  let held: (typeof notes)[number] | null = null;
  for (const note of measures.flat()) {
    const ticks = (note.durationSixteenth * PPQ) / 4;
    if (held !== null) held.durationTick += ticks;
    const begun = note.degrees.map((degree) => ({
      pitch: 12 * (Math.floor(degree / 7) + 1) + SEMITONES[degree % 7],
      velocity: note.velocity,
      onsetTick: tick,
      durationTick: ticks - 20,
    }));
    if (held === null) notes.push(...begun);
    held = note.tiedOn ? (held ?? begun[0]) : null;
    tick += ticks;
  }
  return notes;
}
