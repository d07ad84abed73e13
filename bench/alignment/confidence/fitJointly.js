/** The weights of src/align/linkConfidence.ts, fitted on performances of pianists and on made ones of ensembles. */
import { fitLogistic, heldOut } from "./logisticFit.js";

/**
 * All verdicts of ensembles weigh this share of those of the pairs: they are more in number, but made by us. Of notes not
 * played they weigh the same; with a third, the model is too modest about bad players (error 0.035 at the level very hard).
 */
const ENSEMBLE_SHARE = { link: 1 / 3, scoreOnly: 1, midiOnly: 1 / 3 };

/** Which weight of a link belongs to tie stops without a start, and how much lighter than fitted it is: see there. */
const TIE_STOP = 7;
const TIE_STOP_RELIEF = 1.5;

/**
 * @param kind       "link", "scoreOnly" or "midiOnly"
 * @param pairs      verdicts as of `judgeAlignment`, of one kind
 * @param ensembles  the same
 * @returns { weights, pairs, ensembles }: constant and weights as the program has them; both sets judged with groups held out
 */
export function fitJointly(kind, pairs, ensembles) {
  const own = pairs.filter((v) => !v.isTwin);
  const made = ensembles.filter((v) => !v.isTwin);
  const weight = (ENSEMBLE_SHARE[kind] * own.length) / made.length;
  const all = [...own, ...made.map((v) => ({ ...v, weight }))];
  const weights = fitLogistic(all);
  if (kind === "link") weights[TIE_STOP] += TIE_STOP_RELIEF;
  return { weights, pairs: heldOut(own, all), ensembles: heldOut(made, all) };
}
