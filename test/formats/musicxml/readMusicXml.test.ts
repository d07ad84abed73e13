import { describe, expect, it } from "vitest";
import { formatFraction } from "../../../src/core/fraction.js";
import {
  backup,
  chordNote,
  divisions,
  document,
  gist,
  grace,
  meter,
  note,
  partWise,
  read,
  rest,
  starts,
  voice,
} from "./scoreText.js";

describe("positions", () => {
  it("follow divisions that change between and inside measures", () => {
    const score = read(
      partWise([
        `${divisions(2)}${meter("4", 4)}${note("C4", 4)}${note("D4", 3)}${note("E4", 1)}`,
        `${divisions(3)}${note("F4", 3)}${note("G4", 2)}${divisions(4)}${note("A4", 1)}${note("B4", 2)}`,
      ]),
    );
    expect(gist(score)).toEqual([
      "C4@0+2",
      "D4@2+3/2",
      "E4@7/2+1/2",
      "F4@0+1",
      "G4@1+2/3",
      "A4@5/3+1/4",
      "B4@23/12+1/2",
    ]);
    expect(starts(score)).toEqual(["1@0+4", "2@4+29/12"]);
  });

  it("of two voices start from where a backup leads, the longer one making the measure", () => {
    const score = read(
      partWise([
        divisions(1) +
          note("C5", 2, voice("1")) +
          backup(2) +
          note("C3", 3, voice("2")) +
          note("D3", 1, voice("2")),
        note("E5", 1),
      ]),
    );
    expect(gist(score)).toEqual(["C5@0+2", "C3@0+3", "D3@3+1", "E5@0+1"]);
    expect(score.notes.map((n) => n.voice)).toEqual(["1", "2", "2", "1"]);
    expect(starts(score)).toEqual(["1@0+4", "2@4+1"]);
  });

  it("of a chord are its first note's, and the next note follows the first note's length", () => {
    const score = read(
      partWise([divisions(1) + note("C4", 2) + chordNote("E4", 2) + chordNote("G4", 2) + note("F4", 1)]),
    );
    expect(gist(score)).toEqual(["C4@0+2", "E4@0+2", "G4@0+2", "F4@2+1"]);
    expect(score.notes.map((n) => n.chordIndex)).toEqual([0, 1, 2, 0]);
  });

  it("of a chord note after a backup are the cursor's: it has no first note there", () => {
    const score = read(
      partWise([divisions(1) + note("C4", 2) + backup(2) + chordNote("E4", 1) + note("G4", 1)]),
    );
    expect(gist(score)).toEqual(["C4@0+2", "E4@0+1", "G4@1+1"]);
    expect(score.notes.map((n) => n.chordIndex)).toEqual([0, 0, 0]);
    expect(score.warnings.map((warning) => warning.code)).toEqual(["CHORD_WITHOUT_NOTE"]);
  });

  it("are exact in triplets, quintuplets and after a forward", () => {
    const forward = "<forward><duration>5</duration></forward>";
    const score = read(
      partWise([
        divisions(15) +
          note("C4", 5) +
          note("D4", 5) +
          note("E4", 5) +
          note("F4", 3) +
          forward +
          note("G4", 1),
      ]),
    );
    expect(gist(score)).toEqual(["C4@0+1/3", "D4@1/3+1/3", "E4@2/3+1/3", "F4@1+1/5", "G4@23/15+1/15"]);
  });

  it("of pickups and split measures come from what the measures hold, not from the meter", () => {
    const first = divisions(1) + meter("4", 4) + note("G4", 1);
    const score = read(
      document(`<part-list><score-part id="P1"><part-name>P</part-name></score-part></part-list><part id="P1">
        <measure number="0" implicit="yes">${first}</measure><measure number="1">${note("C5", 4)}</measure>
        <measure number="2">${note("D5", 3)}</measure><measure number="X1" implicit="yes">${note("E5", 1)}</measure>
        <measure number="3">${note("C5", 4)}</measure></part>`),
    );
    expect(starts(score)).toEqual(["0@0+1", "1@1+4", "2@5+3", "X1@8+1", "3@9+4"]);
    expect(score.measures.map((m) => m.implicit)).toEqual([true, false, false, true, false]);
    expect(score.measures.map((m) => formatFraction(m.meterQuarter!))).toEqual(["4", "4", "4", "4", "4"]);
  });

  it("of measures follow the longest part, and an empty measure has its meter's length", () => {
    const score = read(
      partWise(
        [divisions(1) + meter("3", 4) + note("C4", 2), "", note("D4", 3)],
        [divisions(8) + note("C3", 24), "", note("D3", 8)],
      ),
    );
    expect(starts(score)).toEqual(["1@0+3", "2@3+3", "3@6+3"]);
    expect(score.notes.map((n) => [n.partIndex, n.measureIndex])).toEqual([
      [0, 0],
      [0, 2],
      [1, 0],
      [1, 2],
    ]);
  });

  it("stay in the measure when a backup leads before it, with a warning", () => {
    const score = read(partWise([divisions(1) + note("C4", 1) + backup(9) + note("D4", 1)]));
    expect(gist(score)).toEqual(["C4@0+1", "D4@0+1"]);
    expect(score.warnings.map((w) => w.code)).toEqual(["BACKUP_TOO_FAR"]);
  });

  it.each([
    { why: "decimal durations", divisions: "1", duration: 0.5, length: "1/2" },
    { why: "decimal divisions", divisions: "0.5", duration: 1, length: "2" },
    { why: "divisions finer than any score", divisions: "1000003", duration: 1, length: "1/1000003" },
  ])("are exact with $why", ({ divisions: perQuarter, duration, length }) => {
    const score = read(
      partWise([divisions(perQuarter) + note("C4", duration) + note("D4", duration), note("E4", 1)]),
    );
    expect(formatFraction(score.notes[1].measureQuarter)).toBe(length);
    expect(formatFraction(score.notes[2].durationQuarter)).toBe(
      perQuarter === "0.5" ? "2" : perQuarter === "1" ? "1" : length,
    );
  });

  it("come from the note's type where the duration is missing", () => {
    const written = `<note><pitch><step>C</step><octave>4</octave></pitch><type>quarter</type><dot/></note>`;
    const score = read(partWise([divisions(1) + written + note("D4", 1)]));
    expect(gist(score)).toEqual(["C4@0+3/2", "D4@3/2+1"]);
    expect(score.warnings.map((w) => w.code)).toEqual(["DURATION_FROM_TYPE"]);
  });
});

