/**
 * The probability that a link is right, and that a note left without a partner is rightly left.
 *
 * Logistic models over a few features of the final links; constants fitted on the development pairs and on made
 * performances of ensembles by bench/alignment/confidence.js --fit, which also says how such models do on composers and
 * scores that they were not fitted on.
 *
 * @source  logistic regression; figures in bench/alignment/README.md
 */
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { ALIGN } from "./alignConstants.js";
import type { Links } from "./linkByPitch.js";
import { type LinkSurvey, surveyLinks } from "./linkSurvey.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";

/** What the judgement looks at. `expectedSec` is where each score note was looked for. */
export interface JudgedLinks {
  readonly unfolded: UnfoldedScore;
  readonly score: ScoreEvents;
  readonly performed: PerformedEvents;
  readonly expectedSec: Float64Array;
  readonly links: Links;
  /** 0 for notes of passages that were left out, and for performed notes of other music. */
  readonly scoreActive: Uint8Array;
  readonly performedActive: Uint8Array;
  /** The map is the file's own and not estimated from the links: a note out of place says nothing about others. */
  readonly isExport: boolean;
}

/** 0–1 for every row of score and performance: that its link is right, or without one, that it has none. */
export interface Confidences {
  readonly ofNote: Float64Array;
  readonly ofRow: Float64Array;
}

/**
 * Constant first, then one weight for each feature, in the order of the functions below. A tie stop without a start is
 * weighed lighter than fitted (-10.69): the development truth lists 3 in 48 of them, but that of all 81 scores lists 163
 * as notes, so the few of this split are no measure.
 */
export const CONFIDENCE_WEIGHTS = {
  link: [0.73, 3.03, 0.77, -0.43, 1.35, -0.88, 4.57, -9.19, -0.96, 0.44],
  scoreOnly: [-4.68, 1.16, 6.06, 2.89, 0.99, -1.06],
  midiOnly: [-2.51, 1.52, 4.55, -0.71, 4.21],
};

/** A unison whose other half is linked has no stroke of its own; the truth agreed in 448 of 455 cases. */
const TWIN_CONFIDENCE = 0.98;

/** A whole passage that was left out, or played though it is not written, is no matter of single notes. */
const PASSAGE_CONFIDENCE = 0.98;

/** A neighbourhood that deviates this much is half as steady as a perfect one. */
const STEADY_SEC = 0.05;
/** Rivals further away than this are all equally far. */
const FAR_SEC = 2;
const LEAST_SEC = 0.02;
/** Nothing that is inferred is certain. */
const MOST_CONFIDENCE = 0.9999;

/** @cost linear, but for notes whose expected times are not in order */
export function judgeLinks(judged: JudgedLinks): Confidences {
  const survey = surveyLinks(judged.score, judged.performed, judged.expectedSec, judged.links);
  const { rowOfNote, noteOfRow, isTwin } = survey;
  const ofNote = new Float64Array(rowOfNote.length).fill(TWIN_CONFIDENCE);
  const ofRow = new Float64Array(noteOfRow.length);
  const features = new Float64Array(CONFIDENCE_WEIGHTS.link.length - 1);
  for (let note = 0; note < ofNote.length; note++) {
    if (rowOfNote[note] >= 0) {
      linkFeatures(judged, survey, note, features);
      ofNote[note] = logistic(CONFIDENCE_WEIGHTS.link, features);
      ofRow[rowOfNote[note]] = ofNote[note];
    } else if (judged.scoreActive[note] === 0) {
      ofNote[note] = PASSAGE_CONFIDENCE;
    } else if (isTwin[note] === 0) {
      scoreOnlyFeatures(judged, survey, note, features);
      ofNote[note] = logistic(CONFIDENCE_WEIGHTS.scoreOnly, features);
    }
  }
  for (let row = 0; row < ofRow.length; row++) {
    if (noteOfRow[row] >= 0) continue;
    if (judged.performedActive[row] === 0) {
      ofRow[row] = PASSAGE_CONFIDENCE;
      continue;
    }
    midiOnlyFeatures(judged, survey, row, features);
    ofRow[row] = logistic(CONFIDENCE_WEIGHTS.midiOnly, features);
  }
  return { ofNote, ofRow };
}

