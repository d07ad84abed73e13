import { describe, expect, it } from "vitest";
import { DEFAULT_UNPITCHED_MIDI } from "../../../src/formats/musicxml/notePitch.js";
import { divisions, document, note, partWise, read } from "./scoreText.js";

const transpose = (inner: string, number = "") =>
  `<attributes><transpose${number}>${inner}</transpose></attributes>`;
const keysOf = (content: string) => read(partWise([divisions(1) + content])).notes.map((n) => n.soundingMidi);

describe("sounding pitch", () => {
  it.each([
    { why: "no transposition: middle C is 60", written: "C4", transposition: "", midi: 60 },
    { why: "alter counts: D flat is 61", written: "Db4", transposition: "", midi: 61 },
    {
      why: "clarinet in B flat sounds a tone lower",
      written: "C4",
      transposition: "<diatonic>-1</diatonic><chromatic>-2</chromatic>",
      midi: 58,
    },
    {
      why: "horn in F sounds a fifth lower",
      written: "C5",
      transposition: "<diatonic>-4</diatonic><chromatic>-7</chromatic>",
      midi: 65,
    },
    {
      why: "double bass sounds an octave lower",
      written: "E2",
      transposition: "<diatonic>0</diatonic><chromatic>0</chromatic><octave-change>-1</octave-change>",
      midi: 28,
    },
    {
      why: "tenor saxophone: tone and octave",
      written: "C5",
      transposition: "<diatonic>-1</diatonic><chromatic>-2</chromatic><octave-change>-1</octave-change>",
      midi: 58,
    },
  ])("$why", ({ written, transposition, midi }) => {
    const content = (transposition === "" ? "" : transpose(transposition)) + note(written, 1);
    expect(keysOf(content)).toEqual([midi]);
  });

  it("keeps quarter tones in the written pitch and rounds the key", () => {
    const quarterTone = note("C4", 1).replace("<octave>", "<alter>-0.5</alter><octave>");
    const [sounding] = read(partWise([divisions(1) + quarterTone])).notes;
    expect([sounding.pitch.alter, sounding.soundingMidi]).toEqual([-0.5, 60]);
  });

  it.each([
    { why: "the lowest MIDI key", written: "C-1", midi: 0 },
    { why: "the highest MIDI key", written: "G9", midi: 127 },
  ])("goes as far as $why", ({ written, midi }) => {
    expect(keysOf(note(written, 1))).toEqual([midi]);
  });

  it("may be written beyond the MIDI keys where it sounds inside them", () => {
    expect(keysOf(transpose("<octave-change>-1</octave-change>") + note("C10", 1))).toEqual([120]);
  });

  it("changes where the transposition changes", () => {
    const content =
      transpose("<chromatic>-2</chromatic>") + note("C4", 1) + transpose("<chromatic>3</chromatic>");
    expect(keysOf(content + note("C4", 1))).toEqual([58, 63]);
  });

  it("may differ between staves", () => {
    const content =
      transpose("<chromatic>-12</chromatic>", ' number="2"') +
      note("C4", 1) +
      note("C4", 1, "<staff>2</staff>");
    expect(keysOf(content)).toEqual([60, 48]);
  });

  it("is the written pitch under an octave-shift line, which MusicXML writes as it sounds", () => {
    const shift = `<direction><direction-type><octave-shift type="down" size="8"/></direction-type></direction>`;
    expect(keysOf(shift + note("C6", 1))).toEqual([84]);
  });

  it("is the written one but for octaves in a concert score", () => {
    const measure =
      divisions(1) + transpose("<chromatic>-2</chromatic><octave-change>-1</octave-change>") + note("C4", 1);
    const inner = partWise([measure])
      .replace(/^.*?<score-partwise[^>]*>/, "")
      .replace("</score-partwise>", "");
    const score = read(document(`<defaults><concert-score/></defaults>${inner}`));
    expect(score.notes[0].soundingMidi).toBe(48);
    expect(score.warnings.map((w) => w.code)).toEqual(["TRANSPOSE_IN_CONCERT_SCORE"]);
  });
});

describe("unpitched notes", () => {
  const unpitched = (instrument: string) =>
    `<note><unpitched><display-step>F</display-step><display-octave>4</display-octave></unpitched>
      <duration>1</duration>${instrument}</note>`;
  const drums = (midi: string, notes: string) =>
    read(
      document(`<part-list><score-part id="P1"><part-name>Drums</part-name>
        <score-instrument id="D"><instrument-name>Bass Drum</instrument-name></score-instrument>
        <score-instrument id="H"><instrument-name>Hi-hat</instrument-name></score-instrument>${midi}</score-part></part-list>
        <part id="P1"><measure number="1">${divisions(1)}${notes}</measure></part>`),
    );
  const midi = `<midi-instrument id="D"><midi-unpitched>37</midi-unpitched></midi-instrument>
    <midi-instrument id="H"><midi-unpitched>43</midi-unpitched></midi-instrument>`;

  it("sound the key of their instrument, which MusicXML counts from 1, and stand where they are displayed", () => {
    const score = drums(
      midi,
      unpitched('<instrument id="H"/>') + unpitched('<instrument id="D"/>') + unpitched(""),
    );
    expect(score.notes.map((n) => n.soundingMidi)).toEqual([42, 36, 36]);
    expect(score.notes[0]).toMatchObject({
      unpitched: true,
      instrumentId: "H",
      pitch: { step: "F", alter: 0, octave: 4 },
    });
  });

  it("sound the documented default where no instrument has a key", () => {
    expect(drums("", unpitched('<instrument id="H"/>')).notes[0].soundingMidi).toBe(DEFAULT_UNPITCHED_MIDI);
  });
});