describe("grace notes", () => {
  const kinds = (xml: string) =>
    read(xml).notes.flatMap((n) => (n.grace ? [`${n.pitch.step} ${n.grace.kind} ${n.grace.order}`] : []));

  it("stand before the main note of their voice at their position, chords counting once", () => {
    const chord = grace("A4").replace("<grace/>", "<grace/><chord/>");
    const content = divisions(1) + note("C4", 1) + grace("F4") + chord + grace("G4") + note("D4", 1);
    expect(kinds(partWise([content]))).toEqual(["F before 0", "A before 0", "G before 1"]);
  });

  it("come after when no note of their voice follows at their position in the measure", () => {
    const after = note("C4", 4, voice("1")) + grace("F4", voice("1")) + grace("G4", voice("1"));
    const other = backup(4) + note("C3", 4, voice("2"));
    expect(kinds(partWise([divisions(1) + after + other, note("E4", 4)]))).toEqual([
      "F after 0",
      "G after 1",
    ]);
  });

  it("come after when only a rest follows", () => {
    expect(kinds(partWise([divisions(1) + note("C4", 1) + grace("F4") + rest(1)]))).toEqual(["F after 0"]);
  });

  it("take no time, and keep slash and stealing", () => {
    const content = grace("F4", "", ' slash="yes" steal-time-previous="20" steal-time-following="30"');
    const [first, main] = read(partWise([divisions(1) + content + note("C4", 1)])).notes;
    expect(first.grace).toEqual({
      kind: "before",
      slash: true,
      order: 0,
      stealPrevious: 20,
      stealFollowing: 30,
    });
    expect([formatFraction(first.durationQuarter), formatFraction(main.measureQuarter)]).toEqual(["0", "0"]);
  });
});

