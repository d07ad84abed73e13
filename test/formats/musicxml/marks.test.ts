import { describe, expect, it } from "vitest";
import { formatFraction } from "../../../src/core/fraction.js";
import type { ScorePlace } from "../../../src/core/scoreMarks.js";
import { direction, divisions, document, meter, note, partWise, read } from "./scoreText.js";

const at = (mark: ScorePlace) => `${mark.measureIndex}:${formatFraction(mark.measureQuarter)}`;
const metronome = (inner: string) => direction(`<metronome>${inner}</metronome>`);
const unit = (type: string, dots = 0) => `<beat-unit>${type}</beat-unit>${"<beat-unit-dot/>".repeat(dots)}`;

describe("tempo marks", () => {
  const tempos = (...measures: string[]) =>
    read(partWise(measures.map((content, k) => (k === 0 ? divisions(1) : "") + content))).tempoMarks.map(
      (t) => `${at(t)} ${t.quarterBpm} ${t.source}`,
    );

  it.each([
    {
      why: "a plain beat unit",
      mark: metronome(`${unit("quarter")}<per-minute>96</per-minute>`),
      expected: "0:0 96 metronome",
    },
    {
      why: "a dotted quarter is 3/2 quarters",
      mark: metronome(`${unit("quarter", 1)}<per-minute>60</per-minute>`),
      expected: "0:0 90 metronome",
    },
    {
      why: "a double-dotted half is 7/2 quarters",
      mark: metronome(`${unit("half", 2)}<per-minute>20</per-minute>`),
      expected: "0:0 70 metronome",
    },
    {
      why: "tied units add up",
      mark: metronome(
        `${unit("half")}<beat-unit-tied>${unit("eighth")}</beat-unit-tied><per-minute>40</per-minute>`,
      ),
      expected: "0:0 100 metronome",
    },
    {
      why: "the first number of a circa",
      mark: metronome(`${unit("quarter")}<per-minute>c. 80</per-minute>`),
      expected: "0:0 80 metronome",
    },
    {
      why: "the first number of a range",
      mark: metronome(`${unit("eighth")}<per-minute>112-120</per-minute>`),
      expected: "0:0 56 metronome",
    },
    {
      why: "sound before the printed number",
      mark: direction(
        `<metronome>${unit("quarter")}<per-minute>80</per-minute></metronome>`,
        `<sound tempo="77.5"/>`,
      ),
      expected: "0:0 77.5 sound",
    },
    { why: "a sound on its own", mark: `<sound tempo="50"/>`, expected: "0:0 50 sound" },
  ])("read $why", ({ mark, expected }) => {
    expect(tempos(mark + note("C4", 4))).toEqual([expected]);
  });

  it("work out beat-unit equations from the tempo before", () => {
    const equation = metronome(unit("quarter", 1) + unit("quarter"));
    // The old dotted quarter (1.5 quarters, 60 a minute) lasts as long as the new quarter: 60 quarters a minute.
    expect(tempos(`<sound tempo="90"/>${note("C4", 4)}`, equation + note("C4", 4))).toEqual([
      "0:0 90 sound",
      "1:0 60 metronome",
    ]);
  });

  it("stand once where every part repeats them, in score order", () => {
    const score = read(
      partWise(
        [divisions(1) + metronome(`${unit("quarter")}<per-minute>80</per-minute>`) + note("C4", 4)],
        [`${divisions(1)}<sound tempo="81"/>${note("C4", 2)}<sound tempo="90"/>${note("C4", 2)}`],
      ),
    );
    expect(score.tempoMarks.map((t) => `${at(t)} ${t.quarterBpm}`)).toEqual(["0:0 81", "0:2 90"]);
  });

  it("move by an offset only where it says that it sounds", () => {
    const shifted = (sound: string) =>
      direction("<words>x</words>", `<offset${sound}>2</offset><sound tempo="70"/>`);
    expect(tempos(shifted("") + note("C4", 4))).toEqual(["0:0 70 sound"]);
    expect(tempos(shifted(' sound="yes"') + note("C4", 4))).toEqual(["0:2 70 sound"]);
  });

  it.each(["0", "-5", "x", "1e9"])("leave out the impossible tempo %s with a warning", (tempo) => {
    const score = read(partWise([`${divisions(1)}<sound tempo="${tempo}"/>${note("C4", 4)}`]));
    expect(score.tempoMarks).toEqual([]);
    expect(score.warnings.map((w) => w.code)).toEqual(["TEMPO_UNREADABLE"]);
  });
});

