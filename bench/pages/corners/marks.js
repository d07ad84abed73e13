/** Graces and cues, octave lines and clefs, transposing parts, percussion, hidden notes. */
import { attributes, back, clef, line, newSystem, note, octaveLine, score } from "./words.js";

const grace = (word, kind = "slash", options = {}) => note(word, { grace: kind, ...options });
const bar = (...voices) => voices.join(back(4));

function graces() {
  const flute = [
    attributes() +
      grace("D5 e") +
      line("C5 q|D5 q") +
      grace("E5 s", "plain") +
      grace("F5 s", "plain") +
      line("G5 h"),
    grace("B4,D5 e") +
      line("C5,E5 q") +
      grace("A4 s", "plain") +
      grace("B4 s", "plain") +
      grace("C5 s", "plain") +
      line("D5 q|C5 h"),
    line("C5 h|D5 h") + grace("C5 s", "plain") + grace("D5 s", "plain"),
    grace("F5 e") + line("E5 w"),
    newSystem + line("G5 q|A5 q", { cue: true }) + line("C5 h"),
    line("r h") + line("E5 e|F5 e|G5 q", { cue: true }),
    grace("C5 e") + line("C5 q") + grace("C6 e") + line("C5 q|B4 q|C5 q"),
    line("C5 w"),
  ];
  const cello = [
    attributes({ clefs: ["F4"] }) + line("C3 w"),
    line("G2 h") + grace("A2 e") + line("G2 h"),
    line("E3 h|F3 h"),
    line("C3 w"),
    newSystem + line("C3 q|D3 q|E3 q|F3 q"),
    grace("G3 s", "plain") + grace("A3 s", "plain") + line("B3 w"),
    line("C3 h|G2 h"),
    line("C3 w"),
  ];
  return score("Graces and cues", [
    { name: "Flute", measures: flute },
    { name: "Cello", measures: cello },
  ]);
}

function octaves() {
  const right = { voice: 1, staff: 1 };
  const left = { voice: 5, staff: 2 };
  const piano = [
    attributes({ staves: 2, clefs: ["G2", "F4"] }) +
      bar(
        octaveLine("down", 8) + line("C6 q|E6 q|G6 q|C7 q", right),
        octaveLine("up", 8, 2) + line("C2 h|G1 h", left),
      ),
    bar(line("B6 h|A6 h", right) + octaveLine("stop", 8), line("F1 w", left) + octaveLine("stop", 8, 2)),
    bar(
      octaveLine("down", 15) + line("C7 q|D7 q|E7 q|F7 q", right) + octaveLine("stop", 15),
      line("C3 w", left),
    ),
    bar(
      line("G5 q|F5 q|E5 q|D5 q", right),
      clef("C4", 2) + line("C4 h", left) + clef("F4", 2) + line("C3 h", left),
    ),
    newSystem + bar(line("C5 h", right) + clef("F4", 1) + line("C3 q|E3 q", right), line("C2 w", left)),
    bar(line("G3 h", right) + clef("G2", 1) + line("G4 h", right), line("C3 q|D3 q|E3 h", left)),
  ];
  const tenor = [
    attributes({ clefs: ["G2-1"] }) + line("C4 q|E4 q|G3 q|C3 q"),
    line("F3 h|A3 h"),
    line("G3 w"),
    line("C4,E4 h|D4 h"),
    newSystem + line("A3 q|B3 q|C4 h"),
    line("C4 w"),
  ];
  const viola = [
    attributes({ clefs: ["C3"] }) + line("C4 q|D4 q|E4 q|F4 q"),
    clef("G2") + line("A4 h|C5 h"),
    line("G4 q|A4 q") + clef("C3") + line("D4 q|C4 q"),
    line("G3 w"),
    newSystem + line("C4 q|B3 q|A3 h"),
    line("G3 w"),
  ];
  const recorder = [
    attributes({ clefs: ["G2+1"] }) + line("C6 q|D6 q|E6 q|F6 q"),
    line("G6 w"),
    line("A6 h|G6 h"),
    line("F6 w"),
    newSystem + line("E6 h|D6 h"),
    line("C6 w"),
  ];
  return score("Octaves and clefs", [
    { name: "Recorder", measures: recorder },
    { name: "Tenor", measures: tenor },
    { name: "Viola", measures: viola },
    { name: "Piano", measures: piano },
  ]);
}