/**
 * Of a linked note: how much worse the next best choice for either side would be (roots of a second; a rival left over,
 * or none) · how far its stroke is from others of the pitch · share of notes around it that are not played · how
 * steadily the notes around it keep to the map · extra notes around it · grace note · tie stop without a start · how far
 * it is from its staff's lag · how far the notes around it on the staff are.
 */
export function linkFeatures(judged: JudgedLinks, survey: LinkSurvey, note: number, x: Float64Array): void {
  const row = survey.rowOfNote[note];
  const expected = judged.expectedSec[note];
  const late = judged.performed.onsetSec[row] - expected;
  const deviation = Math.abs(late);
  const { neighbourhood } = survey;
  const cell = neighbourhood.cellOf(expected);
  const linked = neighbourhood.linked(cell);
  const rival = Math.min(survey.noteToFreeRow[note], survey.rowToFreeNote[row], (2 * ALIGN.gapCost) ** 2);
  x[0] = Math.max(0, Math.sqrt(rival) - Math.sqrt(deviation));
  x[1] = logSec(judged.isExport ? survey.noteSeparation[note] : survey.rowSeparation[row]);
  x[2] = unplayedShare(neighbourhood.unplayed(cell), linked);
  x[3] = judged.isExport ? 1 : steadiness(linked - 1, neighbourhood.deviationSec(cell) - deviation);
  x[4] = neighbourhood.hasUnwritten(cell) ? 1 : 0;
  x[5] = judged.score.grace[note];
  x[6] = judged.unfolded.sounding[note].members[0].note.tieStop ? 1 : 0;
  const { lagSec, spreadSec } = survey.staffLags;
  x[7] = logSec(judged.isExport ? 0 : Math.abs(late - lagSec[note]));
  x[8] = logSec(judged.isExport ? 0 : spreadSec[note]);
}

/** Of a note that is not played: the nearest stroke of its pitch · the nearest one left over · steadiness · grace note · spread. */
export function scoreOnlyFeatures(
  { score, expectedSec, isExport }: JudgedLinks,
  survey: LinkSurvey,
  note: number,
  x: Float64Array,
): void {
  x[0] = logSec(survey.freeNoteToRow[note]);
  x[1] = logSec(survey.noteToFreeRow[note]);
  const { neighbourhood } = survey;
  const cell = neighbourhood.cellOf(expectedSec[note]);
  x[2] = isExport ? 1 : steadiness(neighbourhood.linked(cell), neighbourhood.deviationSec(cell));
  x[3] = score.grace[note];
  x[4] = logSec(isExport ? 0 : survey.staffLags.spreadSec[note]);
}

/** Of a note that is not written: the nearest written one of its pitch · the nearest one left over · the rest as above. */
export function midiOnlyFeatures(
  { performed, isExport }: JudgedLinks,
  survey: LinkSurvey,
  row: number,
  x: Float64Array,
): void {
  const { neighbourhood } = survey;
  const cell = neighbourhood.cellOf(performed.onsetSec[row]);
  const linked = neighbourhood.linked(cell);
  x[0] = logSec(survey.freeRowToNote[row]);
  x[1] = logSec(survey.rowToFreeNote[row]);
  x[2] = unplayedShare(neighbourhood.unplayed(cell), linked);
  x[3] = isExport ? 1 : steadiness(linked, neighbourhood.deviationSec(cell));
}

function logSec(sec: number): number {
  return Math.log(LEAST_SEC + (sec < FAR_SEC ? sec : FAR_SEC));
}

/** Logarithm of the notes left over around a moment, by the notes linked there. */
function unplayedShare(unplayed: number, linked: number): number {
  return Math.log((1 + unplayed) / (1 + linked));
}

/**
 * 1 where the linked notes around a moment lie on the map, 0 where far from it.
 *
 * @param linked        how many there are, the note itself set aside
 * @param deviationSec  sum of their distances from the map
 */
function steadiness(linked: number, deviationSec: number): number {
  if (linked <= 0) return 0;
  return 1 / (1 + Math.max(0, deviationSec) / linked / STEADY_SEC);
}

/** Uses as many features as there are weights after the first. */
function logistic(weights: readonly number[], features: Float64Array): number {
  let sum = weights[0];
  for (let k = 1; k < weights.length; k++) sum += weights[k] * features[k - 1];
  return Math.min(MOST_CONFIDENCE, 1 / (1 + Math.exp(-sum)));
}
