/**
 * Score to MIDI: which way through the score was played, and which performed note is which written one.
 *
 * The performance is followed on the folded score (every measure once): repeats, jumps and skips come out of that.
 * The score is then unfolded along the way that was found, and aligned note by note.
 */
import { toNumber } from "../core/fraction.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import type { Performance } from "../core/performance.js";
import type { Score } from "../core/score.js";
import type { UnfoldedScore, WrittenChoice } from "../score/unfoldedScore.js";
import { isSameWay, unfoldAlong, unfoldScore, wholeScore, writtenWay } from "../score/unfoldScore.js";
import { ALIGN } from "./alignConstants.js";
import { type Alignment, alignFollowed, type FollowedScore } from "./alignNotes.js";
import { type ExportMatch, matchExport, NO_EXPORT } from "./exportClock.js";
import type { PlacedRows } from "./followScore.js";
import {
  buildPerformedEvents,
  type CoarseRows,
  coarseRows,
  type PerformedEvents,
} from "./performedEvents.js";
import { type PlayedStretch, playedStretches } from "./playedStretches.js";
import { buildScoreEvents, countVoices, type ScoreEvents } from "./scoreEvents.js";
import { buildScoreGraph, columnAt, columnOn } from "./scoreGraph.js";
import { followStructure } from "./structurePass.js";
import type { StructurePath } from "./structurePath.js";
import { likelyTransposition, lowered } from "./transposition.js";

export interface AlignedScore {
  readonly unfolded: UnfoldedScore;
  readonly alignment: Alignment;
}

export interface AlignOptions {
  /** `auto` (the default) lets the performance say how repeats were played. */
  readonly repeats?: "auto" | "written" | "none";
  /** Look for an export of the score first (default true). */
  readonly detectExport?: boolean;
  readonly limits?: Limits;
}

/**
 * Align a performance to a score. Never throws for a bad match: see `assertSamePiece`.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED if there are more measures or notes than the limits allow
 * @cost   about notes × states near the best one
 */
export function alignScore(score: Score, performance: Performance, options: AlignOptions = {}): AlignedScore {
  const { repeats = "auto", limits = DEFAULT_LIMITS } = options;
  const isFree = repeats === "auto";
  const unfolded = isFree
    ? unfoldAlong(score, wholeScore(score), "written", limits)
    : unfoldScore(score, { repeats, limits });
  const events = buildScoreEvents(unfolded);
  const follow = (heard: Performance) => {
    const performed = buildPerformedEvents(heard);
    return isFree
      ? followFreely(unfolded, events, performed, limits)
      : followAlong(unfolded, events, performed);
  };
  const asPlayed = follow(performance);
  const semitones = likelyTransposition(events.pitch, asPlayed.performed.pitch);
  if (semitones === 0) return alignHeard(score, performance, asPlayed, options);
  const heard = lowered(performance, semitones);
  const asWritten = follow(heard);
  if (asWritten.placed.cost >= asPlayed.placed.cost) return alignHeard(score, performance, asPlayed, options);
  const { unfolded: way, alignment } = alignHeard(score, heard, asWritten, options);
  return { unfolded: way, alignment: { ...alignment, transposedSemitones: semitones } };
}

/** @param performance  in the key of the score */
function alignHeard(
  score: Score,
  performance: Performance,
  followed: FollowedScore,
  { repeats = "auto", detectExport = true, limits = DEFAULT_LIMITS }: AlignOptions,
): AlignedScore {
  const exportOf = (unfolded: UnfoldedScore, events: ScoreEvents) =>
    detectExport ? matchExport(unfolded, events, performance) : NO_EXPORT;
  const exported = exportOf(followed.unfolded, followed.score);
  if (repeats === "auto" && followed.unfolded.repeats === "performed") {
    const asWritten = exportAsWritten(score, limits, exportOf);
    if (asWritten.exported.share >= exported.share && asWritten.exported.clock) {
      const again = followAlong(asWritten.unfolded, asWritten.events, followed.performed);
      return { unfolded: again.unfolded, alignment: alignFollowed(again, asWritten.exported) };
    }
  }
  return { unfolded: followed.unfolded, alignment: alignFollowed(followed, exported) };
}

/** The same along an unfolding that is given. */
export function alignAlong(
  unfolded: UnfoldedScore,
  performance: Performance,
  options: Pick<AlignOptions, "detectExport"> = {},
): Alignment {
  const followed = followAlong(unfolded, buildScoreEvents(unfolded), buildPerformedEvents(performance));
  const exported =
    options.detectExport === false ? NO_EXPORT : matchExport(unfolded, followed.score, performance);
  return alignFollowed(followed, exported);
}

