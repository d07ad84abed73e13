/**
 * Score to MIDI, note by note.
 *
 * A file exported from the score is recognised by its ticks: its tempo map is the clock. Any other file is
 * followed by pitch, then by pitch and time; a robust local map and an order-preserving assignment per
 * pitch refine each other in rounds. Every note of either side comes out once: linked, or left over.
 */
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import { alignedClock } from "./alignedClock.js";
import { assignLanes } from "./assignLanes.js";
import type { ExportMatch } from "./exportClock.js";
import { followScore, type PlacedRows } from "./followScore.js";
import { linkByPitch, type NoteLink, type NoteTimes } from "./linkByPitch.js";
import { judgeLinks } from "./linkConfidence.js";
import type { PerformedEvents } from "./performedEvents.js";
import { playedAxis } from "./playedAxis.js";
import { graceAwareTimes, refineMap } from "./refineMap.js";
import { rescueLinks } from "./rescueLinks.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { mapQuarter } from "./timeMap.js";

export interface AlignmentLink {
  /** Index into `UnfoldedScore.sounding`. */
  readonly soundingIndex: number;
  /** Index into `Performance.notes`. */
  readonly noteIndex: number;
  /** 0–1: probability that the link is right. */
  readonly confidence: number;
}

/** What the piece check and the run's report look at. */
export interface AlignmentEvidence {
  readonly scoreNotes: number;
  readonly performedNotes: number;
  readonly matched: number;
  /** Matched notes / notes of the shorter side, 0–1; 0 where a side is empty. */
  readonly matchedShare: number;
  /** The MIDI file's ticks are the score's positions. */
  readonly isExport: boolean;
  /** Share of the score's notes that lie at the tick where an export has them, 0–1. */
  readonly exportShare: number;
  /** Cost of following the score by pitch alone, per note of both sides; 0 for an export. */
  readonly pathCost: number;
  /** Mean |performed − expected| of the matched notes, seconds. */
  readonly meanDeviationSec: number;
  /** Written notes that share onset, pitch and stroke with a matched note, so that no stroke is left for them. */
  readonly unisonsUnplayed: number;
}

export interface Alignment {
  /** By soundingIndex. */
  readonly links: readonly AlignmentLink[];
  /** Sounding notes without a performed note, ascending. */
  readonly scoreOnly: readonly number[];
  /** Performed notes without a written one, ascending. */
  readonly midiOnly: readonly number[];
  /** Where each sounding note was looked for, seconds. */
  readonly expectedSec: Float64Array;
  /** Probability that the link of a note, or its lack of one, is right: by soundingIndex, and by noteIndex. */
  readonly soundingConfidence: Float64Array;
  readonly noteConfidence: Float64Array;
  readonly clock: ScoreClock;
  readonly evidence: AlignmentEvidence;
  /** How much higher than written the performance sounds, in semitones. */
  readonly transposedSemitones: number;
  /** Sounding notes whose link, or lack of one, is the user's (`applyOverrides`). */
  readonly corrected?: ReadonlySet<number>;
}

/** One way through the score, and what was followed along it. */
export interface FollowedScore {
  readonly unfolded: UnfoldedScore;
  readonly score: ScoreEvents;
  readonly performed: PerformedEvents;
  readonly placed: PlacedRows;
}

/** Align note by note along a way that is decided. `exported` says whether the file is an export along that way. */
export function alignFollowed(followed: FollowedScore, exported: ExportMatch): Alignment {
  const { score, performed } = followed;
  const found = exported.clock
    ? alignExport(score, performed, exported.clock)
    : alignPerformance(score, performed, followed.placed);
  return assemble(followed, exported.share, found);
}

interface Found {
  readonly links: readonly NoteLink[];
  readonly clock: ScoreClock;
  readonly scoreSec: Float64Array;
  readonly pathCost: number;
}

