/**
 * Single faults on pages and in scores, each at a place drawn by chance. Every fault gives pages, score and truth as they are
 * with it, and the pages on which it must be noticed; or null where the case offers no place for it.
 */
import { placeOf } from "./truth.js";

const STEPS = ["C", "D", "E", "F", "G", "A", "B"];

/**
 * By name: functions of the case and its chance.
 *
 * A case: { pages, score, truth, sound, geometry, moveOutline, others }; `sound` are the heads proved and right without a fault, with their
 * truth as `own`; `others` are scores of other pieces.
 */
export const FAULTS = {
  "another piece": anotherPiece,
  "staff missing": staffMissing,
  "pages swapped": pagesSwapped,
  "head erased": (made, random) => withHead(made, random, () => [], true),
  "head doubled beside": (made, random) =>
    withHead(made, random, (shape, { own, move }) => [
      shape,
      move(shape, side(random) * 1.25 * own.width, 0),
    ]),
  "head doubled above": (made, random) =>
    withHead(made, random, (shape, { own, move }) => [
      shape,
      move(shape, 0, (side(random) * own.height) / 2),
    ]),
  "head moved by a step": (made, random) =>
    withHead(made, random, (shape, { own, move }) => [move(shape, 0, (side(random) * own.height) / 2)], true),
  "glyph replaced": glyphReplaced,
  "note deleted": noteDeleted,
  "note inserted": noteInserted,
  "note altered": noteAltered,
  "notes exchanged": notesExchanged,
};

// ---- pages -----------------------------------------------------------------------------------------------------------

function anotherPiece(made, random) {
  if (made.others.length === 0) return null;
  const score = made.others[random(made.others.length)];
  const notDrawn = score.notes.map(({ index }) => index);
  return { ...made, score, truth: { heads: [], notDrawn }, onPages: made.pages.map((_, page) => page) };
}

function pagesSwapped(made, random) {
  const count = made.pages.length;
  if (count < 2) return null;
  const a = random(count);
  const b = (a + 1 + random(count - 1)) % count;
  const to = (page) => (page === a ? b : page === b ? a : page);
  const heads = made.truth.heads.map((head) => ({ ...head, page: to(head.page) }));
  const pages = made.pages.map((_, page) => made.pages[to(page)]);
  return { ...made, pages, truth: { ...made.truth, heads }, onPages: [a, b] };
}

/** A staff that has heads, with all that stands on it but what reaches over it. */
function staffMissing(made, random) {
  const staves = made.geometry.systems
    .filter((system) => system.staves.length > 1)
    .flatMap((system) => system.staves)
    .filter((staff) => made.sound.some((head) => isOn(head, staff)));
  if (staves.length === 0) return null;
  const staff = staves[random(staves.length)];
  const reach = 2 * staff.space;
  const lines = new Set(staff.shapes);
  const isGone = (shape, index) => {
    if (lines.has(index)) return true;
    const [left, top, right, bottom] = boxOf(shape);
    const middle = (top + bottom) / 2;
    const isInside =
      middle > staff.top - reach && middle < staff.bottom + reach && bottom - top < 6 * staff.space;
    return isInside && right > staff.left && left < staff.right;
  };
  const pages = replacePage(made.pages, staff.page, (shapes) =>
    shapes.filter((shape, i) => !isGone(shape, i)),
  );
  const isLost = ({ page, y }) => page === staff.page && y > staff.top - reach && y < staff.bottom + reach;
  return { ...made, pages, truth: without(made.truth, isLost), onPages: [staff.page] };
}

function isOn(head, staff) {
  return head.page === staff.page && head.system === staff.system && head.staff === staff.place;
}

/** @param isLost  whether its note has no head of its own any more */
function withHead(made, random, change, isLost = false) {
  const head = pick(made.sound, random);
  if (head === null) return null;
  const move = (shape, dx, dy) => moveShape(made, shape, dx, dy);
  const pages = replacePage(made.pages, head.page, (shapes) =>
    shapes.flatMap((shape, i) => (i === head.shape ? change(shape, { own: head.own, move }) : [shape])),
  );
  const truth = isLost ? without(made.truth, ({ note }) => note === head.noteIndex) : made.truth;
  return { ...made, pages, truth, onPages: [head.page] };
}

/** A black head for a white one, and the other way round. */
function glyphReplaced(made, random) {
  const typeOf = (head) => made.score.notes[head.noteIndex].noteType;
  const head = pick(made.sound, random);
  if (head === null) return null;
  const isWhite = (other) => ["half", "whole", "breve"].includes(typeOf(other));
  const others = made.sound.filter(
    (other) => isWhite(other) !== isWhite(head) && Math.abs(other.own.height / head.own.height - 1) < 0.1,
  );
  const other = pick(others, random);
  if (other === null) return null;
  const { x, y } = head.own;
  const form = made.pages[other.page].flat.shapes[other.shape];
  const moved = moveShape(made, form, x - other.own.x, y - other.own.y);
  const pages = replacePage(made.pages, head.page, (shapes) =>
    shapes.map((shape, i) => (i === head.shape ? moved : shape)),
  );
  return { ...made, pages, onPages: [head.page] };
}

function replacePage(pages, index, change) {
  return pages.map((page, i) =>
    i === index ? { ...page, flat: { ...page.flat, shapes: change(page.flat.shapes) } } : page,
  );
}