describe("dynamics, wedges, pedals and texts", () => {
  it("lie where they stand, with staff and velocity", () => {
    const content =
      direction("<dynamics><mf/></dynamics>", `<staff>2</staff><sound dynamics="100"/>`) +
      note("C4", 1) +
      direction(`<wedge type="crescendo" number="2"/>`) +
      direction(`<pedal type="start"/>`) +
      note("D4", 1, "<staff>2</staff><notations><dynamics><sfz/></dynamics></notations>") +
      direction(`<wedge type="stop" number="2"/>`) +
      direction("<dynamics><other-dynamics>dolce</other-dynamics></dynamics>") +
      direction("<rehearsal>B</rehearsal>") +
      direction("<words>poco</words><words>rit.</words>") +
      `<sound dynamics="50"/>` +
      note("E4", 1);
    const score = read(partWise([divisions(1) + content]));
    expect(score.dynamics.map((d) => [at(d), d.mark, d.staff, d.velocity])).toEqual([
      ["0:0", "mf", 2, 90],
      ["0:1", "sfz", 2, null],
      ["0:2", "other:dolce", null, null],
      ["0:2", "", null, 45],
    ]);
    expect(score.wedges.map((w) => [at(w), w.kind, w.number])).toEqual([
      ["0:1", "crescendo", 2],
      ["0:2", "stop", 2],
    ]);
    expect(score.pedals.map((p) => [at(p), p.kind])).toEqual([["0:1", "start"]]);
    expect(score.rehearsals.map((r) => r.text)).toEqual(["B"]);
    expect(score.words.map((w) => w.text)).toEqual(["poco rit."]);
  });
});

describe("keys, meters and clefs", () => {
  const time = (inner: string, attributes = "") =>
    `<attributes><time${attributes}>${inner}</time></attributes>`;

  it.each([
    { why: "simple", xml: meter("3", 4), beats: [3], beatType: 4, quarter: "3" },
    { why: "additive", xml: meter("3+2", 8), beats: [3, 2], beatType: 8, quarter: "5/2" },
    {
      why: "composite",
      xml: time("<beats>2</beats><beat-type>4</beat-type><beats>3</beats><beat-type>8</beat-type>"),
      beats: [4, 3],
      beatType: 8,
      quarter: "7/2",
    },
    { why: "senza misura", xml: time("<senza-misura/>"), beats: [], beatType: 4, quarter: null },
  ])("read a $why meter", ({ xml, beats, beatType, quarter }) => {
    const score = read(partWise([divisions(2) + xml + note("C4", 1)]));
    expect(score.meters).toMatchObject([{ beats, beatType }]);
    const { meterQuarter } = score.measures[0];
    expect(meterQuarter && formatFraction(meterQuarter)).toBe(quarter);
  });

  it("give each measure the meter at its start", () => {
    const score = read(
      partWise([divisions(1) + meter("2", 4) + note("C4", 1) + meter("3", 4) + note("C4", 1), ""]),
    );
    expect(starts(score.measures)).toEqual(["2", "3"]);
    function starts(measures: typeof score.measures) {
      return measures.map((m) => formatFraction(m.meterQuarter!));
    }
  });

  it("keep keys by staff, traditional and not, and clefs with their octave", () => {
    const attributes = `<attributes><divisions>1</divisions><key number="1"><fifths>-3</fifths><mode>minor</mode></key>
      <key number="2"><key-step>F</key-step><key-alter>1</key-alter></key><staves>2</staves>
      <clef number="1"><sign>G</sign><line>2</line><clef-octave-change>-1</clef-octave-change></clef>
      <clef number="2"><sign>percussion</sign></clef></attributes>`;
    const late = `<attributes><clef number="2"><sign>F</sign><line>4</line></clef></attributes>`;
    const score = read(partWise([attributes + note("C4", 2) + late + note("C4", 2)]));
    expect(score.keys.map((k) => [k.staff, k.fifths, k.mode])).toEqual([
      [1, -3, "minor"],
      [2, null, null],
    ]);
    expect(score.clefs.map((c) => [at(c), c.staff, c.sign, c.line, c.octaveChange])).toEqual([
      ["0:0", 1, "G", 2, -1],
      ["0:0", 2, "percussion", null, 0],
      ["0:2", 2, "F", 4, 0],
    ]);
    expect(score.parts[0].staffCount).toBe(2);
  });
});

