/**
 * Ways in which a performance leaves the score's path: what the player did, not what is written.
 *
 * A *draft* is a case in the making: { stretches, marks, did, … }. Each function here takes a pair's material, a draft
 * and random numbers, and gives a changed draft, or null where the draw does not do (the caller draws again).
 */
import { wholeIn } from "./random.js";

/** What sounds in a unit: places and keys. Two units that sound the same cannot be told apart by any listener. */
export function contentOf({ timeline }, u) {
  const unit = timeline.units[u];
  if (!unit) return null;
  unit.content ??= unit.keys
    .map(
      ({ key, at }) =>
        `${at - unit.fromQuarter} ${timeline.noteOf.get(key.replace(/#\d+$/, "")).soundingMidi}`,
    )
    .sort()
    .join(" ");
  return unit.content;
}

/** Would leaving unit `last` for unit `next` sound the same a measure earlier or later? -1 and the end count too. */
function isUndecidable(material, last, next) {
  const same = (a, b) => contentOf(material, a) !== null && contentOf(material, a) === contentOf(material, b);
  return same(last, next - 1) || same(last + 1, next);
}

/** Do the units follow each other as the pages do, without a repeat between them? Nobody slips across one unawares. */
function runOn({ timeline: { units } }, first, last) {
  for (let u = first + 1; u <= last; u++) {
    const forth = units[u].measureIndex - units[u - 1].measureIndex;
    if (forth < 0 || (forth === 0 && units[u].fromQuarter <= units[u - 1].fromQuarter)) return false;
  }
  return true;
}

/** Units of a stretch, `end` exclusive. */
function unitsOf({ timeline }, { from, to }) {
  return { first: timeline.columns[from].unit, end: timeline.columns[to - 1].unit + 1 };
}

export const columnOfUnit = ({ timeline }, u) => timeline.units[u]?.firstColumn ?? timeline.columns.length;

function longest(draft) {
  return draft.stretches.reduce(
    (best, s, i, all) => (s.to - s.from > all[best].to - all[best].from ? i : best),
    0,
  );
}

function change(draft, did, stretches) {
  return { ...draft, stretches, asWritten: false, did: [...draft.did, did] };
}

const replaced = (list, at, ...items) => [...list.slice(0, at), ...items, ...list.slice(at + 1)];

/** Some measures are left out inside the longest stretch. */
export function skipMeasures(material, draft, random) {
  const at = longest(draft);
  const stretch = draft.stretches[at];
  const { first, end } = unitsOf(material, stretch);
  const count = wholeIn(random, 1, Math.min(20, Math.floor((end - first) / 3)));
  const last = wholeIn(random, first + 2, end - count - 4);
  if (end - first < count + 7 || !runOn(material, last, last + count + 1)) return null;
  if (isUndecidable(material, last, last + count + 1)) return null;
  const before = { ...stretch, to: columnOfUnit(material, last + 1) };
  const after = { from: columnOfUnit(material, last + 1 + count), to: stretch.to };
  return change(draft, `skips ${count}`, replaced(draft.stretches, at, before, after));
}

/** The player stops short, waits a moment, and takes up again up to 8 measures earlier. */
export function slipBack(material, draft, random) {
  const at = longest(draft);
  const stretch = draft.stretches[at];
  const { first, end } = unitsOf(material, stretch);
  const count = wholeIn(random, 1, 8);
  const last = wholeIn(random, first + count + 1, end - 3);
  if (end - first < count + 5 || !runOn(material, last + 1 - count, last)) return null;
  if (isUndecidable(material, last, last + 1 - count)) return null;
  const before = { ...stretch, to: columnOfUnit(material, last + 1) };
  const after = { from: columnOfUnit(material, last + 1 - count), to: stretch.to, pauseSec: random() };
  return change(draft, `goes back ${count}`, replaced(draft.stretches, at, before, after));
}

