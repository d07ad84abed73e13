/** An orchestra of 20 staves with long rests (empty staves may be hidden), and a choir with keyboard, both by chance. */
import { seededRandom } from "../random.js";
import { attributes, line, note, score } from "./words.js";

const STEPS = ["C", "D", "E", "F", "G", "A", "B"];
const RHYTHMS = ["q q q q", "h h", "q. e h", "e e e e q q", "w", "h q q", "s s s s q h", "q e e h"];

/** name, clef, lowest and highest step counted from C0, transposition */
const PARTS = [
  ["Piccolo", "G2", 36, 44, [0, 0, 1]],
  ["Flute", "G2", 32, 42],
  ["Oboe", "G2", 30, 40],
  ["English horn", "G2", 30, 38, [-4, -7]],
  ["Clarinet in B", "G2", 28, 40, [-1, -2]],
  ["Bass clarinet", "G2", 26, 38, [-1, -2, -1]],
  ["Bassoon", "F4", 15, 28],
  ["Contrabassoon", "F4", 15, 24, [0, 0, -1]],
  ["Horn in F 1", "G2", 26, 36, [-4, -7]],
  ["Horn in F 2", "G2", 24, 33, [-4, -7]],
  ["Trumpet", "G2", 28, 38, [-1, -2]],
  ["Trombone", "C4", 20, 31],
  ["Tuba", "F4", 12, 23],
  ["Timpani", "F4", 16, 21],
  ["Harp", "G2", 28, 42],
  ["Violin 1", "G2", 30, 46],
  ["Violin 2", "G2", 28, 40],
  ["Viola", "C3", 22, 34],
  ["Cello", "F4", 14, 30],
  ["Double bass", "F4", 15, 25, [0, 0, -1]],
];

function orchestra(measureCount) {
  const parts = PARTS.map(([name, clef, low, high, transpose], p) => {
    const random = seededRandom(p + 1);
    const measures = Array.from({ length: measureCount }, (_, m) => {
      // Winds and brass rest for twelve bars at a time; strings play nearly always.
      const plays = p >= 15 ? random(10) > 0 : (Math.floor(m / 12) + p) % 3 === 0;
      const head = m === 0 ? attributes({ clefs: [clef], transpose, fifths: transpose ? 1 : 0 }) : "";
      return (
        head +
        (plays
          ? melody(random, low, high, p >= 15)
          : `<note><rest measure="yes"/><duration>16</duration><voice>1</voice></note>`)
      );
    });
    return { name, measures };
  });
  return score("For twenty staves", parts);
}

function melody(random, low, high, withChords) {
  let step = low + random(high - low + 1);
  return RHYTHMS[random(RHYTHMS.length)]
    .split(" ")
    .map((length) => {
      if (random(9) === 0) return note(`r ${length}`);
      step = Math.min(Math.max(step + random(7) - 3, low), high);
      const sign = ["", "", "", "", "#", "b"][random(6)];
      const upper = withChords && random(5) === 0 ? `,${pitchOf(step + 1 + random(5))}` : "";
      return note(`${pitchOf(step, sign)}${upper} ${length}`, { sign: true });
    })
    .join("");
}

function pitchOf(step, sign = "") {
  return `${STEPS[step % 7]}${sign}${Math.floor(step / 7)}`;
}

/** Two voices on each of four staves, with unisons and crossings as chance will have it. */
function twoVoices(measureCount) {
  const staves = [
    ["Soprano and alto", "G2", 28, 36],
    ["Tenor and bass", "F4", 16, 26],
    ["Violas", "C3", 22, 30],
    ["Horns", "G2", 26, 34],
  ];
  const parts = staves.map(([name, clef, low, high], p) => {
    const random = seededRandom(100 + p);
    const voice = (number, from, to, stem) =>
      RHYTHMS[random(RHYTHMS.length)]
        .split(" ")
        .map((length) => note(`${pitchOf(from + random(to - from + 1))} ${length}`, { voice: number, stem }))
        .join("");
    const measures = Array.from({ length: measureCount }, (_, m) => {
      const middle = Math.floor((low + high) / 2);
      const head = m === 0 ? attributes({ clefs: [clef] }) : "";
      return `${head}${voice(1, middle - 1, high, "up")}<backup><duration>16</duration></backup>${voice(2, low, middle + 1, "down")}`;
    });
    return { name, measures };
  });
  return score("Two voices by chance", parts);
}

/** One bar in each of many meters, pick-up, repeats with two endings. */
function meters() {
  const bars = [
    [[1, 4], "C5 q"],
    [[3, 4], "D5 q|E5 q|F5 q"],
    [[2, 4], "G5 h"],
    [[6, 8], "C5 e|D5 e|E5 e|F5 q."],
    [[5, 8], "G5 q.|F5 q"],
    [[3, 2], "E5 h|D5 h|C5 h"],
    [[4, 4], "C5 w"],
    [[2, 2], "G4 h|C5 h"],
    [[7, 8], "C5 e|D5 e|E5 e|F5 e|G5 e|A5 e|B5 e"],
    [[4, 4], "C6 w"],
  ];
  const ending = (number, type) =>
    `<barline location="${type === "start" ? "left" : "right"}"><ending number="${number}" type="${type}"/>${type === "stop" && number === 1 ? `<repeat direction="backward"/>` : ""}</barline>`;
  const part = (name, clef, drop) => ({
    name,
    measures: bars.map(([time, text], m) => {
      const words = text.replace(/([A-G])(\d)/g, (_, step, octave) => step + (octave - drop));
      const start = m === 7 ? ending(1, "start") : m === 8 ? ending(2, "start") : "";
      const stop = m === 7 ? ending(1, "stop") : m === 8 ? ending(2, "stop") : "";
      return `${start}${attributes({ time, clefs: [clef] })}${line(words)}${stop}`;
    }),
  });
  return score("Meters", [part("Violin", "G2", 0), part("Cello", "F4", 2)]);
}

export const large = () => ({ orchestra: orchestra(48), "two-voices": twoVoices(40), meters: meters() });