function moveShape({ moveOutline }, shape, dx, dy) {
  if (shape.kind === "path") return { ...shape, outline: moveOutline(shape.outline, dx, dy) };
  const runs = shape.runs.map((run) => ({
    ...run,
    x: run.x === null ? null : run.x + dx,
    y: run.y === null ? null : run.y + dy,
  }));
  return { ...shape, runs };
}

function boxOf(shape) {
  if (shape.kind === "path") return shape.outline.box;
  const { x, y } = shape.runs[0];
  return [x, y, x, y];
}

// ---- scores ----------------------------------------------------------------------------------------------------------

function noteDeleted(made, random) {
  const head = pick(made.sound, random);
  if (head === null) return null;
  const { notes } = made.score;
  // A chord whose first note goes keeps a first note.
  const index = head.noteIndex;
  const isFirst = notes[index].chordIndex === 0 && notes[index + 1]?.chordIndex > 0;
  const kept = notes.filter((note) => note.index !== index).map((note) => ({ ...note, from: note.index }));
  if (isFirst) kept[index] = { ...kept[index], chordIndex: 0 };
  return withNotes(made, kept, [head.page]);
}

/** A note more in a chord, two to four steps above its last. */
function noteInserted(made, random) {
  const head = pick(made.sound, random);
  if (head === null) return null;
  const { notes } = made.score;
  let last = head.noteIndex;
  while (notes[last + 1]?.chordIndex > 0) last++;
  const pitch = stepped(notes[last].pitch, 2 + random(3));
  const added = { ...notes[last], pitch, chordIndex: notes[last].chordIndex + 1, from: null };
  const changed = notes.map((note) => ({ ...note, from: note.index }));
  changed.splice(last + 1, 0, added);
  return withNotes(made, changed, [head.page]);
}

function noteAltered(made, random) {
  const head = pick(made.sound, random);
  if (head === null) return null;
  const steps = side(random) * (1 + random(4));
  const changed = made.score.notes.map((note) =>
    note.index === head.noteIndex
      ? { ...note, pitch: stepped(note.pitch, steps), from: null }
      : { ...note, from: note.index },
  );
  return withNotes(made, changed, [head.page]);
}

/** A note and the next of its voice change pitches. */
function notesExchanged(made, random) {
  const head = pick(made.sound, random);
  if (head === null) return null;
  const { notes } = made.score;
  const first = notes[head.noteIndex];
  const isNext = (note) =>
    note.partIndex === first.partIndex &&
    note.voice === first.voice &&
    note.staff === first.staff &&
    note.chordIndex === 0;
  const second = notes
    .slice(first.index + 1)
    .find((note) => isNext(note) && placeKey(note) !== placeKey(first));
  if (second === undefined || sameHeight(first.pitch, second.pitch)) return null;
  const other = made.sound.find(({ noteIndex }) => noteIndex === second.index);
  if (other === undefined || first.chordIndex > 0 || notes[first.index + 1]?.chordIndex > 0) return null;
  if (notes[second.index + 1]?.chordIndex > 0) return null;
  const pitchOf = (note) => (note === first ? second.pitch : note === second ? first.pitch : note.pitch);
  const isSame = (note) => note !== first && note !== second;
  const changed = notes.map((note) => ({
    ...note,
    pitch: pitchOf(note),
    from: isSame(note) ? note.index : null,
  }));
  return withNotes(made, changed, [head.page, other.page]);
}

function placeKey({ measureIndex, measureQuarter }) {
  return `${measureIndex} ${measureQuarter.num}/${measureQuarter.den}`;
}

function sameHeight(a, b) {
  return a.step === b.step && a.octave === b.octave;
}

function stepped({ step, octave }, steps) {
  const height = octave * 7 + STEPS.indexOf(step) + steps;
  return { step: STEPS[((height % 7) + 7) % 7], alter: 0, octave: Math.floor(height / 7) };
}

/** The score with other notes; `from` says which note of the sound score each is, or null for one that no head is right for. */
function withNotes(made, changed, onPages) {
  const heads = new Map(made.truth.heads.map((head) => [head.note, head]));
  const truth = { heads: [], notDrawn: [] };
  const notes = changed.map(({ from, ...note }, index) => {
    const head = from === null ? undefined : heads.get(from);
    if (head === undefined) truth.notDrawn.push(index);
    else truth.heads.push({ ...head, note: index });
    return { ...note, index };
  });
  return { ...made, score: { ...made.score, notes }, truth, onPages: [...new Set(onPages)] };
}

function without(truth, isLost) {
  const lost = truth.heads.filter(isLost).map(({ note }) => note);
  return { heads: truth.heads.filter((head) => !isLost(head)), notDrawn: [...truth.notDrawn, ...lost] };
}

/** Heads that no other note shares: what happens to one of two on top of each other, nobody can see. */
export function soundHeads(score, truth, solution, judged) {
  const right = new Set(judged.filter(({ verdict }) => verdict === "right").map(({ note }) => note));
  const ownOf = new Map(truth.heads.map((head) => [head.note, head]));
  const atPlace = new Map();
  for (const note of score.notes) atPlace.set(placeOf(note), (atPlace.get(placeOf(note)) ?? 0) + 1);
  return solution.heads
    .filter(({ noteIndex, certainty }) => certainty === "proved" && right.has(noteIndex))
    .filter(({ noteIndex }) => atPlace.get(placeOf(score.notes[noteIndex])) === 1)
    .map((head) => ({ ...head, own: ownOf.get(head.noteIndex) }));
}

function pick(list, random) {
  return list.length === 0 ? null : list[random(list.length)];
}

function side(random) {
  return random(2) === 0 ? -1 : 1;
}