describe("harmony", () => {
  it("has root, kind, bass and degrees, and lies at its offset", () => {
    const xml = `<harmony><root><root-step>B</root-step><root-alter>-1</root-alter></root><kind text="7">dominant</kind>
      <bass><bass-step>D</bass-step></bass><degree><degree-value>9</degree-value><degree-alter>-1</degree-alter>
      <degree-type>add</degree-type></degree><offset>1</offset></harmony>`;
    const score = read(partWise([divisions(2) + xml + note("C4", 4)]));
    expect(score.harmonies).toEqual([
      {
        measureIndex: 0,
        measureQuarter: { num: 1, den: 2 },
        partIndex: 0,
        rootStep: "B",
        rootAlter: -1,
        kind: "dominant",
        kindText: "7",
        bassStep: "D",
        bassAlter: 0,
        degrees: [{ value: 9, alter: -1, type: "add" }],
      },
    ]);
  });
});

describe("misprints", () => {
  const codesOf = (content: string) => read(partWise([divisions(1) + content])).warnings.map((w) => w.code);

  it("in key signatures are left out and named", () => {
    const key = (fifths: number) => `<attributes><key><fifths>${fifths}</fifths></key></attributes>`;
    expect(read(partWise([key(8) + key(1_000_000)])).keys.map((k) => k.fifths)).toEqual([8]);
    expect(codesOf(key(1_000_000))).toEqual(["KEY_UNREADABLE"]);
  });

  it("in chord symbols take away the root, bass or degree they stand at", () => {
    const xml = `<harmony><root><root-step>B</root-step><root-alter>1e9</root-alter></root><kind>major</kind>
      <bass><bass-step>D</bass-step><bass-alter>-99</bass-alter></bass>
      <degree><degree-value>9</degree-value><degree-alter>1e300</degree-alter></degree></harmony>`;
    const [chord] = read(partWise([divisions(1) + xml])).harmonies;
    expect(chord).toMatchObject({ rootStep: "", rootAlter: 0, bassStep: null, bassAlter: 0, degrees: [] });
    expect(codesOf(xml)).toEqual(["HARMONY_UNREADABLE", "HARMONY_UNREADABLE", "HARMONY_UNREADABLE"]);
  });
});

