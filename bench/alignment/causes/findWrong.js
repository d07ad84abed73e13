/** What is wrong in an alignment of one pair: every performed note whose partner is another than the truth says. */
import { findPerformed, keyOf } from "../truth.js";

/**
 * @returns items in the order of onsets. An item: `note` (performed), `truth` and `ours` (each null or a written note:
 *   `key`, `index` into `sounding` or null if the reader does not have it, `heardSec`), `rival` (seconds from this stroke
 *   to the one that the other side linked to the same written note, or null), `place` (items that share written notes)
 *
 * `heardSec` is when the truth itself hears that note's onset: the median of the other notes it links there; where there
 * is none, on the line between the onsets before and after.
 */
export function findWrong(truth, unfolded, performance, alignment) {
  const place = findPerformed(truth, performance.notes);
  const noteAt = new Map(place.flatMap((at, i) => (at === null ? [] : [[at, i]])));
  const classOf = (key) => truth.unison.get(key) ?? key;
  const keys = unfolded.sounding.map(({ members: [{ note, pass }] }) => keyOf(note.xmlId, pass));
  const indexOf = new Map(keys.map((key, index) => [key, index]));
  const truthOf = new Map(
    truth.matches.flatMap(({ key, performed }) =>
      noteAt.has(performed) ? [[noteAt.get(performed), key]] : [],
    ),
  );
  const oursOf = new Map(
    alignment.links.map(({ soundingIndex, noteIndex }) => [noteIndex, keys[soundingIndex]]),
  );
  const heard = hearOnsets(unfolded, performance, truthOf, indexOf);
  const written = (key) => {
    if (key === undefined) return null;
    const index = indexOf.get(key) ?? null;
    return { key, index, heardSec: index === null ? null : heard(index, key) };
  };
  const same = (a, b) => (a && classOf(a)) === (b && classOf(b));
  const wrong = performance.notes
    .map((note, i) => ({ note, i, truthKey: truthOf.get(i), oursKey: oursOf.get(i) }))
    .filter(({ i, truthKey, oursKey }) => place[i] !== null && !same(truthKey, oursKey))
    .sort((a, b) => a.note.onsetSec - b.note.onsetSec || a.note.pitch - b.note.pitch);
  const strokeIn = (links) => new Map([...links].map(([i, key]) => [classOf(key), performance.notes[i]]));
  const oursBy = strokeIn(oursOf);
  const truthBy = strokeIn(truthOf);
  const items = wrong.map(({ note, truthKey, oursKey }) => {
    const other = oursBy.get(truthKey && classOf(truthKey)) ?? truthBy.get(oursKey && classOf(oursKey));
    return {
      note,
      truth: written(truthKey),
      ours: written(oursKey),
      rival: other && other !== note ? Math.abs(other.onsetSec - note.onsetSec) : null,
    };
  });
  numberPlaces(items, classOf);
  return items;
}

/** Seconds of an onset by the truth's links of other notes. */
function hearOnsets(unfolded, performance, truthOf, indexOf) {
  const columns = new Map();
  for (const [i, key] of truthOf) {
    const index = indexOf.get(key);
    if (index === undefined || unfolded.sounding[index].members[0].note.grace) continue;
    const quarter = quarterOf(unfolded, index);
    if (!columns.has(quarter)) columns.set(quarter, []);
    columns.get(quarter).push({ key, sec: performance.notes[i].onsetSec });
  }
  const quarters = [...columns.keys()].sort((a, b) => a - b);
  const median = (quarter, key) => {
    const secs = columns.get(quarter).flatMap((heard) => (heard.key === key ? [] : [heard.sec]));
    secs.sort((a, b) => a - b);
    return secs.length === 0 ? null : (secs[(secs.length - 1) >> 1] + secs[secs.length >> 1]) / 2;
  };
  return (index, key) => {
    const quarter = quarterOf(unfolded, index);
    const own = columns.has(quarter) ? median(quarter, key) : null;
    if (own !== null) return own;
    const before = quarters.findLast((q) => q < quarter);
    const after = quarters.find((q) => q > quarter);
    if (before === undefined || after === undefined) return null;
    const [from, to] = [median(before, null), median(after, null)];
    return from + ((quarter - before) / (after - before)) * (to - from);
  };
}

const quarterOf = (unfolded, index) => {
  const { num, den } = unfolded.sounding[index].onsetQuarter;
  return num / den;
};

/** Items that share a written note, of either side, are one place. */
function numberPlaces(items, classOf) {
  const owner = new Map();
  const root = (item) => {
    while (item.place !== item) item = item.place;
    return item;
  };
  for (const item of items) {
    item.place = item;
    for (const side of [item.truth, item.ours]) {
      if (!side) continue;
      const name = classOf(side.key);
      if (owner.has(name)) root(item).place = root(owner.get(name));
      owner.set(name, item);
    }
  }
  for (const item of items) item.place = root(item);
}
