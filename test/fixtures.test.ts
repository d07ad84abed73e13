/** The fixtures' answers, worked out by hand, against what the readers and the score room make of them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { formatFraction, toNumber } from "../src/core/fraction.js";
import type { Performance } from "../src/core/performance.js";
import { formatPitch } from "../src/core/pitch.js";
import { bpmAtQuarter, quarterToSec } from "../src/core/scoreClock.js";
import { readMidi } from "../src/formats/midi/readMidi.js";
import { readMusicXml } from "../src/formats/musicxml/readMusicXml.js";
import { performScore } from "../src/score/performScore.js";
import { clockFromScore } from "../src/score/scoreTempo.js";
import type { UnfoldedNote, UnfoldedScore, WrittenChoice } from "../src/score/unfoldedScore.js";
import { unfoldScore } from "../src/score/unfoldScore.js";

const ROOT = "fixtures";
const expected = (file: string) => JSON.parse(readFileSync(`${ROOT}/${file}`, "utf8"));

function unfold(file: string, repeats: WrittenChoice = "written"): UnfoldedScore {
  return unfoldScore(readMusicXml(readFileSync(`${ROOT}/${file}`), { fileName: file }), { repeats });
}

function performed(file: string): Performance {
  return readMidi(readFileSync(`${ROOT}/${file}`), { fileName: file });
}

function tieOf({ tieStart, tieStop }: { tieStart: boolean; tieStop: boolean }): string | null {
  return tieStart && tieStop ? "continue" : tieStart ? "start" : tieStop ? "stop" : null;
}

/** An unfolded note in the shape of `expected/notes.json`. */
function row(
  score: UnfoldedScore["score"],
  { note, pass, onsetQuarter }: UnfoldedNote,
): Record<string, unknown> {
  return {
    part: score.parts[note.partIndex].id,
    measure: score.measures[note.measureIndex].number,
    voice: note.voice,
    pitch: formatPitch(note.pitch),
    onset_quarter: formatFraction(onsetQuarter),
    duration_quarter: formatFraction(note.durationQuarter),
    pass,
    tie: tieOf(note),
    grace: note.grace?.kind ?? null,
    midi: note.soundingMidi,
  };
}

/** In no particular order: as sorted lines. */
function lines(rows: readonly object[]): string[] {
  return rows.map((r) => JSON.stringify(r)).sort();
}

describe("the fixtures themselves", () => {
  it("are what their makers write, byte for byte", async () => {
    const maker = path.resolve(ROOT, "make/make.js");
    const { makeFixtures } = (await import(maker)) as { makeFixtures(): Record<string, string | Uint8Array> };
    const made = makeFixtures();
    expect(Object.keys(made).length).toBeGreaterThan(10);
    for (const [file, content] of Object.entries(made)) {
      expect(Buffer.compare(readFileSync(`${ROOT}/${file}`), Buffer.from(content as string)), file).toBe(0);
    }
  });

  it("each have an ABOUT.md with source, licence and how the answer is known", () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders.filter((entry) => entry.name !== "make")) {
      const about = readFileSync(`${ROOT}/${name}/ABOUT.md`, "utf8");
      for (const word of ["**Source.**", "**Licence.**", "**Answer.**"]) expect(about, name).toContain(word);
    }
  });
});

const NAMES = [
  "trio-constellation",
  "waltz",
  "piano-two-voices",
  "transposing",
  "ornaments",
  "changing",
  "da-capo",
];

describe.each(NAMES)("%s", (name) => {
  it("has the notes worked out by hand, with repeats unfolded", () => {
    const unfolded = unfold(`${name}/score.musicxml`);
    const want: Record<string, unknown>[] = expected(`${name}/expected/notes.json`);
    const found = unfolded.notes.map((note, k) => {
      const { midi, ...rest } = row(unfolded.score, note);
      return want[k]?.midi === undefined && want.every((w) => w.midi === undefined)
        ? rest
        : { ...rest, midi };
    });
    expect(lines(found)).toEqual(
      lines(
        want.map(({ grace = null, midi, ...rest }) => ({
          ...rest,
          grace,
          ...(midi === undefined ? {} : { midi }),
        })),
      ),
    );
  });

  it("is read without a warning", () => {
    expect(readMusicXml(readFileSync(`${ROOT}/${name}/score.musicxml`), { fileName: name }).warnings).toEqual(
      [],
    );
  });

  const unfoldings = existsSync(`${ROOT}/${name}/expected/unfolding.json`)
    ? expected(`${name}/expected/unfolding.json`)
    : {};
  for (const [file, { end_quarter, ...orders }] of Object.entries<Record<string, string | string[]>>(
    unfoldings,
  )) {
    it.each(Object.entries(orders))(`${file} plays its measures in order, repeats %s`, (repeats, order) => {
      const { score, visits, endQuarter } = unfold(`${name}/${file}`, repeats as WrittenChoice);
      expect(visits.map((visit) => score.measures[visit.measureIndex].number)).toEqual(order);
      if (repeats === "written") expect(formatFraction(endQuarter)).toBe(end_quarter);
    });
  }
});

