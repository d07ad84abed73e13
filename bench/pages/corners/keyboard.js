/** Piano: seconds, unisons of two voices, notes and chords that cross to the other staff, four voices, far ledger lines. */
import { attributes, back, line, newSystem, note, score } from "./words.js";

const up = { voice: 1, staff: 1, stem: "up" };
const down = { voice: 2, staff: 1, stem: "down" };
const left = { voice: 5, staff: 2 };
const low = { voice: 6, staff: 2, stem: "down" };
const piano = { staves: 2, clefs: ["G2", "F4"] };

/** Both hands of a measure: voices of four quarters each, one after the other. */
const bar = (...voices) => voices.join(back(4));

function seconds() {
  const measures = [
    attributes(piano) + bar(line("C5,D5 q|E5,F5,G5 q|A4,B4 h", up), line("C3,D3,E3 q|G2,A2 q|F3,G3 h", left)),
    bar(
      line("D5,E5 e|C5,D5 e|F5,G5,A5 q|E5,F5,A5,B5 h", up),
      line("B4 q|A4 q|G4,A4 h", down),
      line("C3 w", left),
    ),
    bar(line("E5 q|D5 q|C5 q|B4 q", up), line("D5 q|C5 q|B4 q|A4 q", down), line("C3,D3 w", left)),
    bar(line("G4,A4,B4,C5 q|r q|F4,G4,A4 h", up), line("E3,F3,G3,A3 h|D3,E3 q|C3,D3 q", left)),
    newSystem +
      bar(
        line("A5,B5,C6 w", up),
        line("E5 q|F5 q|F5,G5 h", down),
        line("G3,A3 h|G3 h", { ...left, stem: "up" }),
        line("F3 h|F3,A3 h", low),
      ),
    bar(
      line("C#5,D5 q|Eb5,F#5 q|G#4,Ab4 q|Bb4,C#5 q", { ...up, sign: true }),
      line("C3,E3,G#3 h|Bb2,C3 h", { ...left, sign: true }),
    ),
  ];
  return score("Seconds", [{ name: "Piano", measures }]);
}

function unisons() {
  const measures = [
    attributes(piano) +
      bar(line("C5 q|D5 q|E5 q|F5 q", up), line("C5 q|D5 q|C5 q|F5 q", down), line("C3 w", left)),
    bar(line("G4 h|A4 q|B4 q", up), line("G4 q|F4 q|A4 h", down), line("r h|C3 h", left)),
    bar(
      line("C5 q.|D5 e|E5 h", up),
      line("C5 q|B4 q|E5 q|C5 q", down),
      line("C3 h|G3 h", { ...left, stem: "up" }),
      line("C3 q|D3 q|G3 h", low),
    ),
    bar(line("A4 w", up), line("A4 w", down), line("F3 w", left), line("F3 q|E3 q|D3 q|F3 q", low)),
    newSystem +
      bar(line("E5,G5 q|D5,F5 q|C5,E5 h", up), line("C5,E5 q|B4,D5 q|A4,C5 h", down), line("C3 w", left)),
    bar(line("G4 e|A4 e|B4 e|C5 e|B4 h", up), line("G4 q|B4 q|B4 h", down), line("G2 w", left)),
  ];
  return score("Unisons", [{ name: "Piano", measures }]);
}

function crossing() {
  const to = (staff) => ({ voice: 1, staff });
  const run = (words, staves) => words.map((word, k) => note(word, to(staves[k]))).join("");
  const beamOf = (k, count) => (k === 0 ? "begin" : k === count - 1 ? "end" : "continue");
  const beamed = (pitches, staves) =>
    pitches
      .split(" ")
      .map((pitch, k, all) =>
        note(`${pitch} e`, {
          ...to(staves[k]),
          beam: beamOf(k, all.length),
          stem: staves[k] === 1 ? "down" : "up",
        }),
      )
      .join("");
  const measures = [
    attributes(piano) +
      bar(
        beamed("C3 G3 E4 C5", [2, 2, 1, 1]) + beamed("E5 C5 E4 G3", [1, 1, 1, 2]),
        line("C2 w", { ...left, stem: "down" }),
      ),
    bar(
      run(["F3 s", "A3 s", "C4 s", "F4 s", "A4 q", "G4 h"], [2, 2, 2, 1, 1, 1]),
      line("F2 h|C3 h", { ...left, stem: "down" }),
    ),
    bar(
      note("E3,C5 h", { voice: 1, staff: [2, 1] }) + note("F3,A3,D5 h", { voice: 1, staff: [2, 2, 1] }),
      line("C2 w", left),
    ),
    bar(
      run(["G3 q", "B3 q", "D4 q", "G4 q"], [2, 2, 2, 1]),
      line("G2 q|F2 q|D2 h", { ...left, stem: "down" }),
    ),
    newSystem +
      bar(
        line("r h", { voice: 1, staff: 1 }) + run(["C4 q", "D4 q"], [2, 2]),
        line("E4 q|D4 q", { ...left, staff: 1 }) + line("C3 h", left),
      ),
    bar(
      run(["E5 e", "C5 e", "G3 e", "E3 e", "C4 h"], [1, 1, 2, 2, 2]),
      line("G2 w", { ...left, stem: "down" }),
    ),
  ];
  return score("Crossing", [{ name: "Piano", measures }]);
}

function voicesAndLedgers() {
  const quiet = { voice: 3, staff: 1, stem: "up" };
  const measures = [
    attributes({ ...piano, fifths: -3 }) + bar(line("C7 q|E7 q|G7 h", up), line("C2 q|A1 q|F1 h", left)),
    bar(line("F3 q|D3 q|G3,C4 h", up), line("E4 q|G4 q|B4,E5 h", left)),
    bar(
      line("G5 h|F5 h", up),
      line("B4 q|A4 q|B4 h", down),
      line("D5 q|E5 q|D5 h", quiet),
      line("C3 w", left),
    ),
    bar(line("A3,A5,A6 w", up), line("C1,C2,C4 w", left)),
    newSystem +
      bar(
        line("C4 e|A5 e|C4 e|C6 e|E6 h", up),
        line("C4 q|B3 q|A3 q|G3 q", down),
        line("C4 q|D4 q|E4 h", left),
      ),
    bar(
      line("E5 w", up),
      line("C5 w", down),
      line("G4 w", quiet),
      line("C3 w", { ...left, stem: "up" }),
      line("B2 w", low),
    ),
  ];
  return score("Voices and ledger lines", [{ name: "Piano", measures }]);
}

export const keyboard = () => ({
  seconds: seconds(),
  unisons: unisons(),
  crossing: crossing(),
  ledgers: voicesAndLedgers(),
});
