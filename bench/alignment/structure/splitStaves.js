/** A piano score (one part, two staves) as two parts: staff 1 in P1, staff 2 in P2. */
import { childrenOfMeasure, measuresOf } from "./scoreMarks.js";

/**
 * @param xml  text of a MusicXML file with one part; note ids are kept
 * @returns    the same music in two parts of one staff each, chords across staves divided
 */
export function splitStaves(xml) {
  const id = /<score-part\s+id="([^"]+)"/.exec(xml)[1];
  const measures = measuresOf(xml);
  const start = xml.indexOf("<part ");
  const end = xml.lastIndexOf("</part>") + "</part>".length;
  const [upper, lower] = ["1", "2"].map((staff) => measures.map((m) => keepStaff(m, staff)).join("\n"));
  const names = (tag, name) => `<score-part id="${tag}"><part-name>${name}</part-name></score-part>`;
  const list = `<part-list>${names(id, "Upper")}${names(`${id}b`, "Lower")}</part-list>`;
  const head = xml.slice(0, start).replace(/<part-list>[\s\S]*?<\/part-list>/, list);
  return `${head}<part id="${id}">${upper}</part><part id="${id}b">${lower}</part>${xml.slice(end)}`;
}

function keepStaff(measure, staff) {
  const open = measure.indexOf(">") + 1;
  const close = measure.lastIndexOf("</measure>");
  if (close < 0) return measure;
  const kept = [];
  let chord = null;
  for (const child of childrenOfMeasure(measure.slice(open, close))) {
    if (child.name !== "note") {
      chord = null;
      kept.push(keepOther(child, staff));
      continue;
    }
    const isChord = /<chord\b/.test(child.text);
    if (!isChord) {
      chord = { place: kept.length, headed: false };
      kept.push(isGrace(child) ? "" : restOf(child));
    }
    if (staffOf(child) !== staff) continue;
    const note = child.text.replace(/<staff>\s*\d+\s*<\/staff>/, "<staff>1</staff>");
    if (chord === null || chord.headed) kept.push(note);
    else kept[chord.place] = note.replace(/<chord\s*(\/>|>\s*<\/chord>)/, "");
    if (chord) chord.headed = true;
  }
  return `${measure.slice(0, open)}${kept.join("\n")}</measure>`;
}

const staffOf = ({ text }) => /<staff>\s*(\d+)/.exec(text)?.[1] ?? "1";
const isGrace = ({ text }) => /<grace\b/.test(text);
const restOf = ({ text }) =>
  `<forward><duration>${/<duration>\s*([\d.]+)/.exec(text)?.[1] ?? 0}</duration></forward>`;

function keepOther({ name, text }, staff) {
  if (name === "attributes") return keepAttributes(text, staff);
  if (name === "direction" || name === "harmony") return staffOf({ text }) === staff ? text : "";
  if (name === "sound") return staff === "1" ? text : "";
  return text;
}

function keepAttributes(text, staff) {
  const other = staff === "1" ? "2" : "1";
  return text
    .replace(/<staves>[\s\S]*?<\/staves>/g, "")
    .replace(
      new RegExp(`<(clef|key|time|staff-details)\\b[^>]*number="${other}"[^>]*>[\\s\\S]*?</\\1>`, "g"),
      "",
    )
    .replace(/<(clef|key|time|staff-details)\b([^>]*?)\s*number="\d+"/g, "<$1$2");
}
