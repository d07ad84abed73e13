/**
 * Score to MIDI, note by note.
 *
 * A file exported from the score is recognised by its ticks: its tempo map is the clock. Any other file is
 * followed by pitch, then by pitch and time; a robust local map and an order-preserving assignment per
 * pitch refine each other in rounds, trills and tremolos spread evenly over their beats. Every note of either
 * side comes out once: linked, or left over.
 */
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import { alignedClock } from "./alignedClock.js";
import { assignLanes } from "./assignLanes.js";
import { evenBeatTimes, findEvenBeats } from "./evenBeats.js";
import type { ExportMatch } from "./exportClock.js";
import { followScore, type PlacedRows } from "./followScore.js";
import { type Links, linkByPitch, type NoteTimes } from "./linkByPitch.js";
import { judgeLinks } from "./linkConfidence.js";
import type { PerformedEvents } from "./performedEvents.js";
import { playedAxis } from "./playedAxis.js";
import { graceAwareTimes, refineMap } from "./refineMap.js";
import { rescueLinks } from "./rescueLinks.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { mapQuarter, type TimeMap } from "./timeMap.js";

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
  const found = exported.clock ? alignExport(score, performed, exported.clock) : alignPerformance(followed);
  return assemble(followed, exported.share, found);
}

interface Found {
  readonly links: Links;
  readonly clock: ScoreClock;
  readonly times: NoteTimes;
  readonly pathCost: number;
}

function alignExport(score: ScoreEvents, performed: PerformedEvents, clock: ScoreClock): Found {
  const secOf = (quarter: number) => quarterToSec(clock, quarter);
  const scoreSec = graceAwareTimes(score, score.columns.quarter.map(secOf), secOf);
  const times: NoteTimes = {
    scoreSec,
    scoreActive: new Uint8Array(score.count).fill(1),
    performedActive: new Uint8Array(performed.count).fill(1),
  };
  const lanes = assignLanes(score, performed, scoreSec);
  const links = linkByPitch(score, performed, times, { lanes, gapCost: ALIGN.exportGapCost });
  rescueLinks(score, performed, times, links);
  return { links, clock, times, pathCost: 0 };
}

function alignPerformance({ unfolded, score: written, performed, placed }: FollowedScore): Found {
  const score = playedAxis(written, placed.isPlayed);
  const followed = followScore(score, performed, placed);
  const { scoreActive, performedActive } = followed;
  const timesOn = (map: TimeMap, columnSec = map.sec) => ({
    scoreSec: graceAwareTimes(score, columnSec, (quarter) => mapQuarter(map, quarter)),
    scoreActive,
    performedActive,
  });
  let map = refineMap(score, performed, followed.map, followed.links);
  let times = timesOn(map);
  const lanes = assignLanes(score, performed, times.scoreSec);
  let links = linkByPitch(score, performed, times, { lanes, gapCost: ALIGN.gapCost });
  const evenBeats = findEvenBeats(unfolded, written);
  for (let round = 1; round < ALIGN.rounds; round++) {
    map = refineMap(score, performed, map, links);
    times = timesOn(map, evenBeatTimes(score, performed, evenBeats, links, map.sec));
    links = linkByPitch(score, performed, times, { lanes, gapCost: ALIGN.gapCost });
  }
  rescueLinks(score, performed, times, links);
  return {
    links,
    clock: alignedClock({ score: written, pressed: score, isPlayed: placed.isPlayed }, performed, links, map),
    times,
    pathCost: placed.cost,
  };
}

function assemble(followed: FollowedScore, exportShare: number, found: Found): Alignment {
  const { score, performed } = followed;
  const isExport = found.clock.source === "midi";
  const { links: rowOf, times } = found;
  const expectedSec = times.scoreSec;
  const { ofNote, ofRow } = judgeLinks({ ...followed, ...times, expectedSec, links: rowOf, isExport });
  const noteConfidence = new Float64Array(performed.count);
  for (let row = 0; row < performed.count; row++) noteConfidence[performed.noteIndex[row]] = ofRow[row];
  const isTaken = new Uint8Array(performed.count);
  const links: AlignmentLink[] = [];
  const scoreOnly: number[] = [];
  let deviation = 0;
  for (let i = 0; i < score.count; i++) {
    if (rowOf[i] < 0) {
      scoreOnly.push(i);
      continue;
    }
    const noteIndex = performed.noteIndex[rowOf[i]];
    isTaken[noteIndex] = 1;
    deviation += Math.abs(performed.onsetSec[rowOf[i]] - expectedSec[i]);
    links.push({ soundingIndex: i, noteIndex, confidence: ofNote[i] });
  }
  const midiOnly: number[] = [];
  for (let i = 0; i < performed.count; i++) if (isTaken[i] === 0) midiOnly.push(i);
  const shorter = Math.min(score.count, performed.count);
  return {
    links,
    scoreOnly,
    midiOnly,
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
    },
  };
}
