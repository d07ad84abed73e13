/** One record per notehead and pass, and one per performed note that is not written: the registry's notes. */
import type { Alignment } from "../align/alignNotes.js";
import { LeitmotionError } from "../core/error.js";
import { formatFraction } from "../core/fraction.js";
import type { Performance, PerformedNote } from "../core/performance.js";
import type { ScoreClock } from "../core/scoreClock.js";
import type { NoteRecord, Registry } from "../schema/registry.js";
import type { TiedNotes } from "../schema/tiedNotes.js";
import type { UnfoldedNote, UnfoldedScore } from "../score/unfoldedScore.js";
import { buildTiedNotes } from "./buildTiedNotes.js";
import { NO_MOVES, type NoteMove, type NoteMoves } from "./corrections/resolveMoves.js";
import { findBeyondLinks, type MatchSources, unwrittenMatch, writtenMatch } from "./matchBlocks.js";
import { noteheadIds } from "./mintIds.js";
import { spanOf } from "./movedNotes.js";
import { type SelfPlayed, type TimedSounding, timeNotes } from "./noteTiming.js";
import { type BaseRegistry, type Reconciliation, reconcileNotes } from "./reconcile/reconcileNotes.js";
import { roundSec, roundUnit } from "./rounding.js";
import { shortenIds } from "./shortIds.js";
import type { TieRefinement } from "./tieTiming.js";

export interface RecordSources {
  readonly unfolded: UnfoldedScore;
  readonly piece: Registry["piece"];
  /** Both null when the score performs itself. */
  readonly performance: Performance | null;
  readonly alignment: Alignment | null;
  /** Given exactly when there is no MIDI file; `sounds` has one entry per sounding note, in order. */
  readonly scorePerformance: { readonly clock: ScoreClock; readonly sounds: readonly SelfPlayed[] } | null;
  /** Default `score_grid`. */
  readonly tieRefinement?: TieRefinement;
  /** The last finished registry of the output folder, whose notes keep their IDs; null (the default) starts anew. */
  readonly base?: BaseRegistry | null;
  /** Notes whose times are the user's; default none. */
  readonly moves?: NoteMoves;
}

export interface Records {
  /** By start, part, measure and pitch; equals in the order of the score. */
  readonly records: NoteRecord[];
  readonly tiedNotes: TiedNotes;
  /** Sounding note of each record that begins one (not of later tie members), by universal ID. */
  readonly soundingOf: ReadonlyMap<string, number>;
  /** Universal IDs by `UnfoldedNote.index`. */
  readonly noteIds: readonly string[];
  /** What has become of the base's notes, and the piece to register them under. */
  readonly reconciliation: Reconciliation;
}

/**
 * Build the registry's records.
 *
 * A matched sounding note gives its first notehead the MIDI note's time; later members of a tie chain are timed by
 * `tieRefinement`. What was not played gets its time from the clock. Times are rounded to a microsecond.
 */
export function buildRecords(sources: RecordSources): Records {
  const { unfolded, piece, performance, alignment, moves = NO_MOVES } = sources;
  const clock = alignment?.clock ?? sources.scorePerformance?.clock;
  if (!clock)
    throw new LeitmotionError("INTERNAL", "Neither an alignment nor the score's own performance is given");
  const findings = findBeyondLinks(unfolded, performance, alignment);
  const timed = timeNotes({
    unfolded,
    performance,
    links: alignment?.links ?? [],
    sharedStrokes: findings.sharedStrokes,
    clock,
    selfPlayed: sources.scorePerformance?.sounds ?? null,
    tieRefinement: sources.tieRefinement ?? "score_grid",
    moved: moves.written,
  });
  const midiOnly = performance ? (alignment?.midiOnly ?? []) : [];
  const base = sources.base ?? null;
  const reconciliation = reconcileNotes(base, unfolded, performance, midiOnly, piece);
  const { noteIds, midiOnlyIds } = reconciliation;
  const heads = noteheadIds(unfolded, noteIds);
  const shortIds = shortenIds([...noteIds, ...midiOnlyIds], shortIdsOf(base));
  const ids = { noteIds, heads, shortIds };
  const match: MatchSources = { ...findings, unfolded, performance, alignment, noteIds };
  const records = writtenRecords(timed, sources, ids, match);
  midiOnly.forEach((noteIndex, i) => {
    const note = (performance as Performance).notes[noteIndex];
    const matched = unwrittenMatch(noteIndex, match);
    const record = midiOnlyRecord(note, performance as Performance, midiOnlyIds[i], shortIds, matched);
    records.push(moveRecord(record, moves.unwritten.get(noteIndex)));
  });
  const soundingOf = new Map(unfolded.sounding.map((s) => [noteIds[s.members[0].index], s.index]));
  const partOrder = new Map(unfolded.score.parts.map((p) => [p.id, p.index]));
  records.sort((a, b) => compareRecords(a, b, partOrder));
  const tiedNotes = buildTiedNotes(timed, unfolded, noteIds, heads);
  return { records, tiedNotes, soundingOf, noteIds, reconciliation };
}