function alignExport(score: ScoreEvents, performed: PerformedEvents, clock: ScoreClock): Found {
  const scoreSec = graceAwareTimes(score, (quarter) => quarterToSec(clock, quarter));
  const times: NoteTimes = { scoreSec, scoreActive: null, performedActive: null };
  const lanes = assignLanes(score, performed, scoreSec);
  const links = linkByPitch(score, performed, times, { lanes, gapCost: ALIGN.exportGapCost });
  return { links: rescueLinks(score, performed, times, links), clock, scoreSec, pathCost: 0 };
}

function alignPerformance(written: ScoreEvents, performed: PerformedEvents, placed: PlacedRows): Found {
  const score = playedAxis(written, placed.isPlayed);
  const followed = followScore(score, performed, placed);
  let map = refineMap(score, performed, followed.map, followed.links);
  let links: readonly NoteLink[] = followed.links;
  const times = () => ({
    scoreSec: graceAwareTimes(score, (quarter) => mapQuarter(map, quarter)),
    scoreActive: followed.scoreActive,
    performedActive: followed.performedActive,
  });
  const lanes = assignLanes(score, performed, times().scoreSec);
  for (let round = 0; round < ALIGN.rounds; round++) {
    if (round > 0) map = refineMap(score, performed, map, links);
    links = linkByPitch(score, performed, times(), { lanes, gapCost: ALIGN.gapCost });
  }
  links = rescueLinks(score, performed, times(), links);
  return {
    links,
    clock: alignedClock(written, performed, links, map),
    scoreSec: times().scoreSec,
    pathCost: followed.cost,
  };
}

function assemble(followed: FollowedScore, exportShare: number, found: Found): Alignment {
  const { score, performed } = followed;
  const isExport = found.clock.source === "midi";
  const { links: eventLinks, scoreSec: expectedSec } = found;
  const { ofNote, ofRow } = judgeLinks({ ...followed, expectedSec, links: eventLinks, isExport });
  const noteConfidence = new Float64Array(performed.count);
  for (let row = 0; row < performed.count; row++) noteConfidence[performed.noteIndex[row]] = ofRow[row];
  const scoreTaken = new Uint8Array(score.count);
  const performedTaken = new Uint8Array(performed.count);
  let deviation = 0;
  for (const link of found.links) {
    scoreTaken[link.score] = 1;
    performedTaken[link.performed] = 1;
    deviation += Math.abs(performed.onsetSec[link.performed] - found.scoreSec[link.score]);
  }
  const links = found.links
    .map((l) => ({
      soundingIndex: l.score,
      noteIndex: performed.noteIndex[l.performed],
      confidence: ofNote[l.score],
    }))
    .sort((a, b) => a.soundingIndex - b.soundingIndex);
  const shorter = Math.min(score.count, performed.count);
  return {
    links,
    scoreOnly: [...scoreTaken.keys()].filter((i) => scoreTaken[i] === 0),
    midiOnly: [...performedTaken.keys()]
      .filter((i) => performedTaken[i] === 0)
      .map((i) => performed.noteIndex[i])
      .sort((a, b) => a - b),
    expectedSec,
    soundingConfidence: ofNote,
    noteConfidence,
    clock: found.clock,
    transposedSemitones: 0,
    evidence: {
      scoreNotes: score.count,
      performedNotes: performed.count,
      matched: links.length,
      matchedShare: shorter === 0 ? 0 : links.length / shorter,
      isExport,
      exportShare,
      pathCost: found.pathCost / Math.max(1, score.count + performed.count),
      meanDeviationSec: links.length === 0 ? 0 : deviation / links.length,
      unisonsUnplayed: countUnisonsUnplayed(score, scoreTaken),
    },
  };
}

function countUnisonsUnplayed(score: ScoreEvents, taken: Uint8Array): number {
  const key = (i: number) => score.quarter[i] * 256 + score.pitch[i] + (score.grace[i] ? 128 : 0);
  const played = new Set<number>();
  for (let i = 0; i < score.count; i++) if (taken[i]) played.add(key(i));
  let unplayed = 0;
  for (let i = 0; i < score.count; i++) if (!taken[i] && played.has(key(i))) unplayed++;
  return unplayed;
}
