/** Write repeat marks into the text of a one-part MusicXML file, as notation programs write them. */

const MEASURE = /<measure\b[^>]*?(?:\/>|>[\s\S]*?<\/measure>)/g;
const CHILD = /<(\w[\w-]*)\b[^>]*?(?:\/>|>[\s\S]*?<\/\1>)/g;

/**
 * Marks by measure (index from 0), each optional:
 *
 *     forward · backward (times played) · endingStart, endingStop (text of the number) · open (ending without hook)
 *     segno · coda · toCoda · fine · dacapo, dalsegno (the printed words) · wordsOnly (no `sound` says what they mean)
 *
 * @param xml    text of the score; every part gets the barlines, the first part the directions
 * @param marks  Map of measure index → marks
 * @returns      the text with the marks; a barline that stood at the same side is replaced
 */
export function writeMarks(xml, marks) {
  let index = -1;
  return xml.replace(MEASURE, (text) => {
    index++;
    const mark = marks.get(index);
    return mark ? markMeasure(text, mark) : text;
  });
}

/** Comments can hold notes: the edits here would mistake them for music. */
export const withoutComments = (xml) => xml.replace(/<!--[\s\S]*?-->/g, "");

/** Number of measures of a one-part score. */
export const countMeasures = (xml) => xml.match(MEASURE)?.length ?? 0;

function markMeasure(text, mark) {
  const left = leftBarline(mark);
  const right = rightBarline(mark);
  if (left) text = dropBarlines(text, "left");
  if (right) text = dropBarlines(text, "right");
  const open = text.indexOf(">") + 1;
  const close = text.lastIndexOf("</measure>");
  const head = text.slice(0, open);
  const body = putJumps(text.slice(open, close), mark);
  return `${head}${left}${startDirections(mark)}${body}${right}</measure>`;
}

function dropBarlines(text, side) {
  return text.replace(/<barline\b[^>]*>[\s\S]*?<\/barline>\s*/g, (line) =>
    (/location="(\w+)"/.exec(line)?.[1] ?? "right") === side ? "" : line,
  );
}

function leftBarline({ forward, endingStart }) {
  if (!forward && !endingStart) return "";
  const style = forward ? "<bar-style>heavy-light</bar-style>" : "";
  const ending = endingStart ? `<ending number="${endingStart}" type="start"/>` : "";
  return `<barline location="left">${style}${ending}${forward ? '<repeat direction="forward"/>' : ""}</barline>`;
}

function rightBarline({ backward, endingStop, open, fine }) {
  if (!backward && !endingStop && !fine) return "";
  const style = backward || fine ? "<bar-style>light-heavy</bar-style>" : "";
  const type = open ? "discontinue" : "stop";
  const ending = endingStop ? `<ending number="${endingStop}" type="${type}"/>` : "";
  const times = backward > 2 ? ` times="${backward}"` : "";
  const repeat = backward ? `<repeat direction="backward"${times}/>` : "";
  return `<barline location="right">${style}${ending}${repeat}</barline>`;
}

const direction = (type, sound) =>
  `<direction placement="above"><direction-type>${type}</direction-type>${sound}</direction>`;

function startDirections({ segno, coda }) {
  return (
    (segno ? direction("<segno/>", '<sound segno="segno"/>') : "") +
    (coda ? direction("<coda/>", '<sound coda="coda"/>') : "")
  );
}

/** Directions that act at the measure's end, put where the cursor reaches that end. */
function putJumps(body, { toCoda, fine, dacapo, dalsegno, wordsOnly }) {
  const say = (words, sound) =>
    direction(`<words font-style="italic">${words}</words>`, wordsOnly ? "" : sound);
  const jumps =
    (toCoda ? say("To Coda", '<sound tocoda="coda"/>') : "") +
    (fine ? say("Fine", '<sound fine="yes"/>') : "") +
    (dacapo ? say(dacapo, '<sound dacapo="yes"/>') : "") +
    (dalsegno ? say(dalsegno, '<sound dalsegno="segno"/>') : "");
  if (jumps === "") return body;
  const { at, missing } = endOfMusic(body);
  const forward = missing > 0 ? `<forward><duration>${missing}</duration></forward>` : "";
  return `${body.slice(0, at)}${forward}${jumps}${body.slice(at)}`;
}

/** Where in the text the cursor first stands at the measure's furthest position; else the end and what is missing there. */
function endOfMusic(body) {
  const stops = [];
  let position = 0;
  for (const child of body.matchAll(CHILD)) {
    position += stepOf(child[1], child[0]);
    if (child[1] === "note" || child[1] === "forward")
      stops.push({ at: child.index + child[0].length, position });
  }
  const furthest = Math.max(0, ...stops.map((s) => s.position));
  // A chord's further notes stand where its first one ends: behind the last of them, before the next backup.
  const candidates = stops.filter(({ position: p, at }) => p === furthest && !nextIsChord(body, at));
  return candidates.length > 0
    ? { at: candidates[0].at, missing: 0 }
    : { at: body.length, missing: furthest - position };
}

const nextIsChord = (body, at) => /^\s*<note\b[^>]*>\s*<chord\s*\/>/.test(body.slice(at, at + 400));

/** How far a child of `measure` moves the cursor, in divisions. */
export function stepOf(name, text) {
  if (name === "note" && (/<chord\b/.test(text) || /<grace\b/.test(text))) return 0;
  if (name !== "note" && name !== "forward" && name !== "backup") return 0;
  const duration = Number(/<duration>\s*([\d.]+)/.exec(text)?.[1] ?? 0);
  return name === "backup" ? -duration : duration;
}

export const childrenOfMeasure = (body) => [...body.matchAll(CHILD)].map((m) => ({ name: m[1], text: m[0] }));
export const measuresOf = (xml) => xml.match(MEASURE) ?? [];
