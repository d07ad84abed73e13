/** The Song Map of a scored piece: everything that happens, on the score's clock. */
import { toNumber } from "../core/fraction.js";
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import { roundSec } from "../registry/rounding.js";
import type { NoteRecord } from "../schema/registry.js";
import type { SongMapDocument } from "../schema/songMap.js";
import type { Beat } from "../score/beatGrid.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { assertSongMap } from "./assertSongMap.js";
import { analysedChords, type HarmonyGrid, hasChordChart, writtenChords } from "./chordBlock.js";
import { analysedKey, signatureSpans, writtenKeys } from "./keyBlock.js";
import { findLines } from "./lineBlock.js";
import { sungLyrics } from "./lyricBlock.js";
import { recordsByNote, type SoundingRecord, soundingRecords, type VelocityOf } from "./soundingRecords.js";
import { firstMeter, timeBars, timeBeats, timeMeters, timeSections, timeTempo } from "./timeBlocks.js";

type Block = SongMapDocument["provenance"]["meter"];

export interface SongMapInput {
  readonly jobId: string;
  readonly unfolded: UnfoldedScore;
  /** Maps unfolded quarters to the seconds of the records. */
  readonly clock: ScoreClock;
  /** All records of the registry. */
  readonly records: readonly NoteRecord[];
  /** Beats of `beatGrid(unfolded)`. */
  readonly beats: readonly Beat[];
  /** Path of the registry in the output folder. */
  readonly registryPath: string;
  /** SHA-256 of the registry's bytes. */
  readonly registrySha256: string;
  /** UTC, ISO 8601 with Z. */
  readonly createdAt: string;
  /** Velocities of notes that no MIDI file plays; unknown where left out. */
  readonly velocityOf?: VelocityOf;
  /** Title and composer, where the job knows better than the score. */
  readonly title?: string;
  readonly composer?: string;
}

/**
 * Build the map and check it (`assertSongMap`).
 *
 * Times of notes and syllables are the registry's; beats, bars, keys, chords and sections lie on the clock, in
 * microseconds. What the score does not say and the notes do not show stays empty and is `absent` in `provenance`: a
 * score without a meter has `meter: null` and no beats. Its tempo then is still a fact, that of the clock it is
 * rendered with, and `provenance.tempo` says that nobody wrote it.
 *
 * @throws LeitmotionError SCHEMA_INVALID if the map contradicts itself, INTERNAL if a note has no record
 */
export function buildSongMap(input: SongMapInput): SongMapDocument {
  const { unfolded, clock, records, beats } = input;
  const { header } = unfolded.score;
  const sounding = soundingRecords(records, input.velocityOf ?? (() => null));
  const durationSec = mapDuration(unfolded, clock, sounding);
  const timed = { ...timeBeats(beats, clock), bars: timeBars(unfolded, clock) };
  const key = findKeys(unfolded, clock, sounding, durationSec);
  const chords = findChords(unfolded, clock, sounding, timed, key.fifthsAt);
  const lyrics = sungLyrics(unfolded, recordsByNote(unfolded, records)).filter(
    (word) => word.end > word.start,
  );
  const lines = findLines(sounding, new Set(lyrics.map((word) => word.part_id)));
  const blocks = {
    duration_sec: durationSec,
    meter: firstMeter(unfolded),
    meters: timeMeters(unfolded, clock),
    tempo: timeTempo(unfolded, clock, beats),
    ...timed,
    key: key.keys,
    chords: chords.chords,
    sections: timeSections(unfolded, clock),
    lyrics,
    performance: { ...lines, notes: sounding.map(performedNote) },
  };
  const map: SongMapDocument = {
    schema_id: "song_map.v1",
    version: "1.0.0",
    id: input.jobId,
    title: input.title ?? (header.title || header.movementTitle),
    composer: input.composer ?? header.composer,
    ...blocks,
    provenance: provenanceOf(input, blocks, { key: key.block, chords: chords.block }),
  };
  assertSongMap(map);
  return map;
}

type Provenance = SongMapDocument["provenance"];