/** A file exported by a notation program plays the repeats as written, even where pitches would allow another way. */
function exportAsWritten(
  score: Score,
  limits: Limits,
  exportOf: (unfolded: UnfoldedScore, events: ScoreEvents) => ExportMatch,
) {
  const unfolded = unfoldScore(score, { repeats: "written", limits });
  const events = buildScoreEvents(unfolded);
  return { unfolded, events, exported: exportOf(unfolded, events) };
}

/** Follow along an unfolding that is given: passages may be left out, but nothing is played twice. */
function followAlong(unfolded: UnfoldedScore, score: ScoreEvents, performed: PerformedEvents): FollowedScore {
  const rows = coarseRows(performed, countVoices(score));
  const path = followStructure(buildScoreGraph(unfolded, score.columns, "along"), rows);
  const { column, cost } = path;
  return { unfolded, score, performed, placed: { rows, column, isPlayed: findPlayed(score, column), cost } };
}

/** Follow the folded score wherever the performance leads. */
function followFreely(
  folded: UnfoldedScore,
  events: ScoreEvents,
  performed: PerformedEvents,
  limits: Limits,
): FollowedScore {
  const { score } = folded;
  const rows = coarseRows(performed, countVoices(events));
  const graph = buildScoreGraph(folded, events.columns, "free");
  const path = followStructure(graph, rows);
  if (path.hits === 0) {
    const written = unfoldScore(score, { repeats: "written", limits });
    return followAlong(written, buildScoreEvents(written), performed);
  }
  const stretches = playedStretches(folded, events, graph, path);
  const isAs = (choice: WrittenChoice) => isSameWay(stretches, writtenWay(score, choice, limits));
  const repeats = isAs("written") ? "written" : isAs("none") ? "none" : "performed";
  if (isSameWay(stretches, wholeScore(score))) {
    const isPlayed = new Uint8Array(events.columns.count).fill(1);
    return {
      unfolded: { ...folded, repeats },
      score: events,
      performed,
      placed: { rows, column: path.column, isPlayed, cost: path.cost },
    };
  }
  const unfolded = unfoldAlong(score, stretches, repeats, limits);
  const unfoldedEvents = buildScoreEvents(unfolded);
  const placed = placeRows(rows, path, events, stretches, unfolded, unfoldedEvents);
  return { unfolded, score: unfoldedEvents, performed, placed };
}

/** The columns of the path, in the numbering of the unfolded score. */
function placeRows(
  rows: CoarseRows,
  path: StructurePath,
  folded: ScoreEvents,
  stretches: readonly PlayedStretch[],
  unfolded: UnfoldedScore,
  events: ScoreEvents,
): PlacedRows {
  const column = new Int32Array(rows.row.length).fill(-1);
  const isPlayed = new Uint8Array(events.columns.count);
  stretches.forEach((stretch, i) => {
    const visit = unfolded.visits[i];
    const start = toNumber(visit.startQuarter);
    const end = start + toNumber(visit.toQuarter) - toNumber(visit.fromQuarter);
    const { startQuarter } = unfolded.score.measures[visit.measureIndex];
    const shift = start - toNumber(startQuarter) - toNumber(visit.fromQuarter);
    for (let row = stretch.fromRow; row < stretch.toRow; row++) {
      if (path.column[row] < 0) continue;
      column[row] = columnOn(events.columns, folded.columns.quarter[path.column[row]] + shift);
    }
    if (!stretch.isPlayed) return;
    const from = columnAt(events.columns, start);
    isPlayed.fill(1, from, columnAt(events.columns, end));
  });
  return { rows, column, isPlayed, cost: path.cost };
}

/** Columns between which no long run goes unvisited. */
function findPlayed(score: ScoreEvents, column: Int32Array): Uint8Array {
  const { count, size } = score.columns;
  const isPlayed = new Uint8Array(count);
  for (const k of column) if (k >= 0) isPlayed[k] = 1;
  for (let from = 0; from < count; from++) {
    if (isPlayed[from]) continue;
    let to = from;
    let notes = 0;
    for (; to < count && !isPlayed[to]; to++) notes += size[to];
    if (to - from < ALIGN.leftOutColumns || notes < ALIGN.leftOutNotes) isPlayed.fill(1, from, to);
    from = to;
  }
  return isPlayed;
}
