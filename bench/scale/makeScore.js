/** Scores of any size, made by rule: four string parts of eighths and chords, seeded, with their MIDI export. */

const PARTS = [
  { id: "P1", name: "Violin I", program: 40, low: 67, high: 86 },
  { id: "P2", name: "Violin II", program: 40, low: 57, high: 77 },
  { id: "P3", name: "Viola", program: 41, low: 50, high: 69 },
  { id: "P4", name: "Violoncello", program: 42, low: 36, high: 57 },
];
const SCALE = [0, 2, 4, 5, 7, 9, 11];
const STEPS = ["C", "D", "E", "F", "G", "A", "B"];
const DIVISIONS = 2;
export const PPQ = 480;

/** @param {number} seed */
function mulberry32(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * @param {number} noteCount  notes in all, about (a whole number of measures is written)
 * @returns {{ musicXml: string, tracks: object[], measures: number }} the score, and the tracks for writePerformanceMidi
 */
export function makeScore(noteCount) {
  const random = mulberry32(noteCount);
  const measures = Math.max(1, Math.round(noteCount / (PARTS.length * 8)));
  const tracks = [];
  const parts = PARTS.map((part, index) => {
    const notes = [];
    let degree = 35 + Math.round((part.low + part.high) / 24 - 5) * 7;
    const xml = [];
    for (let measure = 0; measure < measures; measure++) {
      xml.push(`<measure number="${measure + 1}">`);
      if (measure === 0) xml.push(attributes(index));
      for (let eighth = 0; eighth < 8; eighth++) {
        degree += Math.round(random() * 4 - 2);
        while (midiOf(degree) < part.low) degree += 3;
        while (midiOf(degree) > part.high) degree -= 3;
        xml.push(
          `<note><pitch><step>${STEPS[degree % 7]}</step><octave>${Math.floor(degree / 7)}</octave></pitch>` +
            `<duration>1</duration><voice>1</voice><type>eighth</type></note>`,
        );
        notes.push({
          pitch: midiOf(degree),
          velocity: 50 + Math.floor(random() * 50),
          onsetTick: (measure * 8 + eighth) * (PPQ / 2),
          durationTick: PPQ / 2 - 20,
        });
      }
      xml.push("</measure>");
    }
    tracks.push({ name: part.name, channel: index, program: part.program, notes });
    return `<part id="${part.id}">${xml.join("\n")}</part>`;
  });
  const list = PARTS.map(
    (p) => `<score-part id="${p.id}"><part-name>${p.name}</part-name></score-part>`,
  ).join("");
  const musicXml =
    `<?xml version="1.0" encoding="UTF-8"?>\n<score-partwise version="4.0"><work><work-title>Scale ${noteCount}` +
    `</work-title></work><part-list>${list}</part-list>\n${parts.join("\n")}</score-partwise>\n`;
  return { musicXml, tracks, measures };
}

function attributes(index) {
  const clef = index < 2 ? ["G", 2] : index === 2 ? ["C", 3] : ["F", 4];
  return (
    `<attributes><divisions>${DIVISIONS}</divisions><key><fifths>0</fifths></key><time><beats>4</beats>` +
    `<beat-type>4</beat-type></time><clef><sign>${clef[0]}</sign><line>${clef[1]}</line></clef></attributes>`
  );
}

function midiOf(degree) {
  return 12 * (Math.floor(degree / 7) + 1) + SCALE[degree % 7];
}
