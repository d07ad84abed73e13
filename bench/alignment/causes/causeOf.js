/** Why a link is not the truth's: the first cause of a list that fits. */

/** Nearer to where the truth itself hears an onset, a stroke is on it; further, it is away from it. Seconds. */
const ON_SEC = 0.08;
const AWAY_SEC = 0.2;
/** Two strokes of one key nearer than this are one double stroke. */
const DOUBLE_SEC = 0.15;

/** How far the stroke is from the onset that a side gives it, by the truth's other notes there; null if nobody knows. */
const offSec = (item, side) =>
  side === null || side.heardSec === null ? null : Math.abs(item.note.onsetSec - side.heardSec);
const isOn = (item, side) => (offSec(item, side) ?? Number.POSITIVE_INFINITY) <= ON_SEC;
const isAway = (item, side) => (offSec(item, side) ?? 0) > AWAY_SEC;

const anySide = (item, test) => [item.truth, item.ours].some((side) => side?.written && test(side.written));

/** In order; `written` is the note of a side as written. Away and on are judged by the truth's own other links (`findWrong`). */
export const CAUSES = [
  {
    name: "tie stop that joins no start, struck, and not a note of the truth",
    fits: (item) => item.truth === null && item.ours.written.tieStop,
  },
  {
    name: "end of a tie in our reading, a note of its own in the truth",
    fits: (item) => item.truth !== null && item.truth.index === null,
  },
  {
    name: "trill or arpeggio written out in hidden notes",
    fits: (item) => anySide(item, (note) => !note.printed),
  },
  { name: "grace note", fits: (item) => anySide(item, (note) => note.grace) },
  {
    name: "truth away from its own chord (> 0.2 s), ours on it (< 0.08 s)",
    fits: (item) => item.truth !== null && isAway(item, item.truth) && isOn(item, item.ours),
  },
  {
    name: "truth away from its own chord, left out by us",
    fits: (item) => item.truth !== null && item.ours === null && isAway(item, item.truth),
  },
  {
    name: "two strokes of a key within 0.15 s, one written",
    fits: (item) => item.rival !== null && item.rival <= DOUBLE_SEC,
  },
  {
    name: "on the truth's chord, but not linked by it",
    fits: (item) => item.truth === null && isOn(item, item.ours),
  },
  { name: "left out by us, near its chord", fits: (item) => item.ours === null },
  {
    name: "repeated note: a neighbour of the same pitch",
    fits: (item) => item.truth !== null && item.ours !== null,
  },
  { name: "linked by us alone, away from the truth's chord", fits: () => true },
];

export const causeOf = (item) => CAUSES.findIndex(({ fits }) => fits(item));