describe("trio-constellation", () => {
  const { onsets_sec, chains } = expected("trio-constellation/expected/timing.json");

  it("has nine noteheads and six sounding notes", () => {
    const unfolded = unfold("trio-constellation/score.musicxml");
    expect([unfolded.notes.length, unfolded.sounding.length]).toEqual([9, 6]);
  });

  it("has its onsets by the tempo of the conductor track", () => {
    const { notes } = performed("trio-constellation/take.mid");
    const onsets = notes.map((note) => note.onsetSec).sort((a, b) => a - b);
    onsets.forEach((sec, k) => {
      expect(sec).toBeCloseTo(onsets_sec[k], 9);
    });
    expect(onsets).toHaveLength(onsets_sec.length);
    for (const chain of chains) {
      const note = notes.find((n) => n.onsetTick === chain.onset_tick);
      expect([note?.onsetSec, note?.offsetSec]).toEqual([
        expect.closeTo(chain.start_sec, 9),
        expect.closeTo(chain.end_sec, 9),
      ]);
    }
  });

  it("has chains of the members worked out by hand", () => {
    const { sounding } = unfold("trio-constellation/score.musicxml");
    const tied = sounding
      .filter((note) => note.members.length > 1)
      .map((note) => [note.midi, note.members.length]);
    expect(tied.sort()).toEqual([
      [59, 3],
      [69, 2],
    ]);
  });
});

describe("waltz", () => {
  it("ties into both endings: each pass has its own chain", () => {
    const { score, sounding } = unfold("waltz/score.musicxml");
    const chains = sounding.filter((note) => note.members.length > 1);
    const found = chains.map((note) => ({
      pitch: formatPitch(note.members[0].note.pitch),
      onset_quarter: formatFraction(note.onsetQuarter),
      duration_quarter: formatFraction(note.durationQuarter),
      measures: note.members.map((member) => score.measures[member.note.measureIndex].number),
    }));
    expect(found).toEqual(expected("waltz/expected/chains.json"));
  });

  it.each([
    { take: "take.mid", repeats: "written" },
    { take: "take-without-repeats.mid", repeats: "none" },
  ] as const)("$take plays the sounding notes, repeats $repeats", ({ take, repeats }) => {
    const { sounding } = unfold("waltz/score.musicxml", repeats);
    const { notes, tempoMap } = performed(`waltz/${take}`);
    expect(notes.map((n) => [n.pitch, n.onsetTick / tempoMap.ppq])).toEqual(
      sounding.map((s) => [s.midi, toNumber(s.onsetQuarter)]),
    );
  });
});

describe("ornaments", () => {
  const rows: { measure: string; pitch: string; sign: string; plays: string[]; strokes?: number }[] =
    expected("ornaments/expected/ornaments.json");
  const KEYS: Record<string, number> = {
    C5: 72,
    D5: 74,
    E5: 76,
    F5: 77,
    "F#5": 78,
    G5: 79,
    A5: 81,
    B5: 83,
    C6: 84,
  };

  const check = ({ measure, pitch, plays, strokes }: (typeof rows)[number]) => {
    const unfolded = unfold("ornaments/score.musicxml");
    const { sounds } = performScore(unfolded);
    const here = unfolded.sounding.filter(
      (s) => unfolded.score.measures[s.members[0].note.measureIndex].number === measure,
    );
    const wanted = plays.length > 1 && strokes ? plays : [pitch]; // a tremolo between two notes is played by both
    const events = here
      .filter((s) => wanted.includes(formatPitch(s.members[0].note.pitch)))
      .flatMap((s) => sounds[s.index].events);
    expect([...new Set(events.map((e) => e.pitch))].sort()).toEqual(plays.map((name) => KEYS[name]).sort());
    if (strokes) expect(events).toHaveLength(strokes);
  };

  it.each(rows)("measure $measure, $sign on $pitch", check);
});

