/**
 * A page of Verovio drawn again as Sibelius writes it, and as programs with SMuFL text do. Plain JavaScript, since the
 * page bench uses it too; types are in sibeliusPage.d.ts.
 *
 * Learnt from an export of Sibelius 25: each thing in a group of Qt's with its own matrix; one `text` per glyph, origin at its left
 * edge, baseline through the centre of a head, size four staff spaces; coordinates cut off to 1/32 of a nominal space.
 */

/** MacRoman bytes of the Sonata layout, by SMuFL code point. */
const SONATA = {
  0xe050: 0x26, 0xe062: 0x3f, 0xe05c: 0x42, 0xe069: 0x2f,
  0xe0a0: 0x57, 0xe0a2: 0x77, 0xe0a3: 0xfa, 0xe0a4: 0xcf, 0xe0a9: 0xc0, 0xe0d9: 0xe1, 0xe0db: 0xe2,
  0xe240: 0x6a, 0xe241: 0x4a, 0xe242: 0x72, 0xe243: 0x52,
  0xe260: 0x62, 0xe261: 0x6e, 0xe262: 0x23, 0xe263: 0xdc, 0xe264: 0xba,
  0xe4a0: 0x3e, 0xe4a1: 0x3e, 0xe4a2: 0x2e, 0xe4a3: 0x2e, 0xe4a4: 0x2d, 0xe4a5: 0x2d, 0xe4ac: 0x5e, 0xe4ad: 0x76,
  0xe4c0: 0x55, 0xe4c1: 0x75,
  0xe4e2: 0xe3, 0xe4e3: 0xb7, 0xe4e4: 0xee, 0xe4e5: 0xce, 0xe4e6: 0xe4, 0xe4e7: 0xc5, 0xe4e8: 0xa8, 0xe4e9: 0xf4,
  0xe08a: 0x63, 0xe08b: 0x43, 0xe566: 0xd9, 0xe56c: 0x6d, 0xe56d: 0x4d, 0xe567: 0x54,
  0xe520: 0x70, 0xe521: 0x6d, 0xe522: 0x66, 0xe524: 0x73, 0xe525: 0x7a,
}; // biome-ignore format: pairs of code points
const TIME_DIGITS = [0xe080, 0xe089];
const AUGMENTATION_DOT = 0xe1e7;
/** What the layout has no place for stands in the second font. */
const SPECIAL_FROM = 0x80;

/** Width of heads in staff spaces, of any font nearly; all are one high. @source SMuFL metadata of Bravura */
const HEAD_WIDTHS = { 0xe0a0: 2.4, 0xe0a2: 1.688, 0xe0a3: 1.18, 0xe0a4: 1.18 };
const DEFAULT_HEAD_WIDTH = 1.18;

export const SIBELIUS = {
  family: "Helsinki Std",
  title: "Generated with Qt",
  scale: 0.531496,
  gap: 24,
  truncates: true,
  smallSize: 0.6,
  glyphOf(codePoint) {
    const [zero, nine] = TIME_DIGITS;
    if (codePoint >= zero && codePoint <= nine) return { family: "Helsinki Std", text: String(codePoint - zero) };
    if (codePoint === AUGMENTATION_DOT) return { family: "Helsinki Special Std", text: "\uf0aa" };
    const byte = SONATA[codePoint];
    if (byte !== undefined) return { family: "Helsinki Std", text: String.fromCharCode(0xf000 + byte) };
    const other = SPECIAL_FROM + (codePoint % (0x100 - SPECIAL_FROM));
    return { family: "Helsinki Special Std", text: String.fromCharCode(0xf000 + other) };
  },
};

export const SMUFL = {
  family: "Finale Maestro",
  title: "Music as text",
  scale: 0.5,
  gap: 9.638,
  truncates: false,
  smallSize: 0.65,
  glyphOf: (codePoint) => ({ family: "Finale Maestro", text: String.fromCodePoint(codePoint) }),
};

export function drawAsText(flat, hand) {
  const pen = new Pen(hand, hand.gap / staffSpace(flat.shapes));
  const lines = joinStaffLines(flat.shapes);
  const full = fullScale(flat.shapes);
  for (const shape of flat.shapes) {
    if (shape.kind === "text") drawWords(pen, shape);
    else if (shape.scope.element.name === "use") drawGlyph(pen, shape, full);
    else if (isStaffLine(shape)) drawStaffLine(pen, lines.get(shape));
    else drawOther(pen, shape);
  }
  const [, , width, height] = flat.viewBox;
  return { svg: pen.page(width, height), heads: pen.heads };
}