describe("ties", () => {
  const ties = (xml: string) =>
    read(xml).notes.map((n) => `${n.tieStop ? "stop " : ""}${n.tieStart ? "start" : ""}`.trim());
  const tie = (...types: string[]) => types.map((type) => `<tie type="${type}"/>`).join("");
  const tied = (...types: string[]) =>
    `<notations>${types.map((type) => `<tied type="${type}"/>`).join("")}</notations>`;

  it("all count: the middle note of three both stops and starts", () => {
    const notes = [tie("start"), tie("stop", "start"), tie("stop")].map((t) => note("C4", 1, t)).join("");
    expect(ties(partWise([divisions(1) + notes]))).toEqual(["start", "stop start", "stop"]);
  });

  it("are taken from `tied` only where a note has no `tie`", () => {
    const content =
      note("C4", 1, tied("start")) + note("C4", 1, tie("stop") + tied("stop", "start")) + note("D4", 1);
    expect(ties(partWise([divisions(1) + content]))).toEqual(["start", "stop", ""]);
  });

  it("that ring on are no tie to another note", () => {
    const [ringing] = read(partWise([divisions(1) + note("C4", 1, tied("let-ring"))])).notes;
    expect([ringing.letRing, ringing.tieStart]).toEqual([true, false]);
  });
});

describe("notes", () => {
  it("that are hidden or cues are kept, rests are not", () => {
    const hidden = note("C4", 1).replace(
      "<note>",
      '<note print-object="no" id="n7" dynamics="71.5" default-x="83.25">',
    );
    const score = read(partWise([divisions(1) + hidden + rest(1) + note("D4", 1, "", "<cue/>")]));
    expect(gist(score)).toEqual(["C4@0+1", "D4@2+1"]);
    expect(score.notes.map((n) => [n.index, n.printed, n.cue, n.xmlId])).toEqual([
      [0, false, false, "n7"],
      [1, true, true, null],
    ]);
    expect([score.notes[0].dynamicsPercent, score.notes[0].defaultXTenth]).toEqual([71.5, 83.25]);
  });

  it("carry their staff, type, dots, signs and line", () => {
    const signs = `<articulations><staccato/><accent/></articulations>
      <ornaments><trill-mark/><accidental-mark placement="below">sharp</accidental-mark><accidental-mark>flat</accidental-mark></ornaments>
      <fermata/><arpeggiate direction="down"/><slur type="stop" number="1"/><slur type="start" number="1"/>`;
    const more = `<voice>2</voice><type>quarter</type><dot/><accidental>sharp</accidental><stem>down</stem>
      <notehead>x</notehead><staff>2</staff><notations>${signs}</notations>`;
    const score = read(partWise([`${divisions(2)}\n\n\n${note("C4", 3, more)}`]));
    expect(score.notes[0]).toMatchObject({
      staff: 2,
      voice: "2",
      noteType: "quarter",
      dots: 1,
      accidental: "sharp",
      stem: "down",
      notehead: "x",
      articulations: ["staccato", "accent"],
      ornaments: ["trill-mark"],
      ornamentAccidentals: ["flat", "sharp"],
      fermata: true,
      arpeggiate: "down",
      slurStart: 1,
      slurStop: 1,
      line: 4,
    });
    expect(score.parts[0].staffCount).toBe(2);
  });

  it("gather the signs of several groups in their order", () => {
    const signs = `<articulations><staccato/></articulations><articulations><accent/></articulations>
      <ornaments><turn/></ornaments><ornaments><trill-mark/></ornaments>`;
    const content = note("C4", 1, `<notations>${signs}</notations>`) + note("D4", 1);
    const score = read(partWise([divisions(1) + content]));
    expect(score.notes.map((n) => [n.articulations, n.ornaments])).toEqual([
      [
        ["staccato", "accent"],
        ["turn", "trill-mark"],
      ],
      [[], []],
    ]);
  });

  it("tell a tremolo on one note from one between two", () => {
    const tremolo = (type: string, strokes: number) =>
      `<notations><ornaments><tremolo type="${type}">${strokes}</tremolo></ornaments></notations>`;
    const content =
      note("C4", 1, tremolo("single", 3)) +
      note("D4", 1, tremolo("start", 2)) +
      note("E4", 1, tremolo("stop", 2));
    const score = read(partWise([divisions(1) + content]));
    expect(score.notes.map((n) => [n.tremoloStrokes, n.doubleTremolo])).toEqual([
      [3, null],
      [0, { kind: "start", strokes: 2 }],
      [0, { kind: "stop", strokes: 2 }],
    ]);
  });

  it("carry lyrics by verse, elided syllables joined, extenders marked", () => {
    const lyric = (number: string, inner: string) =>
      `<lyric number="${number}" name="verse">${inner}</lyric>`;
    const syllable = (syllabic: string, text: string) =>
      `<syllabic>${syllabic}</syllabic><text>${text}</text>`;
    const first = lyric("1", syllable("begin", "A")) + lyric("2", syllable("single", "O"));
    const second = lyric("1", `${syllable("end", "ve")}<elision>‿</elision>${syllable("begin", "Ma")}`);
    const third = lyric("1", `${syllable("end", "ri&amp;a")}<extend/>`);
    const score = read(
      partWise([divisions(1) + [first, second, third].map((l) => note("C4", 1, l)).join("")]),
    );
    expect(
      score.notes.flatMap((n) => n.lyrics.map((l) => [l.verse, l.name, l.text, l.syllabic, l.extend])),
    ).toEqual([
      ["1", "verse", "A", "begin", false],
      ["2", "verse", "O", "single", false],
      ["1", "verse", "ve Ma", "middle", false],
      ["1", "verse", "ri&a", "end", true],
    ]);
  });
});

