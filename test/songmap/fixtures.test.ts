import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { mapOfBytes } from "./mapOf.js";

const fixtures = path.resolve(import.meta.dirname, "../../fixtures");
const read = (file: string) => new Uint8Array(readFileSync(path.join(fixtures, file)));
const readJson = <T>(file: string) => JSON.parse(readFileSync(path.join(fixtures, file), "utf8")) as T;

interface SongNote {
  readonly measure: string;
  readonly measure_quarter: string;
  readonly verse_1: string | null;
  readonly verse_2: string | null;
}

describe("the song", () => {
  const map = mapOfBytes(read("song/score.musicxml"), "score.musicxml");

  /** Seconds of a place of the score, from the map's own bars. */
  const secOf = (measure: string, quarter: string, pass: number) => {
    const bar = map.bars.find((b) => b.measure === measure && b.pass === pass)!;
    const [num, den = "1"] = quarter.split("/");
    return bar.start + ((bar.end - bar.start) * Number(num)) / Number(den) / 4;
  };

  it("sings its two verses one after the other, every syllable at its note", () => {
    const notes = readJson<SongNote[]>("song/expected/melody.json");
    const expected = [1, 2].flatMap((pass) =>
      notes.flatMap((note) => {
        const text = pass === 1 ? note.verse_1 : note.verse_2;
        return text
          ? [{ text: text.replace(/-$/, ""), sec: secOf(note.measure, note.measure_quarter, pass) }]
          : [];
      }),
    );
    const sung = map.lyrics.flatMap((word) => word.syllables);
    expect(sung.map((syllable) => syllable.text)).toEqual(expected.map(({ text }) => text));
    sung.forEach((syllable, i) => {
      expect(syllable.start).toBeCloseTo(expected[i].sec, 4);
    });
    expect(map.lyrics[0].text).toBe("Freude,");
  });

  it("gives a syllable sung on two notes, or over a tie, both noteheads", () => {
    const melismas = map.lyrics.flatMap((w) => w.syllables.filter((s) => s.universal_ids.length > 1));
    const without = readJson<SongNote[]>("song/expected/melody.json").filter((note) => note.verse_1 === null);
    expect(melismas).toHaveLength(2 * without.length);
  });

  it("has the chord symbols of both passes at their places", () => {
    interface SongChord {
      readonly measure: string;
      readonly measure_quarter: string;
      readonly chord: string;
    }
    const chords = readJson<SongChord[]>("song/expected/chords.json");
    expect(map.chords.map((chord) => chord.text)).toEqual([...chords, ...chords].map(({ chord }) => chord));
    map.chords.forEach((chord, i) => {
      const { measure, measure_quarter } = chords[i % chords.length];
      expect(chord.start).toBeCloseTo(secOf(measure, measure_quarter, i < chords.length ? 1 : 2), 4);
    });
  });

  it("hears the same chords in the notes when the symbols are taken away", () => {
    const xml = new TextDecoder().decode(read("song/score.musicxml"));
    const bare = mapOfBytes(
      new TextEncoder().encode(xml.replace(/<harmony[\s\S]*?<\/harmony>/g, "")),
      "score.musicxml",
    );
    expect(bare.provenance.chords.status).toBe("analysed");
    let sameSec = 0;
    for (const chord of map.chords) {
      for (const heard of bare.chords) {
        const bothSec = Math.min(chord.end, heard.end) - Math.max(chord.start, heard.start);
        if (bothSec > 0 && heard.label === chord.label.replace(/\/.*/, "")) sameSec += bothSec;
      }
    }
    expect(sameSec / map.duration_sec).toBeGreaterThan(0.85);
  });

  it("has its sections, its key and its counts", () => {
    const counts = readJson<{ sounding: number; played_measures: number; sections: { label: string }[] }>(
      "song/expected/counts.json",
    );
    expect(map.performance.notes).toHaveLength(counts.sounding);
    expect(map.bars).toHaveLength(counts.played_measures);
    expect(map.sections.map(({ label }) => label)).toEqual(
      [...counts.sections, ...counts.sections].map((s) => s.label),
    );
    expect(map.key.map(({ tonic, mode }) => [tonic, mode])).toEqual([["D", "major"]]);
    expect(new Set(map.performance.melody.map((note) => note.midi)).size).toBeGreaterThan(5);
  });

  it("follows a performance with rubato: beats and syllables lie where they were played", () => {
    const played = mapOfBytes(read("song/score.musicxml"), "score.musicxml", read("song/take.mid"));
    interface Played {
      readonly part: string;
      readonly onset_sec: number;
    }
    const onsets = readJson<Played[]>("song/expected/take.json")
      .filter((note) => note.part === "P1")
      .map((note) => note.onset_sec);
    const syllables = played.lyrics.flatMap((word) => word.syllables);
    for (const { start } of syllables) {
      expect(Math.min(...onsets.map((sec) => Math.abs(sec - start)))).toBeLessThan(1e-3);
    }
    expect(played.tempo.bpm_global).toBeGreaterThan(95);
    expect(played.tempo.bpm_global).toBeLessThan(112);
    expect(played.provenance.tempo.status).toBe("analysed");
    expect(played.beats).toHaveLength(128);
  });
});

describe("the trio constellation", () => {
  it("has downbeats every 2.4 s from 0: 4/4 at the 100 of the MIDI file's conductor track", () => {
    const map = mapOfBytes(
      read("trio-constellation/score.musicxml"),
      "s.musicxml",
      read("trio-constellation/take.mid"),
    );
    expect(map.downbeats).toEqual([0, 2.4, 4.8, 7.2, 9.6]);
    expect(map.beats).toEqual(Array.from({ length: 20 }, (_, i) => Math.round(i * 6) / 10));
    expect(map.meter).toEqual({ numerator: 4, denominator: 4 });
    expect(map.tempo).toEqual({ bpm_global: 100, curve: [[0, 100]], confidence: 1 });
    expect(map.performance.notes.map((note) => note.start)).toEqual([7.2, 9, 9.9, 9.9, 10.5, 10.8]);
    expect(map.performance.notes.flatMap((note) => note.tied_ids)).toHaveLength(3);
  });
});

const suite = path.resolve(import.meta.dirname, "../../../shared/data/sibelius-trio");

it.skipIf(!existsSync(suite))(
  "times a real export like its twin (skipped without ../shared/data/sibelius-trio)",
  () => {
    const at = (file: string) => new Uint8Array(readFileSync(path.join(suite, file)));
    const map = mapOfBytes(at("SS 9.musicxml"), "SS 9.musicxml", at("Saint-Saens Trio No 2.mid"));
    expect(map.performance.notes.map((note) => note.start)).toEqual([7.2, 9, 9.9, 9.9, 10.5, 10.8]);
    expect(map.downbeats.every((sec, i) => Math.abs(sec - 2.4 * i) < 1e-6)).toBe(true);
  },
);
