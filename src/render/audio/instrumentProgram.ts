/** Which program plays a part of the score when no MIDI file says so. */
import type { ScoreInstrument, ScorePart } from "../../core/score.js";
import { DEFAULT_DRUM_KEY, DRUM_TABLE } from "./drumTable.js";
import { AMBIGUOUS_NAMES, INSTRUMENT_TABLE, VOICE_PROGRAM } from "./instrumentTable.js";

/** What plays where nothing is known. */
export const DEFAULT_PROGRAM = 0;
/** Names this long also count inside a word: German writes `Bassklarinette`. */
const COMPOUND_LETTERS = 5;

/**
 * Choose a General MIDI program: the score's own midi-program; else its sound ID; else the names of instrument
 * and part; else the piano.
 *
 * @param instrument  the one the note names, or null for the part's first
 * @param parts       all parts: `Alto` beside a soprano sings, `Alto` among strings is a French viola
 * @returns           0–127
 */
export function programOfPart(
  part: ScorePart,
  instrument: ScoreInstrument | null,
  parts: readonly ScorePart[],
): number {
  const chosen = instrument ?? part.instruments[0] ?? null;
  if (chosen?.midiProgram != null) return chosen.midiProgram;
  const sings = parts.some((other) => programOfName(other.name) === VOICE_PROGRAM);
  const names = [chosen?.name ?? "", part.name, part.abbreviation];
  const found = [programOfSound(chosen?.sound ?? ""), ...names.map((name) => programOfAnyName(name, sings))];
  return found.find((program) => program !== null) ?? DEFAULT_PROGRAM;
}

/** By MusicXML sound ID: the longest prefix that ends where the ID or one of its words ends. */
export function programOfSound(sound: string): number | null {
  let best: { length: number; program: number } | null = null;
  for (const { program, sounds } of INSTRUMENT_TABLE) {
    for (const prefix of sounds) {
      const fits = sound === prefix || sound.startsWith(`${prefix}.`);
      if (fits && prefix.length > (best?.length ?? 0)) best = { length: prefix.length, program };
    }
  }
  return best?.program ?? null;
}

/** By a name in one of the table's languages; null if it holds none. */
export function programOfName(name: string): number | null {
  return longestFound(name, INSTRUMENT_TABLE)?.program ?? null;
}

/** Drum of the General MIDI kit for an unpitched note: its own midi-unpitched, else by name. */
export function drumKeyOf(part: ScorePart, instrument: ScoreInstrument | null): number {
  const chosen = instrument ?? (part.instruments.length === 1 ? part.instruments[0] : null);
  if (chosen?.midiUnpitched != null) return chosen.midiUnpitched;
  const names = [chosen?.name ?? "", part.name, part.abbreviation];
  const found = names.map((name) => longestFound(name, DRUM_TABLE)).find((row) => row !== null);
  return found?.key ?? DEFAULT_DRUM_KEY;
}

function programOfAnyName(name: string, sings: boolean): number | null {
  const certain = longestFound(name, INSTRUMENT_TABLE);
  if (certain) return certain.program;
  const ambiguous = longestFound(name, AMBIGUOUS_NAMES);
  if (!ambiguous) return null;
  return sings ? VOICE_PROGRAM : ambiguous.program;
}

function longestFound<Row extends { readonly names: readonly string[] }>(
  name: string,
  table: readonly Row[],
): Row | null {
  const text = ` ${plainName(name)} `;
  let best: Row | null = null;
  let bestLength = 0;
  for (const row of table) {
    for (const word of row.names) {
      if (word.length <= bestLength) continue;
      const found = word.length >= COMPOUND_LETTERS ? text.includes(word) : text.includes(` ${word} `);
      if (found) {
        best = row;
        bestLength = word.length;
      }
    }
  }
  return best;
}

/** Lower case, no accents, no digits; hyphens stay (`e-bass`), other signs become spaces. */
function plainName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("œ", "oe")
    .replace(/[^a-z'-]+/g, " ")
    .trim();
}