function transposing() {
  const words = [
    "D5 q|E5 q|F5 q|G5 q",
    "A5 h|D5 h",
    "C5 q.|D5 e|E5 h",
    "D5 w",
    "G4 e|A4 e|B4 e|C5 e|D5 h",
    "D5 w",
  ];
  const part = (name, first) => ({
    name,
    measures: words.map((text, m) => (m === 0 ? attributes(first) : m === 4 ? newSystem : "") + line(text)),
  });
  return score("Transposing", [
    part("Piccolo", { transpose: [0, 0, 1] }),
    part("Clarinet in Bb", { fifths: 2, transpose: [-1, -2] }),
    part("Clarinet in A", { fifths: -3, transpose: [-2, -3] }),
    part("Horn in F", { fifths: 1, transpose: [-4, -7] }),
    part("Tenor saxophone", { fifths: 2, transpose: [-1, -2, -1] }),
    {
      name: "Double bass",
      measures: words.map(
        (text, m) =>
          (m === 0 ? attributes({ clefs: ["F4"], transpose: [0, 0, -1] }) : m === 4 ? newSystem : "") +
          line(text.replace(/([A-G])(\d)/g, (_, step, octave) => step + (octave - 2))),
      ),
    },
  ]);
}

function percussion() {
  const drum = { unpitched: true };
  const cross = { unpitched: true, head: "x", voice: 1, stem: "up" };
  const kick = { unpitched: true, voice: 2, stem: "down" };
  const set = [
    attributes({ clefs: ["percussion"] }) +
      bar(line("G5 e|G5 e|G5 e|G5 e|G5 e|G5 e|G5 e|G5 e", cross), line("F4 q|C5 q|F4 q|C5 q", kick)),
    bar(line("G5 q|A5 q|G5 q|A5 q", cross), line("F4 q|F4,C5 q|F4 e|F4 e|C5 q", kick)),
    bar(line("A5 h", cross) + line("E5 e|E5 e|D5 e|A4 e", { ...drum, stem: "up" }), line("F4 h|F4 h", kick)),
    bar(
      line("G5 q|G5 q", { ...cross, head: "diamond" }) + line("G5 q|G5 q", { ...cross, head: "triangle" }),
      line("F4 w", kick),
    ),
    newSystem + bar(line("G5 q|G5 q|G5 h", cross), line("F4 q|C5 q|F4 h", kick)),
    bar(line("A5 w", { ...cross, head: "circle-x" }), line("F4 w", kick)),
  ];
  const triangle = [
    attributes({ clefs: ["percussion"], lines: 1 }) + line("E4 q|E4 q|E4 h", drum),
    line("E4 e|E4 e|E4 q|r h", drum),
    line("E4 w", drum),
    line("r h|E4 h", drum),
    newSystem + line("E4 q|r q|E4 q|r q", drum),
    line("E4 w", drum),
  ];
  const guitar = [
    attributes() + line("C5 q|E5 q|G5 q|E5 q"),
    line("B4 q|B4 q|B4 q|B4 q", { head: "slash" }),
    line("B4 h|B4 h", { head: "slash" }),
    line("C5 q|D5 q", { head: "x" }) + line("E5,G5 h"),
    newSystem + line("C5 h|E5 h", { head: "diamond" }),
    line("C5 w"),
  ];
  return score("Percussion", [
    { name: "Guitar", measures: guitar },
    { name: "Triangle", measures: triangle },
    { name: "Drum set", measures: set },
  ]);
}

function hidden() {
  const up = { voice: 1, stem: "up" };
  const down = { voice: 2, stem: "down" };
  const measures = [
    attributes() + bar(line("C5 q|D5 q|E5 q|F5 q", up), line("A4 h|G4 h", { ...down, hidden: true })),
    line("C5 q") + line("D5 q|E5 q", { hidden: true }) + line("F5 q"),
    bar(line("G5 h|F5 h", up), line("x h|B4 q|A4 q", down)),
    line("C5 q|D5 q", { head: "none" }) + line("E5 h"),
    newSystem + bar(line("E5 w", up), line("r h|C5 h", { ...down, hidden: true })),
    bar(line("C5,E5 h", up) + line("G5 h", { ...up, hidden: true }), line("A4 h|B4 h", down)),
    line("C5 w", { tie: "start" }),
    line("C5 w", { tie: "stop" }),
  ];
  const bass = measures.map((_, m) =>
    m === 0
      ? attributes({ clefs: ["F4"] }) + line("C3 w")
      : (m === 4 ? newSystem : "") + line(m % 2 ? "C3 h|G2 h" : "E3 w"),
  );
  return score("Hidden notes", [
    { name: "Oboe", measures },
    { name: "Bassoon", measures: bass },
  ]);
}

export const marks = () => ({
  graces: graces(),
  octaves: octaves(),
  transposing: transposing(),
  percussion: percussion(),
  hidden: hidden(),
});