describe("time-wise scores", () => {
  it("say the same as part-wise ones", () => {
    const upper = [divisions(2) + meter("2", 4) + note("C5", 4), note("D5", 3) + rest(1)];
    const lower = [divisions(3) + note("C3", 6), note("D3", 2) + note("E3", 4)];
    const list = partWise(upper, lower).match(/<part-list>.*<\/part-list>/)?.[0];
    const measures = [0, 1].map(
      (m) =>
        `<measure number="${m + 1}"><part id="P1">${upper[m]}</part><part id="P2">${lower[m]}</part></measure>`,
    );
    const timeWise = `<?xml version="1.0"?><score-timewise version="4.0">${list}${measures.join("")}</score-timewise>`;
    expect(read(timeWise)).toEqual(read(partWise(upper, lower)));
  });
});

describe("part lists", () => {
  it("order the parts, whatever the document's order, and name them", () => {
    const score = read(
      document(`<part-list>
        <score-part id="A"><part-name>Clarinet
          in Bb</part-name><part-abbreviation>Cl.</part-abbreviation>
          <score-instrument id="A-I"><instrument-name>Clarinet</instrument-name></score-instrument>
          <midi-instrument id="A-I"><midi-channel>10</midi-channel><midi-program>72</midi-program></midi-instrument></score-part>
        <score-part id="B"><part-name/></score-part></part-list>
        <part id="B"><measure number="1">${divisions(1)}${note("C3", 1)}</measure></part>
        <part id="A"><measure number="1">${divisions(1)}${note("C5", 1)}</measure></part>`),
    );
    expect(gist(score)).toEqual(["C5@0+1", "C3@0+1"]);
    expect(score.parts.map((p) => [p.id, p.index, p.name, p.abbreviation])).toEqual([
      ["A", 0, "Clarinet in Bb", "Cl."],
      ["B", 1, "B", ""],
    ]);
    expect(score.parts[0].instruments).toEqual([
      { id: "A-I", name: "Clarinet", sound: "", midiChannel: 9, midiProgram: 71, midiUnpitched: null },
    ]);
  });

  it("may miss a part, repeat one or leave its id out: read with a warning", () => {
    const part = (id: string, pitch: string) =>
      `<part${id}><measure number="1">${divisions(1)}${note(pitch, 1)}</measure></part>`;
    const list = `<part-list><score-part id="P1"><part-name>One</part-name></score-part></part-list>`;
    const score = read(document(list + part("", "C4") + part(' id="P1"', "D4") + part(' id="Q"', "E4")));
    expect(score.parts.map((p) => p.id)).toEqual(["P1", "P1-2", "Q"]);
    expect(score.notes.map((n) => n.partIndex)).toEqual([0, 1, 2]);
    expect(score.warnings.map((w) => w.code)).toEqual(["PART_WITHOUT_ID", "PART_DUPLICATE", "PART_UNLISTED"]);
  });
});

describe("an empty score", () => {
  it("has no notes and is no fault", () => {
    const score = read(
      document(`<part-list><score-part id="P1"><part-name>P</part-name></score-part></part-list>`),
    );
    expect([score.notes.length, score.measures.length, score.parts.length]).toEqual([0, 0, 1]);
  });
});