describe("changing", () => {
  it("has the tempi and seconds worked out by hand", () => {
    const clock = clockFromScore(unfold("changing/score.musicxml"));
    for (const { onset_quarter, quarter_bpm, sec } of expected("changing/expected/tempo.json")) {
      const [num, den = 1] = onset_quarter.split("/").map(Number);
      expect(quarterToSec(clock, num / den), `second at ${onset_quarter}`).toBeCloseTo(sec, 5);
      expect(bpmAtQuarter(clock, num / den), `tempo at ${onset_quarter}`).toBeCloseTo(quarter_bpm, 6);
    }
  });

  it("has the measures and meters worked out by hand", () => {
    const { measures, meters } = unfold("changing/score.musicxml").score;
    const found = measures.map((measure) => {
      const meter = meters.findLast((m) => m.measureIndex <= measure.index);
      return {
        measure: measure.number,
        start_quarter: formatFraction(measure.startQuarter),
        length_quarter: formatFraction(measure.lengthQuarter),
        meter: `${meter?.beats.join("+")}/${meter?.beatType}`,
      };
    });
    expect(found).toEqual(expected("changing/expected/measures.json"));
  });
});

describe("song", () => {
  const counts = expected("song/expected/counts.json");
  const unfolded = unfold("song/score.musicxml");
  const { score } = unfolded;

  it("has the counts worked out by hand", () => {
    const inPart = (id: string) => score.notes.filter((note) => score.parts[note.partIndex].id === id).length;
    expect({ P1: inPart("P1"), P2: inPart("P2") }).toEqual(counts.noteheads);
    expect(unfolded.sounding).toHaveLength(counts.sounding);
    expect([score.measures.length, unfolded.visits.length]).toEqual([
      counts.measures,
      counts.played_measures,
    ]);
    expect(formatFraction(unfolded.endQuarter)).toBe(counts.end_quarter);
    expect(
      score.rehearsals.map((mark) => ({
        measure: score.measures[mark.measureIndex].number,
        label: mark.text,
      })),
    ).toEqual(counts.sections);
    expect(score.warnings).toEqual([]);
  });

  it("has melody and both verses, note by note", () => {
    const verse = (note: (typeof score.notes)[number], number: string) => {
      const lyric = note.lyrics.find((l) => l.verse === number);
      return lyric
        ? lyric.text + (lyric.syllabic === "begin" || lyric.syllabic === "middle" ? "-" : "")
        : null;
    };
    const melody = score.notes.filter((note) => note.partIndex === 0);
    const found = melody.map((note) => ({
      measure: score.measures[note.measureIndex].number,
      measure_quarter: formatFraction(note.measureQuarter),
      pitch: formatPitch(note.pitch),
      duration_quarter: formatFraction(note.durationQuarter),
      tie: tieOf(note),
      verse_1: verse(note, "1"),
      verse_2: verse(note, "2"),
    }));
    expect(found).toEqual(expected("song/expected/melody.json"));
  });

  it("has its chord symbols", () => {
    const kinds: Record<string, string> = { major: "", minor: "m", dominant: "7" };
    const name = (step: string, alter: number) => step + (alter === 1 ? "#" : "");
    const found = score.harmonies.map((mark) => ({
      measure: score.measures[mark.measureIndex].number,
      measure_quarter: formatFraction(mark.measureQuarter),
      chord:
        name(mark.rootStep, mark.rootAlter) +
        kinds[mark.kind] +
        (mark.bassStep ? `/${name(mark.bassStep, mark.bassAlter)}` : ""),
    }));
    expect(found).toEqual(expected("song/expected/chords.json"));
    expect(found).toHaveLength(counts.chords);
  });

  it("has a take that plays every sounding note once, near its place", () => {
    const take: { part: string; pitch: string; onset_quarter: string; onset_sec: number; pass: number }[] =
      expected("song/expected/take.json");
    const { notes, warnings, pedals } = performed("song/take.mid");
    expect(warnings).toEqual([]);
    expect(pedals).toHaveLength(64);
    const played = notes.map((note) => JSON.stringify([note.track, note.onsetSec.toFixed(6)]));
    const said = take.map((one) => JSON.stringify([one.part === "P1" ? 1 : 2, one.onset_sec.toFixed(6)]));
    expect(played.sort()).toEqual(said.sort());
    const written = unfolded.sounding.map(
      (s) =>
        `${score.parts[s.members[0].note.partIndex].id} ${formatPitch(s.members[0].note.pitch)} ${formatFraction(s.onsetQuarter)}`,
    );
    expect(take.map((one) => `${one.part} ${one.pitch} ${one.onset_quarter}`).sort()).toEqual(written.sort());
  });
});