/** Writes elements in inner units, each in a group as Qt does it. */
class Pen {
  heads = [];
  #parts = [];

  constructor(hand, factor) {
    this.hand = hand;
    /** Inner units per unit of the page that is copied. */
    this.factor = factor;
  }

  /** An inner coordinate of a length or place on the copied page. */
  inner(value) {
    const inner = value * this.factor;
    // A little more than the rounding of the copied page, so that equal heights stay equal.
    return this.hand.truncates ? Math.floor(inner + 0.02) : Math.round(inner * 100) / 100;
  }

  put(element, { fill = "#000000", strokeWidth = 1, cap = "butt", matrix = null } = {}) {
    const { scale } = this.hand;
    const [size, x, y] = matrix ?? [scale, 0, 0];
    const paint = fill === "none" ? `fill="none"` : `fill="${fill}" fill-opacity="1"`;
    this.#parts.push(
      `<g ${paint} stroke="#000000" stroke-opacity="1" stroke-width="${strokeWidth}" stroke-linecap="${cap}" ` +
        `stroke-linejoin="bevel" transform="matrix(${size},0,0,${size},${x},${y})"\n` +
        `font-family=".AppleSystemUIFont" font-size="45.8611" font-weight="400" font-style="normal" \n>\n${element}\n</g>\n`,
    );
  }

  line(x1, y1, x2, y2, strokeWidth, fill = "#000000") {
    const points = `${x1},${y1} ${x2},${y2} `;
    this.put(`<polyline fill="none" vector-effect="none" points="${points}" />`, { strokeWidth, fill });
  }

  text(text, { x, y, family, size, matrix = null, style = "normal" }) {
    this.put(
      `<text fill="#000000" fill-opacity="1" stroke="none" xml:space="preserve" x="${x}" y="${y}" font-family="${family}" ` +
        `font-size="${size}" font-weight="400" font-style="${style}" \n >${escaped(text)}</text>`,
      { cap: "square", matrix },
    );
  }

  page(width, height) {
    const px = (value) => Math.round(value * this.factor * this.hand.scale);
    const mm = (value) => ((px(value) * 25.4) / 288).toFixed(1);
    return (
      `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<svg width="${mm(width)}mm" height="${mm(height)}mm"\n` +
      ` viewBox="0 0 ${px(width)} ${px(height)}"\n xmlns="http://www.w3.org/2000/svg" ` +
      `xmlns:xlink="http://www.w3.org/1999/xlink"  version="1.2" baseProfile="tiny">\n<desc>${this.hand.title}</desc>\n` +
      `<defs>\n</defs>\n<g fill="none" stroke="black" stroke-width="1" fill-rule="evenodd" stroke-linecap="square" ` +
      `stroke-linejoin="bevel" >\n\n${this.#parts.join("\n")}\n</g>\n</svg>\n`
    );
  }
}

// ---- music glyphs ----------------------------------------------------------------------------------------------------

function drawGlyph(pen, shape, full) {
  const codePoint = codePointOf(shape);
  const { family, text } = pen.hand.glyphOf(codePoint);
  const { x, y, scale } = glyphPlace(shape);
  const isSmall = scale < 0.95 * full;
  const ratio = isSmall ? pen.hand.smallSize : 1;
  const size = Math.round(4 * pen.hand.gap * ratio * 100) / 100;
  const place = { x: pen.inner(x), y: pen.inner(y) };
  if (pen.hand.truncates && /^\d$/.test(text)) drawDigit(pen, text, family, place);
  else pen.text(text, { ...place, family, size: pen.hand.truncates ? Math.round(size) : size });
  if (hasClass(shape, "notehead")) pen.heads.push(headAt(pen, shape, place, ratio, codePoint));
}

/** Time signatures stand in Sibelius as words do: under a matrix of their own, larger. */
function drawDigit(pen, text, family, { x, y }) {
  const { scale } = pen.hand;
  const matrix = [0.398622, fixed(x * scale), fixed((y - 48) * scale)];
  pen.text(text, { x: 0, y: fixed(48 / 0.75), family, size: 129, matrix });
}