describe("header and layout", () => {
  it("are read with their units", () => {
    const score = read(
      document(`<work><work-title> Song </work-title></work><movement-number>2</movement-number><movement-title>Night</movement-title>
        <identification><creator type="composer">A. B.</creator><creator type="lyricist">C. D.</creator><rights>Free</rights>
        <encoding><software>By hand</software></encoding></identification>
        <defaults><scaling><millimeters>7</millimeters><tenths>40</tenths></scaling>
        <page-layout><page-height>1600</page-height><page-width>1200</page-width><page-margins type="both"><left-margin>80</left-margin>
        <right-margin>70</right-margin><top-margin>60</top-margin><bottom-margin>50</bottom-margin></page-margins></page-layout>
        <system-layout><system-margins><left-margin>5</left-margin><right-margin>6</right-margin></system-margins>
        <system-distance>120</system-distance><top-system-distance>90</top-system-distance></system-layout>
        <staff-layout><staff-distance>65</staff-distance></staff-layout><music-font font-family="Leland"/></defaults>
        <part-list><score-part id="P1"><part-name>P</part-name></score-part></part-list>
        <part id="P1"><measure number="1" width="310.5">${divisions(1)}${note("C4", 1)}</measure>
        <measure number="2"><print new-system="yes"><system-layout><system-distance>99</system-distance></system-layout>
        <staff-layout number="2"><staff-distance>71</staff-distance></staff-layout></print>${note("C4", 1)}</measure></part>`),
    );
    expect(score.header).toEqual({
      title: "Song",
      movementTitle: "Night",
      movementNumber: "2",
      composer: "A. B.",
      lyricist: "C. D.",
      rights: "Free",
      software: ["By hand"],
      musicXmlVersion: "4.0",
    });
    expect(score.layout).toEqual({
      mmPerTenth: 0.175,
      pageWidthTenth: 1200,
      pageHeightTenth: 1600,
      pageMarginsTenth: { left: 80, right: 70, top: 60, bottom: 50 },
      systemMarginsTenth: { left: 5, right: 6 },
      systemDistanceTenth: 120,
      topSystemDistanceTenth: 90,
      staffDistanceTenth: 65,
      musicFont: "Leland",
      wordFont: null,
      prints: [
        {
          measureIndex: 1,
          newSystem: true,
          newPage: false,
          systemLeftMarginTenth: null,
          systemDistanceTenth: 99,
          topSystemDistanceTenth: null,
          staves: [{ partIndex: 0, staff: 2, distanceTenth: 71 }],
        },
      ],
      measureWidthsTenth: [310.5, null],
    });
  });
});

describe("octave lines and staff lines", () => {
  const shift = (attributes: string, staff = "") =>
    direction(`<octave-shift ${attributes}/>`, staff === "" ? "" : `<staff>${staff}</staff>`);
  const details = (inner: string, number = "") =>
    `<attributes><staff-details${number}>${inner}</staff-details></attributes>`;

  it("of eight and fifteen steps begin and end where they stand, on their staff", () => {
    const content =
      shift('type="down"') +
      note("C6", 1) +
      shift('type="up" size="15" number="2"', "2") +
      note("C6", 1) +
      shift('type="stop" size="8"') +
      note("C6", 1) +
      shift('type="sideways"') +
      shift('type="up" size="9"');
    const { octaveShifts } = read(partWise([divisions(1) + content]));
    expect(octaveShifts.map((s) => [at(s), s.kind, s.size, s.staff, s.number])).toEqual([
      ["0:0", "down", 8, 1, 1],
      ["0:1", "up", 15, 2, 2],
      ["0:2", "stop", 8, 1, 1],
    ]);
  });

  it("of a staff are counted where they change", () => {
    const lines = (count: number) => details(`<staff-lines>${count}</staff-lines>`);
    const score = read(
      partWise(
        [divisions(1) + lines(1) + note("C4", 4), lines(5) + note("C4", 4)],
        [
          divisions(1) +
            details("<staff-lines>6</staff-lines>", ' number="2"') +
            details("<staff-size>75</staff-size>"),
        ],
      ),
    );
    expect(score.staffLines.map((s) => [at(s), s.partIndex, s.staff, s.lineCount])).toEqual([
      ["0:0", 0, null, 1],
      ["0:0", 1, 2, 6],
      ["1:0", 0, null, 5],
    ]);
  });
});

it("tells noteheads that are filled or hollow against their length", () => {
  const head = (filled: string) => note("C4", 1, `<notehead${filled}>normal</notehead>`);
  const score = read(partWise([divisions(1) + head("") + head(' filled="yes"') + head(' filled="no"')]));
  expect(score.notes.map((n) => n.noteheadFilled)).toEqual([null, true, false]);
});
