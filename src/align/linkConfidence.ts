/**
 * The probability that a link is right, and that a note left without a partner is rightly left.
 *
 * Logistic models over a few features of the final links; constants fitted on the development pairs by
 * bench/alignment/confidence.js --fit, whose report also says how they do for composers they were not fitted on.
 *
 * @source  logistic regression; figures in bench/alignment/README.md
 */
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import { countAround, type EventLink, type LinkSurvey, surveyLinks } from "./linkSurvey.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { firstFrom, nearestSec } from "./timesByBin.js";

/** What the judgement looks at. `expectedSec` is where each score note was looked for. */
export interface JudgedLinks {
  readonly unfolded: UnfoldedScore;
  readonly score: ScoreEvents;
  readonly performed: PerformedEvents;
  readonly expectedSec: Float64Array;
  readonly links: readonly EventLink[];
}

/** 0–1 for every row of score and performance: that its link is right, or without one, that it has none. */
export interface Confidences {
  readonly ofNote: Float64Array;
  readonly ofRow: Float64Array;
}

/**
 * Constant first, then one weight for each feature, in the order of the functions below. A tie stop without a start is
 * weighed lighter than fitted (-10.5): the development truth lists 3 in 48 of them, a larger collection most.
 */
export const CONFIDENCE_WEIGHTS = {
  link: [0.169, 3.74, 0.481, -0.466, 2.273, -0.631, 4.025, -9],
  scoreOnly: [-1.419, 1.122, 5.137, 3.023],
  midiOnly: [-3.395, 1.368, 5.676, -1.094, 2.602],
};

/** A unison whose other half is linked has no stroke of its own; the truth agreed in 448 of 455 cases. */
const TWIN_CONFIDENCE = 0.98;

/** Half width of the neighbourhood of a note, and of the one searched for extra notes. */
const NEAR_SEC = 1;
const EXTRA_SEC = 3;
/** A neighbourhood that deviates this much is half as steady as a perfect one. */
const STEADY_SEC = 0.05;
/** Rivals further away than this are all equally far. */
const FAR_SEC = 2;
const LEAST_SEC = 0.02;

/** @cost n log n */
export function judgeLinks(judged: JudgedLinks): Confidences {
  const survey = surveyLinks(judged.score, judged.performed, judged.expectedSec, judged.links);
  const { rowOfNote, noteOfRow, isTwin } = survey;
  const ofNote = Float64Array.from(rowOfNote, (row, note) => {
    if (row >= 0) return logistic(CONFIDENCE_WEIGHTS.link, linkFeatures(judged, survey, note));
    if (isTwin[note]) return TWIN_CONFIDENCE;
    return logistic(CONFIDENCE_WEIGHTS.scoreOnly, scoreOnlyFeatures(judged, survey, note));
  });
  const ofRow = Float64Array.from(noteOfRow, (note, row) =>
    note >= 0 ? ofNote[note] : logistic(CONFIDENCE_WEIGHTS.midiOnly, midiOnlyFeatures(judged, survey, row)),
  );
  return { ofNote, ofRow };
}

/**
 * Of a linked note: how much worse the next best choice for either side would be (roots of a second; a free rival, or
 * none) · how far its stroke is from others of the pitch · share of notes around it that are not played · how steadily
 * the notes around it keep to the map · extra notes around it · grace note · tie stop without a start.
 */
export function linkFeatures(judged: JudgedLinks, survey: LinkSurvey, note: number): number[] {
  const { unfolded, score, performed, expectedSec } = judged;
  const row = survey.rowOfNote[note];
  const expected = expectedSec[note];
  const onset = performed.onsetSec[row];
  const rival = Math.min(
    (2 * ALIGN.gapCost) ** 2,
    nearestSec(survey.freeRows, survey.rowBin[row], expected),
    nearestSec(survey.freeNotes, survey.noteBin[note], onset),
  );
  const deviation = Math.abs(onset - expected);
  return [
    Math.max(0, Math.sqrt(rival) - Math.sqrt(deviation)),
    logSec(survey.rowSeparation[row]),
    unplayedShare(survey, expected),
    steadiness(survey, expected, deviation),
    countAround(survey.freeRowSec, onset, EXTRA_SEC) > 0 ? 1 : 0,
    score.grace[note],
    unfolded.sounding[note].members[0].note.tieStop ? 1 : 0,
  ];
}

/** Of a note that is not played: the nearest stroke of its pitch · the nearest one left over · steadiness. */
export function scoreOnlyFeatures({ expectedSec }: JudgedLinks, survey: LinkSurvey, note: number): number[] {
  const expected = expectedSec[note];
  const bin = survey.noteBin[note];
  return [
    logSec(nearestSec(survey.rows, bin, expected)),
    logSec(nearestSec(survey.freeRows, bin, expected)),
    steadiness(survey, expected, Number.NaN),
  ];
}

/** Of a note that is not written: the nearest written one of its pitch · the nearest one left over · the rest as above. */
export function midiOnlyFeatures({ performed }: JudgedLinks, survey: LinkSurvey, row: number): number[] {
  const onset = performed.onsetSec[row];
  const bin = survey.rowBin[row];
  return [
    logSec(nearestSec(survey.notes, bin, onset)),
    logSec(nearestSec(survey.freeNotes, bin, onset)),
    unplayedShare(survey, onset),
    steadiness(survey, onset, Number.NaN),
  ];
}

function logSec(sec: number): number {
  return Math.log(LEAST_SEC + Math.min(sec, FAR_SEC));
}

/** Logarithm of the notes left over around a moment, by the notes linked there. */
function unplayedShare({ freeNoteSec, linkedSec }: LinkSurvey, sec: number): number {
  return Math.log(
    (1 + countAround(freeNoteSec, sec, NEAR_SEC)) / (1 + countAround(linkedSec, sec, NEAR_SEC)),
  );
}

/** 1 where the linked notes around a moment (one of `own` deviation set aside) lie on the map, 0 where far from it. */
function steadiness({ linkedSec, deviationBefore }: LinkSurvey, sec: number, own: number): number {
  const from = firstFrom(linkedSec, sec - NEAR_SEC);
  const to = firstFrom(linkedSec, sec + NEAR_SEC);
  const hasOwn = !Number.isNaN(own);
  const others = to - from - (hasOwn ? 1 : 0);
  if (others <= 0) return 0;
  const deviation = deviationBefore[to] - deviationBefore[from] - (hasOwn ? own : 0);
  return 1 / (1 + Math.max(0, deviation) / others / STEADY_SEC);
}

/** @returns in 0–1, at most 0.9999: nothing that is inferred is certain */
function logistic(weights: readonly number[], features: readonly number[]): number {
  const sum = features.reduce((total, x, k) => total + weights[k + 1] * x, weights[0]);
  return Math.min(0.9999, 1 / (1 + Math.exp(-sum)));
}
