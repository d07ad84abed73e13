/** From MusicXML to its Song Map, all the real way: reading, unfolding, performing, registering. */
import { alignAlong } from "../../src/align/alignScore.js";
import type { ScoreClock } from "../../src/core/scoreClock.js";
import { readMidi } from "../../src/formats/midi/readMidi.js";
import { readMusicXml } from "../../src/formats/musicxml/readMusicXml.js";
import { buildRecords } from "../../src/registry/buildRecords.js";
import type { NoteRecord } from "../../src/schema/registry.js";
import { type SongMapDocument, songMapSchema } from "../../src/schema/songMap.js";
import { beatGrid } from "../../src/score/beatGrid.js";
import { performScore } from "../../src/score/performScore.js";
import type { UnfoldedScore } from "../../src/score/unfoldedScore.js";
import { unfoldScore } from "../../src/score/unfoldScore.js";
import { buildSongMap } from "../../src/songmap/buildSongMap.js";

const PIECE = {
  pieceId: "0d1c3a56-7d3f-5f0e-9c39-0a6a4f8d7b10",
  title: "Test",
  composer: "",
  movement: "",
};

/** @param midi  a performance, in place of the score's own */
export function mapOfBytes(bytes: Uint8Array, fileName: string, midi?: Uint8Array): SongMapDocument {
  const unfolded = unfoldScore(readMusicXml(bytes, { fileName }), { repeats: "written" });
  return midi ? mapOfTake(unfolded, midi) : mapOfSelfPlayed(unfolded);
}

function mapOfTake(unfolded: UnfoldedScore, midi: Uint8Array): SongMapDocument {
  const performance = readMidi(midi, { fileName: "take.mid" });
  const alignment = alignAlong(unfolded, performance);
  const { records } = buildRecords({
    unfolded,
    piece: PIECE,
    performance,
    alignment,
    scorePerformance: null,
  });
  return parsedMap(unfolded, alignment.clock, records, () => null);
}

function mapOfSelfPlayed(unfolded: UnfoldedScore): SongMapDocument {
  const scorePerformance = performScore(unfolded);
  const { records, soundingOf } = buildRecords({
    unfolded,
    piece: PIECE,
    performance: null,
    alignment: null,
    scorePerformance,
  });
  const velocityOf = (id: string) => scorePerformance.sounds[soundingOf.get(id) ?? -1]?.velocity ?? null;
  return parsedMap(unfolded, scorePerformance.clock, records, velocityOf);
}

function parsedMap(
  unfolded: UnfoldedScore,
  clock: ScoreClock,
  records: readonly NoteRecord[],
  velocityOf: (universalId: string) => number | null,
): SongMapDocument {
  const map = buildSongMap({
    jobId: "test",
    unfolded,
    clock,
    records,
    beats: beatGrid(unfolded).beats,
    registryPath: "manifests/registry.json",
    registrySha256: "0".repeat(64),
    createdAt: "2026-01-01T00:00:00Z",
    velocityOf,
  });
  return songMapSchema.parse(map);
}

/** @param parts  the measures of each part, as MusicXML */
export function mapOf(...parts: string[]): SongMapDocument {
  const list = parts.map(
    (_, i) => `<score-part id="P${i + 1}"><part-name>Part ${i + 1}</part-name></score-part>`,
  );
  const bodies = parts.map((measures, i) => `<part id="P${i + 1}">${measures}</part>`);
  const xml = `<?xml version="1.0"?><score-partwise version="4.0"><part-list>${list.join("")}</part-list>${bodies.join("")}</score-partwise>`;
  return mapOfBytes(new TextEncoder().encode(xml), "test.musicxml");
}

export function measure(number: number, ...content: string[]): string {
  return `<measure number="${number}">${content.join("")}</measure>`;
}

export interface Attributes {
  /** `3/4`, `3+2/8`. */
  readonly time?: string;
  readonly fifths?: number;
  readonly mode?: string;
}

/** Divisions are 1 to the quarter throughout. */
export function attributes({ time, fifths, mode }: Attributes): string {
  const key =
    fifths === undefined ? "" : `<key><fifths>${fifths}</fifths>${mode ? `<mode>${mode}</mode>` : ""}</key>`;
  const [beats, type] = time?.split("/") ?? [];
  const meter = time ? `<time><beats>${beats}</beats><beat-type>${type}</beat-type></time>` : "";
  return `<attributes><divisions>1</divisions>${key}${meter}</attributes>`;
}

export const tempo = (bpm: number) => `<direction><sound tempo="${bpm}"/></direction>`;

export const rehearsal = (text: string) =>
  `<direction><direction-type><rehearsal>${text}</rehearsal></direction-type></direction>`;

export const repeat = (direction: "forward" | "backward") =>
  `<barline location="${direction === "forward" ? "left" : "right"}"><repeat direction="${direction}"/></barline>`;

export interface NoteOptions {
  readonly chord?: boolean;
  readonly lyrics?: readonly string[];
  readonly slur?: "start" | "stop";
  readonly tie?: "start" | "stop";
}

/** @param name  step and octave with optional # or b: `C4`, `Bb3`; `R` is a rest */
export function note(name: string, quarters: number, options: NoteOptions = {}): string {
  if (name === "R") return `<note><rest/><duration>${quarters}</duration></note>`;
  const [, step, sign, octave] = /^([A-G])([#b]?)(\d)$/.exec(name) ?? [];
  const alter = sign ? `<alter>${sign === "#" ? 1 : -1}</alter>` : "";
  const slur = options.slur ? `<notations><slur type="${options.slur}" number="1"/></notations>` : "";
  const tie = options.tie ? `<tie type="${options.tie}"/>` : "";
  return `<note>${options.chord ? "<chord/>" : ""}<pitch><step>${step}</step>${alter}<octave>${octave}</octave></pitch><duration>${quarters}</duration>${tie}<voice>1</voice>${slur}${(options.lyrics ?? []).join("")}</note>`;
}

/** `text` ends in `-` inside a word and in `_` under an extender; it begins with `-` where a word goes on. */
export function lyric(verse: number | string, text: string): string {
  const [before, after] = [text.startsWith("-"), text.endsWith("-")];
  const syllabic = before ? (after ? "middle" : "end") : after ? "begin" : "single";
  const extend = text.endsWith("_") ? "<extend/>" : "";
  const plain = text.replace(/^-|[-_]$/g, "");
  return `<lyric number="${verse}"><syllabic>${syllabic}</syllabic><text>${plain}</text>${extend}</lyric>`;
}

/** @param bass  step with optional # or b */
export function harmony(root: string, kind: string, bass = "", text = ""): string {
  const alterOf = (name: string) => (name[1] === "#" ? 1 : name[1] === "b" ? -1 : 0);
  const bassXml = bass
    ? `<bass><bass-step>${bass[0]}</bass-step><bass-alter>${alterOf(bass)}</bass-alter></bass>`
    : "";
  return `<harmony><root><root-step>${root[0]}</root-step><root-alter>${alterOf(root)}</root-alter></root><kind${text ? ` text="${text}"` : ""}>${kind}</kind>${bassXml}</harmony>`;
}
