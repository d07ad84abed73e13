/**
 * A real performance laid out along the score it plays, so that stretches of it can be put together anew.
 *
 * A *column* is one onset of the score in one pass; a *unit* is one measure in one pass (a part of a measure, where a
 * repeat sign stands inside it). Every performed note belongs to one column: a matched one to that of its score
 * note, any other to the column it follows in time. A *stretch* `{ from, to }` is a range of columns, `to` exclusive.
 */
import { keyOf, splitKey } from "../truth.js";

/**
 * @param truth      as `readTruth` gives it
 * @param score      the score as read, for the places of its notes
 * @param performance the MIDI file as read
 * @param found      for each note of `performance` its index in the truth or null, as `findPerformed` gives it
 */
export function buildTimeline(truth, score, performance, found) {
  const noteOf = new Map();
  for (const note of score.notes) if (note.xmlId && !noteOf.has(note.xmlId)) noteOf.set(note.xmlId, note);
  const keyAt = new Map(truth.matches.map(({ key, performed }) => [performed, key]));
  const performed = performance.notes.map((note, i) => {
    const key = keyAt.get(found[i]) ?? null;
    return { note, key: key !== null && noteOf.has(splitKey(key).xmlId) ? key : null };
  });
  const keys = [...truth.matches.map((m) => m.key), ...truth.deletions];
  const known = [...new Set(keys)].filter((key) => noteOf.has(splitKey(key).xmlId));
  const timeline = { score, noteOf, performed, ...layOut(known, truth, score, noteOf) };
  placeInTime(timeline);
  timeline.unisonId = unisonIds(truth, timeline);
  return timeline;
}

const toNumber = ({ num, den }) => num / den;

/** Units in the order in which they sound, and their columns. */
function layOut(keys, truth, score, noteOf) {
  const cuts = score.measures.map(() => new Set([0]));
  for (const mark of score.structure) {
    const at = toNumber(mark.measureQuarter);
    if (at > 0 && at < toNumber(score.measures[mark.measureIndex].lengthQuarter))
      cuts[mark.measureIndex].add(at);
  }
  const units = new Map();
  for (const key of keys) {
    const { xmlId, occurrence } = splitKey(key);
    const { measureIndex, measureQuarter } = noteOf.get(xmlId);
    const at = toNumber(measureQuarter);
    const fromQuarter = Math.max(...[...cuts[measureIndex]].filter((cut) => cut <= at));
    const id = `${measureIndex} ${fromQuarter} ${occurrence}`;
    if (!units.has(id)) units.set(id, { measureIndex, fromQuarter, occurrence, keys: [] });
    units.get(id).keys.push({ key, at, beat: truth.onsetBeat.get(key) ?? Number.NaN });
  }
  for (const unit of units.values()) {
    const later = [...cuts[unit.measureIndex]].filter((cut) => cut > unit.fromQuarter);
    unit.toQuarter = Math.min(...later, toNumber(score.measures[unit.measureIndex].lengthQuarter));
    unit.beat = median(unit.keys.map((k) => k.beat).filter(Number.isFinite));
  }
  const ordered = [...units.values()].sort((a, b) => a.beat - b.beat || a.measureIndex - b.measureIndex);
  return { ...columnsOf(ordered, score), units: ordered };
}

function columnsOf(units, score) {
  const columns = [];
  const columnOf = new Map();
  const sounding = new Set(units.map((u) => u.measureIndex));
  let quarter = 0;
  units.forEach((unit, u) => {
    const before = units[u - 1];
    for (let m = (before?.measureIndex ?? unit.measureIndex) + 1; m < unit.measureIndex; m++)
      if (!sounding.has(m)) quarter += toNumber(score.measures[m].lengthQuarter); // measures of rest
    unit.startQuarter = quarter;
    unit.firstColumn = columns.length;
    for (const at of [...new Set(unit.keys.map((k) => k.at))].sort((a, b) => a - b)) {
      const here = unit.keys.filter((k) => k.at === at).map((k) => k.key);
      for (const key of here) columnOf.set(key, columns.length);
      columns.push({ unit: u, at, quarter: quarter + at - unit.fromQuarter, keys: here });
    }
    quarter += unit.toQuarter - unit.fromQuarter;
    unit.endColumn = columns.length;
  });
  return { columns, columnOf, endQuarter: quarter };
}

/** Times of columns, units and the end; and the column of each performed note. */
function placeInTime(timeline) {
  const { columns, units, columnOf, performed, noteOf } = timeline;
  const times = columns.map(() => ({ plain: [], grace: [] }));
  for (const { note, key } of performed) {
    if (key === null) continue;
    const isGrace = noteOf.get(splitKey(key).xmlId).grace !== null;
    times[columnOf.get(key)][isGrace ? "grace" : "plain"].push(note.onsetSec);
  }
  const knots = [];
  let latest = Number.NEGATIVE_INFINITY;
  columns.forEach((column, c) => {
    const { plain, grace } = times[c];
    column.sec = median(plain.length ? plain : grace);
    if (!Number.isNaN(column.sec)) latest = Math.max(latest, column.sec);
    column.latestSec = latest;
    if (plain.length && column.quarter > (knots.at(-1)?.quarter ?? Number.NEGATIVE_INFINITY))
      knots.push({ quarter: column.quarter, sec: latest });
  });
  for (const unit of units) unit.sec = secAt(knots, unit.startQuarter);
  timeline.endSec = secAt(knots, timeline.endQuarter);
  for (const column of columns) column.expectedSec = secAt(knots, column.quarter);
  for (const p of performed)
    p.column = p.key === null ? lastBefore(columns, p.note.onsetSec) : columnOf.get(p.key);
}

