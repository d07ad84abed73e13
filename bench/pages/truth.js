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
