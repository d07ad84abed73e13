/** What a schema cannot say about a Song Map. */
import { LeitmotionError } from "../core/error.js";
import type { SongMapDocument } from "../schema/songMap.js";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Every way in which a map contradicts itself, one sentence each; none for a sound map. */
export function songMapFaults(map: SongMapDocument): string[] {
  const beats = new Set(map.beats);
  return [
    ...timesFaults("beats", map.beats, map.duration_sec),
    ...timesFaults("downbeats", map.downbeats, map.duration_sec),
    ...timesFaults(
      "tempo.curve",
      map.tempo.curve.map(([sec]) => sec),
      map.duration_sec,
    ),
    ...map.downbeats.filter((sec) => !beats.has(sec)).map((sec) => `downbeat ${sec} is no beat`),
    ...Object.entries(apartBlocks(map)).flatMap(([name, spans]) => [
      ...spanFaults(name, spans, map.duration_sec),
      ...spans
        .slice(1)
        .flatMap((s, i) => (s.start < spans[i].end ? [`${name}[${i + 1}] overlaps the one before`] : [])),
    ]),
    ...spanFaults("lyrics", map.lyrics, map.duration_sec),
    ...map.lyrics.flatMap((word, i) =>
      spanFaults(`lyrics[${i}].syllables`, word.syllables, map.duration_sec, true),
    ),
    ...spanFaults("performance.notes", map.performance.notes, map.duration_sec, true),
    ...idFaults(map),
    ...meterFaults(map),
  ];
}

/**
 * Refuse a map that contradicts itself; run it before the map is written.
 *
 * @throws LeitmotionError SCHEMA_INVALID naming up to five faults
 */
export function assertSongMap(map: SongMapDocument): void {
  const faults = songMapFaults(map);
  if (faults.length === 0) return;
  const more = faults.length > 5 ? ` and ${faults.length - 5} more` : "";
  throw new LeitmotionError("SCHEMA_INVALID", `Song Map: ${faults.slice(0, 5).join("; ")}${more}`);
}

/** Blocks whose entries follow each other and never overlap. */
function apartBlocks(map: SongMapDocument): Record<string, readonly Span[]> {
  return {
    meters: map.meters,
    bars: map.bars,
    key: map.key,
    chords: map.chords,
    sections: map.sections,
    "performance.melody": map.performance.melody,
    "performance.bass": map.performance.bass,
  };
}

function timesFaults(name: string, times: readonly number[], durationSec: number): string[] {
  return times.flatMap((sec, i) => [
    ...(i > 0 && sec <= times[i - 1] ? [`${name}[${i}] at ${sec} s does not come after the one before`] : []),
    ...(sec > durationSec ? [`${name}[${i}] at ${sec} s lies past the end`] : []),
  ]);
}

/** @param mayBeEmpty  a note may end where it begins (a key struck and released in one tick), and its syllable with it */
function spanFaults(name: string, spans: readonly Span[], durationSec: number, mayBeEmpty = false): string[] {
  return spans.flatMap(({ start, end }, i) => [
    ...(end < start || (end === start && !mayBeEmpty)
      ? [`${name}[${i}] ends at ${end} s, not after ${start} s`]
      : []),
    ...(end > durationSec ? [`${name}[${i}] ends at ${end} s, past the end`] : []),
  ]);
}

/** Every ID of a line or a syllable belongs to a note of the performance, and no note is there twice. */
function idFaults(map: SongMapDocument): string[] {
  const { notes, melody, bass } = map.performance;
  const heads = notes.flatMap((note) => [note.universal_id, ...note.tied_ids]);
  const known = new Set(heads);
  const used = [
    ...melody.map((note) => note.universal_id),
    ...bass.map((note) => note.universal_id),
    ...map.lyrics.flatMap((word) => word.syllables.flatMap((syllable) => syllable.universal_ids)),
  ];
  return [
    ...(known.size < heads.length ? ["performance.notes names a note twice"] : []),
    ...used.filter((id) => !known.has(id)).map((id) => `${id} is no note of the performance`),
  ];
}

function meterFaults(map: SongMapDocument): string[] {
  return [map.meter, ...map.meters].flatMap((meter) =>
    meter && !Number.isInteger(Math.log2(meter.denominator))
      ? [`meter ${meter.numerator}/${meter.denominator}`]
      : [],
  );
}