/** Files on the disk carry them: they stay, and those of notes that have gone are given to nobody. */
function shortIdsOf(base: BaseRegistry | null): ReadonlyMap<string, string> {
  return new Map(base?.records.map((record) => [record.universalId, record.shortId]));
}

interface Ids {
  readonly noteIds: readonly string[];
  readonly heads: readonly string[];
  readonly shortIds: ReadonlyMap<string, string>;
}

function writtenRecords(
  timed: readonly TimedSounding[],
  sources: RecordSources,
  ids: Ids,
  match: MatchSources,
): NoteRecord[] {
  const records: NoteRecord[] = [];
  let group = 0;
  for (const note of timed) {
    const isChain = note.members.length > 1;
    if (isChain) group++;
    for (const { unfolded, position, timing } of note.members) {
      const id = ids.noteIds[unfolded.index];
      records.push({
        universalId: id,
        shortId: ids.shortIds.get(id) as string,
        noteheadId: ids.heads[unfolded.index],
        score: scoreBlock(unfolded, sources.unfolded, note.members.length, position),
        chain: isChain
          ? { tiedGroupId: `tied_group_${group}`, positionInGroup: position, isPrimary: position === 0 }
          : null,
        midi:
          note.played && position === 0 ? midiBlock(note.played, sources.performance as Performance) : null,
        audio: null,
        page: null,
        timing: {
          startSec: roundSec(timing.startSec),
          endSec: roundSec(timing.endSec),
          source: timing.source,
          confidence: roundUnit(timing.confidence),
        },
        match: writtenMatch(note, position, match),
      });
    }
  }
  return records;
}

function scoreBlock(
  { note, pass, onsetQuarter }: UnfoldedNote,
  unfolded: UnfoldedScore,
  members: number,
  position: number,
): NonNullable<NoteRecord["score"]> {
  const part = unfolded.score.parts[note.partIndex];
  return {
    xmlId: note.xmlId,
    partId: part.id,
    partName: part.name,
    staff: note.staff,
    voice: note.voice,
    measure: unfolded.score.measures[note.measureIndex].number,
    measureIndex: note.measureIndex,
    pass,
    onsetQuarter: formatFraction(onsetQuarter),
    measureQuarter: formatFraction(note.measureQuarter),
    durationQuarter: formatFraction(note.durationQuarter),
    pitch: {
      step: note.pitch.step,
      alter: note.pitch.alter,
      octave: note.pitch.octave,
      midi: note.soundingMidi,
    },
    unpitched: note.unpitched,
    noteType: note.noteType,
    grace: note.grace ? { kind: note.grace.kind, slash: note.grace.slash, order: note.grace.order } : null,
    chordIndex: note.chordIndex,
    tie: members === 1 ? null : position === 0 ? "start" : position === members - 1 ? "stop" : "continue",
    printed: note.printed,
    cue: note.cue,
  };
}

function midiBlock(note: PerformedNote, performance: Performance): NonNullable<NoteRecord["midi"]> {
  return {
    track: note.track,
    trackName: performance.tracks.find((t) => t.index === note.track)?.name ?? "",
    channel: note.channel,
    pitch: note.pitch,
    velocity: note.velocity,
    onsetTick: note.onsetTick,
    onsetSec: roundSec(note.onsetSec),
    durationSec: roundSec(note.offsetSec - note.onsetSec),
  };
}

function midiOnlyRecord(
  note: PerformedNote,
  performance: Performance,
  id: string,
  shortIds: ReadonlyMap<string, string>,
  match: NoteRecord["match"],
): NoteRecord {
  return {
    universalId: id,
    shortId: shortIds.get(id) as string,
    noteheadId: null,
    score: null,
    chain: null,
    midi: midiBlock(note, performance),
    audio: null,
    page: null,
    timing: {
      startSec: roundSec(note.onsetSec),
      endSec: roundSec(note.offsetSec),
      source: "midi_exact",
      confidence: 1,
    },
    match,
  };
}

/** A performed note that is not written, at the time the user says. */
function moveRecord(record: NoteRecord, move: NoteMove | undefined): NoteRecord {
  if (!move) return record;
  const { startSec, endSec } = spanOf(move, record.timing);
  const byHand = { source: "corrected_by_hand" as const, confidence: 1 };
  return { ...record, timing: { startSec: roundSec(startSec), endSec: roundSec(endSec), ...byHand } };
}

/** By start; written notes before unwritten ones, by part, then pitch from below; equals stay in the score's order. */
function compareRecords(a: NoteRecord, b: NoteRecord, partOrder: ReadonlyMap<string, number>): number {
  return (
    a.timing.startSec - b.timing.startSec ||
    partOf(a, partOrder) - partOf(b, partOrder) ||
    (a.score?.measureIndex ?? 0) - (b.score?.measureIndex ?? 0) ||
    pitchOf(a) - pitchOf(b)
  );
}

function partOf({ score }: NoteRecord, partOrder: ReadonlyMap<string, number>): number {
  return score ? (partOrder.get(score.partId) as number) : Number.MAX_SAFE_INTEGER;
}

function pitchOf({ score, midi }: NoteRecord): number {
  return score?.pitch.midi ?? midi?.pitch ?? 0;
}