/** Straight lines through the knots; beyond them at the tempo of the eight knots at that end. */
function secAt(knots, quarter) {
  let i = knots.findIndex((k) => k.quarter >= quarter);
  if (i > 0) {
    const [a, b] = [knots[i - 1], knots[i]];
    return a.sec + ((quarter - a.quarter) / (b.quarter - a.quarter)) * (b.sec - a.sec);
  }
  if (i < 0) i = knots.length - 1;
  const near = i === 0 ? knots.slice(0, 8) : knots.slice(-8);
  const [a, b] = [near[0], near.at(-1)];
  const secPerQuarter = near.length > 1 ? (b.sec - a.sec) / (b.quarter - a.quarter) : 0.5;
  return knots[i].sec + (quarter - knots[i].quarter) * secPerQuarter;
}

function lastBefore(columns, sec) {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle].latestSec <= sec) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** xml id → first id of the notes that always sound with it on the same key, at the same place of the score. */
function unisonIds(truth, { noteOf }) {
  const ids = new Map();
  for (const [key, first] of truth.unison) {
    const a = splitKey(key);
    const b = splitKey(first);
    if (a.occurrence !== b.occurrence) continue;
    const [na, nb] = [noteOf.get(a.xmlId), noteOf.get(b.xmlId)];
    if (na && nb && na.measureIndex !== nb.measureIndex) continue;
    if (!ids.has(a.xmlId) || b.xmlId < ids.get(a.xmlId)) ids.set(a.xmlId, b.xmlId);
  }
  return (xmlId) => ids.get(xmlId) ?? xmlId;
}

/** Second at which a stretch that begins at column `c` starts: its measure's beginning, or the onset inside it. */
export function startSec(timeline, c) {
  if (c >= timeline.columns.length) return timeline.endSec;
  const unit = timeline.units[timeline.columns[c].unit];
  return unit.firstColumn === c ? unit.sec : timeline.columns[c].expectedSec;
}

/**
 * Play stretches one after the other: each begins where the music before it would have gone on.
 *
 * @param stretches  { from, to, scale?, pauseSec? }: time factor inside it (default 1), silence before it (default 0)
 * @returns notes in order of time, each { note, onsetSec, offsetSec, key, original }: `key` counts occurrences in
 *   *this* performance; `original` is the index in the real one; `visits` maps stretch and real key to the new key
 */
export function playStretches(timeline, stretches) {
  const byColumn = timeline.columns.map(() => []);
  timeline.performed.forEach((p, original) => {
    byColumn[p.column].push({ ...p, original });
  });
  const count = new Map();
  const visits = [];
  const notes = [];
  let at = 0;
  for (const [s, { from, to, scale = 1, pauseSec = 0 }] of stretches.entries()) {
    at += pauseSec;
    const zero = startSec(timeline, from);
    const move = (sec) => at + (sec - zero) * scale;
    visits.push(new Map());
    for (let c = from; c < to; c++) {
      for (const key of timeline.columns[c].keys) {
        const { xmlId } = splitKey(key);
        count.set(xmlId, (count.get(xmlId) ?? 0) + 1);
        visits[s].set(key, keyOf(xmlId, count.get(xmlId)));
      }
      for (const { note, key, original } of byColumn[c]) {
        const [onsetSec, offsetSec] = [move(note.onsetSec), move(note.offsetSec)];
        notes.push({
          note,
          onsetSec,
          offsetSec,
          key: key === null ? null : visits[s].get(key),
          original,
          stretch: s,
        });
      }
    }
    at = move(startSec(timeline, to));
  }
  notes.sort((a, b) => a.onsetSec - b.onsetSec || a.original - b.original);
  return { notes, visits };
}

/** Measures of stretches as text: "1-12 | 9-40", by printed number; "(mid)" where one begins or ends inside a measure. */
export function describeStretches(timeline, stretches) {
  const { units, columns, score } = timeline;
  const texts = stretches.flatMap(({ from, to }) => {
    const [first, last] = [columns[from].unit, columns[to - 1].unit];
    const measures = [];
    for (let u = first; u <= last; u++) measures.push(units[u].measureIndex);
    const text = describeMeasures(score, measures);
    return [
      `${units[first].firstColumn === from ? "" : "(mid)"}${text}${units[last].endColumn === to ? "" : "(mid)"}`,
    ];
  });
  return texts.join(" | ");
}

/** "1-12 9-40": runs of measures that follow each other. */
export function describeMeasures(score, measures) {
  const runs = [];
  for (const m of measures) {
    const run = runs.at(-1);
    if (run && (m === run.to + 1 || m === run.to)) run.to = m;
    else runs.push({ from: m, to: m });
  }
  const name = (m) => score.measures[m].number;
  return runs.map((r) => (r.from === r.to ? name(r.from) : `${name(r.from)}-${name(r.to)}`)).join(" ");
}
