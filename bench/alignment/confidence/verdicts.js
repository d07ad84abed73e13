/** Every verdict of an alignment: its features, its confidence, and whether the truth agrees. */

/** The kinds of verdicts: a link, a written note that is not played, a performed one that is not written. */
export const KINDS = ["link", "scoreOnly", "midiOnly"];

/**
 * @param judged   unfolded, performance, alignment; `right`: for each link and each note left over 1, 0, or null where the
 *   truth knows nothing; `group`: what is held out together
 * @param program  modules of the program, see `loadProgram`
 * @returns { link, scoreOnly, midiOnly }, each a list of { features, confidence, right, isTwin, group }; verdicts on notes
 *   that the truth does not know are left out
 */
export function judgeAlignment({ unfolded, performance, alignment, right, group }, program) {
  const judged = describe(unfolded, performance, alignment, program);
  const { survey } = judged;
  const rowOf = new Map([...judged.performed.noteIndex].map((note, row) => [note, row]));
  const features = (fill, kind, index) => {
    const x = new Float64Array(program.CONFIDENCE_WEIGHTS[kind].length - 1);
    fill(judged, survey, index, x);
    return [...x];
  };
  const verdict = (x, confidence, isRight) => ({ features: x, confidence, right: isRight, group });
  return {
    link: known(right.link, (k) => {
      const { soundingIndex, confidence } = alignment.links[k];
      return verdict(features(program.linkFeatures, "link", soundingIndex), confidence, right.link[k]);
    }),
    scoreOnly: known(right.scoreOnly, (k) => {
      const note = alignment.scoreOnly[k];
      const x = features(program.scoreOnlyFeatures, "scoreOnly", note);
      const isTwin = survey.isTwin[note] === 1;
      return { ...verdict(x, alignment.soundingConfidence[note], right.scoreOnly[k]), isTwin };
    }),
    midiOnly: known(right.midiOnly, (k) => {
      const note = alignment.midiOnly[k];
      const x = features(program.midiOnlyFeatures, "midiOnly", rowOf.get(note));
      return verdict(x, alignment.noteConfidence[note], right.midiOnly[k]);
    }),
  };
}

const known = (right, make) => [...right.keys()].filter((k) => right[k] !== null).map(make);

/** What the confidence looks at, made anew from the alignment. */
function describe(unfolded, performance, alignment, program) {
  const score = program.buildScoreEvents(unfolded);
  const performed = program.buildPerformedEvents(performance);
  const rowOf = new Map([...performed.noteIndex].map((note, row) => [note, row]));
  const links = new Int32Array(score.count).fill(-1);
  for (const { soundingIndex, noteIndex } of alignment.links) links[soundingIndex] = rowOf.get(noteIndex);
  const { expectedSec, evidence } = alignment;
  return {
    ...{ unfolded, score, performed, expectedSec, links, isExport: evidence.isExport },
    survey: program.surveyLinks(score, performed, expectedSec, links),
  };
}

/** The modules of the program that judging needs, and making ensembles. */
export async function loadProgram(load) {
  const modules = await Promise.all(
    [
      "core/tempoMap.js",
      "formats/musicxml/readMusicXml.js",
      "formats/midi/readMidi.js",
      "score/unfoldScore.js",
      "align/alignScore.js",
      "align/scoreEvents.js",
      "align/performedEvents.js",
      "align/linkSurvey.js",
      "align/linkConfidence.js",
    ].map(load),
  );
  return Object.assign({}, ...modules);
}
