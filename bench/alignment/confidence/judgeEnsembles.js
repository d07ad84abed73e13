/** Every verdict of the program about made performances of ensembles, whose truth is known. */
import { nameOf } from "../ensembles/cases.js";
import { classOf } from "../ensembles/judge.js";
import { makeCase } from "../ensembles/makeCase.js";
import { Bag } from "./bag.js";
import { judgeAlignment } from "./verdicts.js";

/**
 * Make a case, align it, and judge it. As in `ensembles.js`, score notes of one onset and pitch are interchangeable.
 *
 * @param one      see ensembles/cases.js
 * @param program  modules of the program, see `loadProgram`
 * @param data     folder of the data sets
 * @returns as `judgeAlignment`, in groups by score
 */
export function judgeEnsemble(one, program, data) {
  const made = makeCase(one, program, data);
  const { score, performance } = made;
  const { unfolded, alignment } = program.alignScore(score, performance);
  const right = compareWithTruth(made, unfolded, alignment);
  return judgeAlignment({ unfolded, performance, alignment, right, group: nameOf(one.score) }, program);
}

/** For each link and each note left over: 1 right, 0 wrong. The truth knows every note. */
function compareWithTruth({ unfolded: played, truth }, unfolded, alignment) {
  const classes = unfolded.sounding.map(classOf);
  const playedClasses = played.sounding.map(classOf);
  const wasPlayed = new Set(truth);
  const deletions = new Bag(playedClasses.filter((_, sounding) => !wasPlayed.has(sounding)));
  return {
    link: alignment.links.map(({ soundingIndex, noteIndex }) =>
      classes[soundingIndex] === playedClasses[truth[noteIndex]] ? 1 : 0,
    ),
    scoreOnly: alignment.scoreOnly.map((sounding) => deletions.take(classes[sounding])),
    midiOnly: alignment.midiOnly.map((noteIndex) => (truth[noteIndex] < 0 ? 1 : 0)),
  };
}
