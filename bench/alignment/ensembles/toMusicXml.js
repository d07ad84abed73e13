/** A composed score as MusicXML text, so that reader, transposition, ties and unfolding take part. */
import { DIVISIONS, MEASURE } from "./composeScore.js";

const NAMES = ["C", "C", "D", "D", "E", "F", "F", "G", "G", "A", "A", "B"];
const SHARP = [0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0];

/** @param {{ players: readonly object[], events: object[][], measures: number }} composed */
export function toMusicXml({ players, events, measures }) {
  const list = players.map((player, p) => {
    const sounds =
      player.family === "drums"
        ? DRUM_KEYS.map(
            (key) =>
              `<score-instrument id="P${p}-I${key}"><instrument-name>${key}</instrument-name></score-instrument>`,
          )
            .concat(
              DRUM_KEYS.map(
                (key) =>
                  `<midi-instrument id="P${p}-I${key}"><midi-channel>10</midi-channel><midi-unpitched>${key + 1}</midi-unpitched></midi-instrument>`,
              ),
            )
            .join("")
        : "";
    return `<score-part id="P${p}"><part-name>${player.name}</part-name>${sounds}</score-part>`;
  });
  const parts = players.map((player, p) => partText(player, p, events[p], measures));
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<score-partwise version="4.0"><work><work-title>Made</work-title></work>` +
    `<part-list>${list.join("")}</part-list>\n${parts.join("\n")}</score-partwise>\n`
  );
}

const DRUM_KEYS = [36, 38, 42, 49];

function partText(player, p, events, measures) {
  const pieces = Array.from({ length: measures }, () => []);
  for (const event of events) {
    for (const piece of splitAtBarlines(event)) pieces[Math.floor(piece.start / MEASURE)].push(piece);
  }
  const text = pieces.map((list, m) => measureText(player, p, list, m));
  return `<part id="P${p}">\n${text.join("\n")}</part>`;
}

function splitAtBarlines(event) {
  const pieces = [];
  const end = event.start + event.length;
  for (let start = event.start; start < end; ) {
    const stop = Math.min(end, (Math.floor(start / MEASURE) + 1) * MEASURE);
    pieces.push({
      ...event,
      start,
      length: stop - start,
      tieStop: start > event.start,
      tieStart: stop < end,
    });
    start = stop;
  }
  return pieces;
}

function measureText(player, p, pieces, m) {
  const staves = player.roles === "k" ? 2 : 1;
  const parts = [`<measure number="${m + 1}">`];
  if (m === 0) parts.push(attributes(player, staves));
  if (m === 0 && p === 0) parts.push(`<direction><sound tempo="104"/></direction>`);
  for (let staff = 1; staff <= staves; staff++) {
    if (staff > 1) parts.push(`<backup><duration>${MEASURE}</duration></backup>`);
    let at = m * MEASURE;
    for (const piece of pieces.filter((one) => (one.staff ?? 1) === staff)) {
      if (piece.start > at) parts.push(`<forward><duration>${piece.start - at}</duration></forward>`);
      parts.push(pieceText(player, p, piece, staff));
      at = piece.start + piece.length;
    }
    const rest = (m + 1) * MEASURE - at;
    if (rest > 0) parts.push(`<forward><duration>${rest}</duration></forward>`);
  }
  parts.push("</measure>");
  return parts.join("");
}

function attributes({ transpose }, staves) {
  const octaves = Math.trunc(transpose / 12);
  const change =
    transpose === 0
      ? ""
      : `<transpose><chromatic>${transpose - 12 * octaves}</chromatic><octave-change>${octaves}</octave-change></transpose>`;
  return (
    `<attributes><divisions>${DIVISIONS}</divisions><key><fifths>0</fifths></key><time><beats>4</beats>` +
    `<beat-type>4</beat-type></time><staves>${staves}</staves>${change}</attributes>`
  );
}

function pieceText(player, p, piece, staff) {
  const grace =
    piece.grace && !piece.tieStop
      ? `<note><grace/>${pitchText(player, piece.keys[0] + 2)}<voice>${staff}</voice><staff>${staff}</staff></note>`
      : "";
  return grace + piece.keys.map((key, k) => noteText(player, p, { piece, key, k, staff })).join("");
}

function noteText(player, p, { piece, key, k, staff }) {
  const ties = `${piece.tieStop ? `<tie type="stop"/>` : ""}${piece.tieStart ? `<tie type="start"/>` : ""}`;
  const signs = [
    piece.roll ? "<arpeggiate/>" : "",
    piece.trill ? "<ornaments><trill-mark/></ornaments>" : "",
    piece.tremolo ? `<ornaments><tremolo>${piece.tremolo}</tremolo></ornaments>` : "",
    piece.fermata && !piece.tieStart ? "<fermata/>" : "",
  ].join("");
  return (
    `<note>${k > 0 ? "<chord/>" : ""}${pitchText(player, key)}<duration>${piece.length}</duration>${ties}` +
    (player.family === "drums" ? `<instrument id="P${p}-I${key}"/>` : "") +
    `<voice>${staff}</voice><staff>${staff}</staff>${signs ? `<notations>${signs}</notations>` : ""}</note>\n`
  );
}

function pitchText(player, sounding) {
  if (player.family === "drums")
    return `<unpitched><display-step>C</display-step><display-octave>5</display-octave></unpitched>`;
  const written = sounding - player.transpose;
  const alter = SHARP[written % 12] ? "<alter>1</alter>" : "";
  return `<pitch><step>${NAMES[written % 12]}</step>${alter}<octave>${Math.floor(written / 12) - 1}</octave></pitch>`;
}
