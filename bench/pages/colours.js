/** A note's index as a colour: engravers carry colours of heads from MusicXML into their drawing. */

/** First colour; no engraver or score uses these dark reds itself. */
const BASE = 0x400000;
const COUNT = 0x100000;

export function colourOf(noteIndex) {
  if (noteIndex >= COUNT) throw new Error(`More notes than colours: ${noteIndex}`);
  return `#${(BASE + noteIndex).toString(16)}`;
}

/** Note index of a colour such as `#40000c`, or null. */
export function noteOfColour(colour) {
  const value = /^#[0-9a-f]{6}$/i.test(colour ?? "") ? Number.parseInt(colour.slice(1), 16) - BASE : -1;
  return value >= 0 && value < COUNT ? value : null;
}

/** All such colours in an SVG made black again. */
export function blacken(svg) {
  return svg.replace(/#4[0-9a-f]{5}\b/gi, "#000000");
}

/** The text with `change(noteIndex, note)` in place of every `<note id="lm-…">…</note>`. */
export function changeNotes(taggedXml, change) {
  return taggedXml.replace(/<note\b[^>]*? id="lm-(\d+)"[\s\S]*?<\/note>/g, (note, index) =>
    change(Number(index), note),
  );
}
