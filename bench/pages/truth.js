/** Which head on a made page is which note. */

/**
 * The heads among the shapes of a page.
 *
 * @param flat    result of `flattenSvg` on the page as its engraver left it, marks and all
 * @param noteOf  note index of a shape that is a head, else null
 * @returns       heads with the centre and size of their outlines, in units of the root viewBox
 */
export function headsOnPage(flat, page, noteOf) {
  const heads = [];
  for (const shape of flat.shapes) {
    const note = shape.kind === "path" ? noteOf(shape) : null;
    if (note !== null) heads.push(headOf(note, page, shape.outline.box));
  }
  return heads;
}

function headOf(note, page, [left, top, right, bottom]) {
  return {
    note,
    page,
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: right - left,
    height: bottom - top,
  };
}

/**
 * Add what cannot be read off the page: a note without a head of its own shares the one drawn for the same step at the same
 * moment on its staff (`shared`), or is not drawn at all.
 */
export function completeTruth(score, found) {
  const byNote = new Map();
  for (const head of found) if (!byNote.has(head.note)) byNote.set(head.note, head);
  const byPlace = new Map();
  for (const head of byNote.values()) byPlace.set(placeOf(score.notes[head.note]), head);
  const heads = [];
  const notDrawn = [];
  for (const note of score.notes) {
    const twin = note.printed ? byPlace.get(placeOf(note)) : undefined;
    if (byNote.has(note.index)) heads.push(byNote.get(note.index));
    else if (twin !== undefined) heads.push({ ...twin, note: note.index, shared: true });
    else notDrawn.push(note.index);
  }
  return { heads: heads.map(roundHead), notDrawn };
}

/**
 * Do the heads stand as the score says? A truth whose marks were read wrongly does not hold together.
 *
 * @returns number of neighbours in chords on one staff whose distance on the page is not that of their pitches
 */
export function countMisplaced(score, heads) {
  const headOfNote = new Map(heads.map((head) => [head.note, head]));
  let count = 0;
  for (const note of score.notes) {
    const below = score.notes[note.index - 1];
    const [head, headBelow] = [headOfNote.get(note.index), headOfNote.get(note.index - 1)];
    if (note.chordIndex === 0 || head === undefined || headBelow === undefined) continue;
    if (below.staff !== note.staff || head.page !== headBelow.page) continue;
    const steps = (headBelow.y - head.y) / (head.height / 2);
    // Heads are a space high, more or less.
    const expected = heightOf(note.pitch) - heightOf(below.pitch);
    if (Math.abs(steps - expected) > 0.4 + 0.2 * Math.abs(expected)) count++;
  }
  return count;
}

function heightOf({ step, octave }) {
  return octave * 7 + "CDEFGAB".indexOf(step);
}

/** Part, staff, moment and step: notes that agree in these may be drawn as one head. */
export function placeOf(note) {
  const { partIndex, staff, measureIndex, measureQuarter, pitch, grace } = note;
  const moment = `${measureQuarter.num}/${measureQuarter.den}`;
  const order = grace === null ? "" : `${grace.kind}${grace.order}`;
  return [partIndex, staff, measureIndex, moment, order, pitch.step, pitch.octave].join(" ");
}

function roundHead(head) {
  const round = (value) => Math.round(value * 1000) / 1000;
  const { x, y, width, height } = head;
  return { ...head, x: round(x), y: round(y), width: round(width), height: round(height) };
}

/** Note index in a mark such as `lm-12` on the shape's element or around it, or null. */
export function markAround(shape) {
  for (let scope = shape.scope; scope !== null; scope = scope.parent) {
    const mark = /^lm-(\d+)$/.exec(scope.element.attributes.id ?? "");
    if (mark !== null) return Number(mark[1]);
  }
  return null;
}

export function hasClassAround(shape, name) {
  for (let scope = shape.scope; scope !== null; scope = scope.parent) {
    if ((scope.element.attributes.class ?? "").split(" ").includes(name)) return true;
  }
  return false;
}
