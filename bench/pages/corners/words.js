/** Words to write MusicXML with: 4 divisions a quarter, everything an engraver has to decide said in the file. */

const TYPES = { w: ["whole", 16], h: ["half", 8], q: ["quarter", 4], e: ["eighth", 2], s: ["16th", 1] };
const ALTER = { "#": 1, b: -1, "": 0 };
const ACCIDENTALS = { "#": "sharp", b: "flat" };

/**
 * A chord of one or more notes, a rest or hidden time: `note("C4,E4 q.")`, `note("r h")`, `note("x q")`.
 *
 * @param options  voice, staff (by pitch place too: an array), stem, grace, cue, head (name of the notehead), hidden, unpitched,
 *                 tie ("start", "stop"), beam, sign (print the accidentals of altered notes), extra (XML at the end)
 */
export function note(word, options = {}) {
  const [pitches, length] = word.split(" ");
  const [type, whole] = TYPES[length[0]];
  const dots = length.length - 1;
  const units = whole * (2 - 0.5 ** dots);
  const { voice = 1, staff, grace, cue } = options;
  if (pitches === "x") return `<forward><duration>${units}</duration></forward>`;
  const duration = grace ? "" : `<duration>${units}</duration>`;
  const body = (pitch, k) =>
    `<note${options.hidden ? ' print-object="no"' : ""}>${grace ? `<grace${grace === "slash" ? ' slash="yes"' : ""}/>` : ""}` +
    `${cue ? "<cue/>" : ""}${k > 0 ? "<chord/>" : ""}${whatOf(pitch, options)}${duration}` +
    `${tag("tie", options.tie)}<voice>${voice}</voice><type${cue ? ' size="cue"' : ""}>${type}</type>${"<dot/>".repeat(dots)}` +
    `${accidentalOf(pitch, options)}${options.stem ? `<stem>${options.stem}</stem>` : ""}` +
    `${options.head ? `<notehead>${options.head}</notehead>` : ""}${staffOf(staff, k)}` +
    `${options.beam && k === 0 ? `<beam number="1">${options.beam}</beam>` : ""}` +
    `${options.tie ? `<notations>${tag("tied", options.tie)}</notations>` : ""}${options.extra ?? ""}</note>`;
  return pitches.split(",").map(body).join("");
}

/** Several words in one voice: `line("C4 q, D4 q …", options)`, words parted by blanks between `|`. */
export function line(text, options = {}) {
  return text
    .split("|")
    .map((word) => note(word.trim(), options))
    .join("");
}

export const back = (quarters) => `<backup><duration>${quarters * 4}</duration></backup>`;

export function attributes({ fifths = 0, time = [4, 4], staves = 1, clefs = ["G2"], lines, transpose } = {}) {
  const [beats, type] = time;
  const transposed =
    transpose &&
    `<transpose><diatonic>${transpose[0]}</diatonic><chromatic>${transpose[1]}</chromatic>${
      transpose[2] ? `<octave-change>${transpose[2]}</octave-change>` : ""
    }</transpose>`;
  return (
    `<attributes><divisions>4</divisions><key><fifths>${fifths}</fifths></key>` +
    `<time><beats>${beats}</beats><beat-type>${type}</beat-type></time><staves>${staves}</staves>` +
    `${clefs.map(clefTag).join("")}${lines ? `<staff-details><staff-lines>${lines}</staff-lines></staff-details>` : ""}` +
    `${transposed ?? ""}</attributes>`
  );
}

/** `clef("G2-1", 1)`: sign, line, octaves. */
export const clef = (name, staff = 1) => `<attributes>${clefTag(name, staff - 1)}</attributes>`;

/** `octaveLine("down", 8)`: the notes are written an octave lower than they sound (8va). One number for each staff. */
export const octaveLine = (type, size, staff = 1) =>
  `<direction placement="${staff === 1 ? "above" : "below"}"><direction-type>` +
  `<octave-shift type="${type}" size="${size}" number="${staff}"/></direction-type><staff>${staff}</staff></direction>`;

export const newSystem = `<print new-system="yes"/>`;

/** @param parts  { name, measures: [XML …] } each */
export function score(title, parts) {
  const list = parts.map(
    ({ name }, k) => `<score-part id="P${k + 1}"><part-name>${name}</part-name></score-part>`,
  );
  const bodies = parts.map(({ measures }, k) => {
    const bars = measures.map(
      (xml, m) => `<measure number="${m + 1}">${xml}${m === measures.length - 1 ? END : ""}</measure>`,
    );
    return `<part id="P${k + 1}">\n${bars.join("\n")}\n</part>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<score-partwise version="4.0"><work><work-title>${title}</work-title></work>
<identification><rights>CC0 1.0, made for Leitmotion</rights></identification>
<part-list>${list.join("")}</part-list>
${bodies.join("\n")}
</score-partwise>
`;
}

const END = `<barline location="right"><bar-style>light-heavy</bar-style></barline>`;

function whatOf(pitch, options) {
  if (pitch === "r") return "<rest/>";
  const [, step, sign, octave] = /^([A-G])([#b]?)(-?\d)$/.exec(pitch);
  if (options.unpitched)
    return `<unpitched><display-step>${step}</display-step><display-octave>${octave}</display-octave></unpitched>`;
  const alter = ALTER[sign] === 0 ? "" : `<alter>${ALTER[sign]}</alter>`;
  return `<pitch><step>${step}</step>${alter}<octave>${octave}</octave></pitch>`;
}

function accidentalOf(pitch, { sign }) {
  const name = sign ? ACCIDENTALS[pitch[1]] : undefined;
  return name === undefined ? "" : `<accidental>${name}</accidental>`;
}

function staffOf(staff, k) {
  const own = Array.isArray(staff) ? staff[k] : staff;
  return own === undefined ? "" : `<staff>${own}</staff>`;
}

function tag(name, type) {
  return type ? `<${name} type="${type}"/>` : "";
}

function clefTag(name, k) {
  const [, sign, lineNumber, change] = /^([A-Za-z]+)(\d?)([+-]\d)?$/.exec(name);
  const octave = change ? `<clef-octave-change>${Number(change)}</clef-octave-change>` : "";
  return `<clef number="${k + 1}"><sign>${sign}</sign>${lineNumber ? `<line>${lineNumber}</line>` : ""}${octave}</clef>`;
}