function headAt(pen, shape, { x, y }, ratio, codePoint) {
  const { gap, scale } = pen.hand;
  const width = (HEAD_WIDTHS[codePoint] ?? DEFAULT_HEAD_WIDTH) * gap * ratio * scale;
  return { shape, x: x * scale + width / 2, y: y * scale, width, height: gap * ratio * scale };
}

/** `#E0A4-xyz` */
function codePointOf(shape) {
  const { attributes } = shape.scope.element;
  const href = attributes.href ?? attributes["xlink:href"] ?? "";
  return Number.parseInt(/^#([0-9A-F]{4,5})/.exec(href)?.[1] ?? "E0A4", 16);
}

/** Origin and scale of a `use` in units of the root viewBox, from its own transform and those of the groups around it. */
function glyphPlace(shape) {
  const own = shape.scope.element.attributes.transform ?? "";
  let [x, y] = pairOf(own, "translate", [0, 0]);
  let [scale] = pairOf(own, "scale", [1, 1]);
  for (let scope = shape.scope.parent; scope !== null; scope = scope.parent) {
    const { name, attributes } = scope.element;
    const [dx, dy] = pairOf(attributes.transform ?? "", "translate", [0, 0]);
    x += dx;
    y += dy;
    if (name !== "svg" || scope.parent === null) continue;
    const inner = boxOf(attributes.viewBox);
    const outer = boxOf(rootOf(scope).attributes.viewBox);
    const zoom = outer[2] / inner[2];
    [x, y, scale] = [x * zoom, y * zoom, scale * zoom];
  }
  return { x, y, scale };
}

function pairOf(transform, name, otherwise) {
  const match = new RegExp(`${name}\\(\\s*(-?[\\d.]+)(?:[\\s,]+(-?[\\d.]+))?`).exec(transform);
  return match === null ? otherwise : [Number(match[1]), Number(match[2] ?? match[1])];
}

function boxOf(text) {
  return text.split(/[\s,]+/).map(Number);
}

function rootOf(scope) {
  while (scope.parent !== null) scope = scope.parent;
  return scope.element;
}

/** Scale of full-sized heads: the largest there is. */
function fullScale(shapes) {
  let full = 0;
  for (const shape of shapes) {
    if (shape.scope.element.name === "use" && hasClass(shape, "notehead"))
      full = Math.max(full, glyphPlace(shape).scale);
  }
  return full;
}

// ---- lines -----------------------------------------------------------------------------------------------------------

function isStaffLine(shape) {
  return shape.kind === "path" && shape.scope.parent !== null && classesOf(shape.scope.parent).includes("staff");
}

/** Verovio cuts staff lines at bars, Sibelius does not: the first piece of each line takes its whole length. */
function joinStaffLines(shapes) {
  const lines = new Map();
  const open = new Map();
  for (const shape of shapes.filter(isStaffLine)) {
    const [left, top, right, bottom] = shape.outline.box;
    const key = top.toFixed(1);
    const line = open.get(key);
    if (line !== undefined && Math.abs(left - line.right) < 5) {
      line.right = right;
      continue;
    }
    open.set(key, { left, right, y: (top + bottom) / 2 });
    lines.set(shape, open.get(key));
  }
  return lines;
}

function drawStaffLine(pen, line) {
  if (line === undefined) return;
  const y = pen.inner(line.y);
  pen.line(pen.inner(line.left), y, pen.inner(line.right), y, 2.25);
}

/** Distance of two neighbouring lines of the first staff of five. */
function staffSpace(shapes) {
  const byStaff = new Map();
  for (const shape of shapes.filter(isStaffLine)) {
    const staff = shape.scope.parent.element;
    const heights = byStaff.get(staff) ?? [];
    byStaff.set(staff, heights);
    heights.push((shape.outline.box[1] + shape.outline.box[3]) / 2);
    if (heights.length === 5) return (Math.max(...heights) - Math.min(...heights)) / 4;
  }
  return 18;
}

function drawOther(pen, shape) {
  const [left, top, right, bottom] = shape.outline.box;
  const isStraight = /^(?:l\S+ \S+?){3}z$/.test(shape.outline.tail) && shape.paint.stroke === null;
  const [x, y] = [pen.inner((left + right) / 2), pen.inner((top + bottom) / 2)];
  if (isStraight && right - left < bottom - top && !hasClass(shape, "beam", 1)) {
    pen.line(x, pen.inner(top), x, pen.inner(bottom), uprightWidth(pen, shape, right - left));
  } else if (isStraight && hasClass(shape, "ledgerLines")) {
    pen.line(pen.inner(left), y, pen.inner(right), y, 3.75);
  } else {
    drawPath(pen, shape);
  }
}

function uprightWidth(pen, shape, width) {
  if (hasClass(shape, "stem")) return 2.25;
  return width * pen.factor > 8 ? 16 : 5;
}

function drawPath(pen, { outline, paint }) {
  const d = `${absolutePath(outline, (value) => pen.inner(value))} `;
  const strokeWidth = paint.stroke === null ? 1 : fixed(paint.strokeWidth * pen.factor) || 1;
  pen.put(`<path vector-effect="none" fill-rule="evenodd" d="${d}"/>`, {
    fill: paint.fill === null ? "none" : "#000000",
    strokeWidth,
  });
}

/** Path data with absolute commands M, L, C, Z as Qt writes them. */
function absolutePath(outline, inner) {
  let [x, y] = [outline.x, outline.y];
  const start = [x, y];
  let d = `M${inner(x)},${inner(y)}`;
  for (const [, command, text] of outline.tail.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (text.match(/-?\d*\.?\d+(?:e[-+]?\d+)?/g) ?? []).map(Number);
    if (command === "z" || command === "Z") {
      d += ` L${inner(start[0])},${inner(start[1])}`;
      [x, y] = start;
      continue;
    }
    for (const points of pointsOf(command, numbers)) {
      const places = points.map(([dx, dy]) => [x + dx, y + dy]);
      [x, y] = places.at(-1);
      if (command === "m") start.splice(0, 2, x, y);
      const letter = command === "m" ? "M" : places.length === 1 ? "L" : "C";
      d += ` ${letter}${places.map(([px, py]) => `${inner(px)},${inner(py)}`).join(" ")}`;
    }
  }
  return d;
}

/** Relative points of each segment: one for lines, three for curves. */
function pointsOf(command, numbers) {
  const size = { h: 1, v: 1, l: 2, m: 2, c: 6, s: 4, q: 4, t: 2, a: 7 }[command];
  const segments = [];
  for (let at = 0; at + size <= numbers.length; at += size) {
    const n = numbers.slice(at, at + size);
    if (command === "h") segments.push([[n[0], 0]]);
    else if (command === "v") segments.push([[0, n[0]]]);
    else if (command === "c") segments.push([n.slice(0, 2), n.slice(2, 4), n.slice(4)]);
    else if (command === "q" || command === "s") segments.push([n.slice(0, 2), n.slice(0, 2), n.slice(2)]);
    else segments.push([n.slice(-2)]);
  }
  return segments;
}

// ---- words -----------------------------------------------------------------------------------------------------------

/** Text of a chunk begins where it lies when set flush left; letters are taken to be half as wide as high. */
function drawWords(pen, shape) {
  const chunks = [];
  for (const run of shape.runs) {
    if (run.x !== null || chunks.length === 0) chunks.push({ run, text: "" });
    chunks.at(-1).text += run.text;
  }
  for (const { run, text } of chunks) {
    if (text.trim() === "") continue;
    const width = 0.5 * run.fontSize * text.length;
    const shift = { middle: 0.5, end: 1 }[run.anchor] ?? 0;
    drawChunk(pen, run, text, run.x - shift * width);
  }
}

function drawChunk(pen, run, text, left) {
  const { scale } = pen.hand;
  const isMusic = /[\ue000-\uf8ff]/.test(text);
  const matrix = [fixed(scale * 0.75), fixed(left * pen.factor * scale), fixed(run.y * pen.factor * scale)];
  pen.text(isMusic ? text.replace(/[\ue000-\uf8ff]/g, "q") : text, {
    x: 0,
    y: 0,
    family: isMusic ? "Opus Metronome Std" : "Palatino",
    size: Math.round((run.fontSize * pen.factor) / 0.75),
    style: run.fontStyle,
    matrix,
  });
}

// ---- what shapes belong to -------------------------------------------------------------------------------------------

/** @param depth  how many elements outwards are asked, the element itself first; all if left out */
function hasClass(shape, name, depth = Number.POSITIVE_INFINITY) {
  let scope = shape.scope;
  for (let i = 0; scope !== null && i <= depth; i++, scope = scope.parent) {
    if (classesOf(scope).includes(name)) return true;
  }
  return false;
}

function classesOf(scope) {
  return (scope.element.attributes.class ?? "").split(" ");
}

function fixed(value) {
  return Math.round(value * 1000) / 1000;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