/** The same, but the player breaks off inside a measure. */
export function slipInside(material, draft, random) {
  const at = longest(draft);
  const stretch = draft.stretches[at];
  const { first, end } = unitsOf(material, stretch);
  const count = wholeIn(random, 0, 4);
  const broken = wholeIn(random, first + count + 2, end - 3);
  const column = insideUnit(material, broken, random);
  if (end - first < count + 6 || column === null || !runOn(material, broken - count, broken)) return null;
  if (isUndecidable(material, broken, broken - count) || isUndecidable(material, broken - 1, broken - count))
    return null;
  const after = {
    from: columnOfUnit(material, broken - count),
    to: stretch.to,
    pauseSec: 0.2 + 0.8 * random(),
  };
  const stretches = replaced(draft.stretches, at, { ...stretch, to: column }, after);
  return change(draft, `breaks off, goes back ${count}`, stretches);
}

/** A column inside a unit, neither its first nor at its beginning; null without one. */
function insideUnit({ timeline }, u, random) {
  const unit = timeline.units[u];
  const inside = [];
  for (let c = unit.firstColumn + 1; c < unit.endColumn; c++) inside.push(c);
  return inside.length === 0 ? null : inside[wholeIn(random, 0, inside.length - 1)];
}

/** Playing begins at a measure further on, or (`inside`) at an onset inside it. */
export function startLate(material, draft, random, inside = random() < 0.5) {
  const stretch = draft.stretches[0];
  const { first, end } = unitsOf(material, stretch);
  const u = wholeIn(random, first + 2, first + Math.floor(0.7 * (end - first)));
  if (end - first < 8 || isUndecidable(material, first - 1, u)) return null;
  const from = inside ? insideUnit(material, u, random) : columnOfUnit(material, u);
  if (from === null) return null;
  return change(draft, "starts late", replaced(draft.stretches, 0, { ...stretch, from }));
}

/** Playing ends at a measure before the last, or (`inside`) at an onset inside it. */
export function stopEarly(material, draft, random, inside = random() < 0.5) {
  const at = draft.stretches.length - 1;
  const stretch = draft.stretches[at];
  const { first, end } = unitsOf(material, stretch);
  const u = wholeIn(random, first + Math.floor(0.3 * (end - first)), end - 3);
  if (end - first < 8 || isUndecidable(material, u, end)) return null;
  const to = inside ? insideUnit(material, u, random) : columnOfUnit(material, u + 1);
  if (to === null) return null;
  return change(draft, "stops early", replaced(draft.stretches, at, { ...stretch, to }));
}

/**
 * The repeats that are written and were played: { start, back, common }, units. The second pass begins at `back`
 * and shares its first `common` units with the first pass, which began at `start`; what follows differs (endings).
 */
export function playedRepeats({ timeline: { units } }) {
  const same = (a, b) =>
    units[a] &&
    units[b] &&
    units[a].measureIndex === units[b].measureIndex &&
    units[a].fromQuarter === units[b].fromQuarter;
  const repeats = [];
  for (let back = 1; back < units.length; back++) {
    const [before, here] = [units[back - 1], units[back]];
    const forth = here.measureIndex - before.measureIndex || here.fromQuarter - before.fromQuarter;
    if (forth > 0) continue;
    let start = back - 1;
    while (start >= 0 && !same(start, back)) start--;
    if (start < 0) continue;
    let common = 0;
    while (start + common < back && same(start + common, back + common)) common++;
    repeats.push({ start, back, common });
  }
  return repeats;
}

/** One of the written repeats is played once only. */
export function leaveOutRepeat(material, draft, random) {
  const repeats = playedRepeats(material);
  if (repeats.length === 0 || draft.stretches.length > 1) return null;
  const { start, back, common } = repeats[wholeIn(random, 0, repeats.length - 1)];
  const to = columnOfUnit(material, start + common);
  const from = columnOfUnit(material, back + common);
  const end = material.timeline.columns.length;
  const stretches =
    from < end
      ? [
          { from: 0, to },
          { from, to: end },
        ]
      : [{ from: 0, to }];
  return change(draft, "leaves out a written repeat", stretches);
}

/** One of the written repeats is played once more. */
export function addRepeat(material, draft, random) {
  const repeats = playedRepeats(material);
  if (repeats.length === 0 || draft.stretches.length > 1) return null;
  const { start, back } = repeats[wholeIn(random, 0, repeats.length - 1)];
  const to = columnOfUnit(material, back);
  const again = { from: columnOfUnit(material, start), to: material.timeline.columns.length };
  return change(draft, "plays a written repeat once more", [{ from: 0, to }, again]);
}