function provenanceOf(
  input: SongMapInput,
  blocks: Pick<SongMapDocument, "meter" | "beats" | "sections" | "lyrics" | "performance">,
  known: Pick<Provenance, "key" | "chords">,
): Provenance {
  const { melody, bass, notes } = blocks.performance;
  return {
    meter: written(blocks.meter !== null, "time signatures"),
    tempo: tempoProvenance(input.unfolded, input.clock),
    beats: written(blocks.beats.length > 0, "time signatures on the score's clock"),
    ...known,
    sections: written(blocks.sections.length > 0, "rehearsal marks"),
    lyrics: written(blocks.lyrics.length > 0, "lyrics, pass by pass"),
    melody: analysed(melody.length > 0, "upper line of the singing parts, or of all"),
    bass: analysed(bass.length > 0, "lower line of the notes outside the melody"),
    notes: written(notes.length > 0, "registry"),
    sync: { registry: input.registryPath, registry_sha256: input.registrySha256 },
    created_at: input.createdAt,
  };
}

/** To the end of the last measure, or of a note that sounds longer. */
function mapDuration(
  unfolded: UnfoldedScore,
  clock: ScoreClock,
  sounding: readonly SoundingRecord[],
): number {
  const end = toNumber(unfolded.endQuarter);
  const scoreEnd = end > 0 ? roundSec(quarterToSec(clock, end)) : 0;
  return sounding.reduce((latest, note) => Math.max(latest, note.endSec), scoreEnd);
}

function findKeys(
  unfolded: UnfoldedScore,
  clock: ScoreClock,
  sounding: readonly SoundingRecord[],
  durationSec: number,
) {
  const signatures = signatureSpans(unfolded, clock);
  const fifthsAt = (sec: number) => signatures.findLast((span) => span.startSec <= sec)?.fifths ?? 0;
  if (unfolded.score.keys.length === 0) {
    const keys = analysedKey(sounding, durationSec);
    return { keys, fifthsAt, block: analysed(keys.length > 0, "pitch classes of the notes") };
  }
  const { keys, analysed: isAnalysed } = writtenKeys(signatures, sounding);
  const block =
    isAnalysed && keys.length > 0
      ? analysed(true, "key signatures; the mode, where it is not written, from the notes")
      : written(keys.length > 0, "key signatures");
  return { keys, fifthsAt, block };
}

function findChords(
  unfolded: UnfoldedScore,
  clock: ScoreClock,
  sounding: readonly SoundingRecord[],
  grid: HarmonyGrid,
  fifthsAt: (sec: number) => number,
) {
  const symbols = writtenChords(unfolded, clock);
  if (hasChordChart(unfolded))
    return { chords: symbols, block: written(symbols.length > 0, "chord symbols") };
  const heard = analysedChords(sounding, grid, fifthsAt);
  if (heard.length === 0) return { chords: symbols, block: written(symbols.length > 0, "chord symbols") };
  return { chords: heard, block: analysed(true, "sounding notes, beat by beat") };
}

function tempoProvenance(unfolded: UnfoldedScore, clock: ScoreClock): Block {
  if (clock.source === "midi") return { status: "score", source: "tempo map of the MIDI file" };
  if (clock.source === "aligned") return { status: "analysed", source: "matched notes of the performance" };
  return unfolded.score.tempoMarks.length > 0
    ? { status: "score", source: "tempo marks" }
    : { status: "absent", source: "no tempo is written; the piece is played at the default of MIDI files" };
}

function performedNote(note: SoundingRecord): SongMapDocument["performance"]["notes"][number] {
  return {
    universal_id: note.record.universalId,
    start: note.startSec,
    end: note.endSec,
    midi: note.midi,
    velocity: note.velocity,
    part_id: note.record.score?.partId ?? null,
    tied_ids: note.tied.map((record) => record.universalId),
    conf: note.record.timing.confidence,
  };
}

function written(isThere: boolean, source: string): Block {
  return isThere ? { status: "score", source } : { status: "absent", source: "" };
}

function analysed(isThere: boolean, source: string): Block {
  return isThere ? { status: "analysed", source } : { status: "absent", source: "" };
}
