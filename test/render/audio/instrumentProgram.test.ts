import { describe, expect, it } from "vitest";
import type { ScorePart } from "../../../src/core/score.js";
import { GENERAL_MIDI_NAMES } from "../../../src/render/audio/generalMidi.js";
import {
  drumKeyOf,
  programOfName,
  programOfPart,
  programOfSound,
} from "../../../src/render/audio/instrumentProgram.js";

const part = (name: string, sound = "", midiProgram: number | null = null): ScorePart => ({
  id: "P1",
  index: 0,
  name,
  abbreviation: "",
  instruments: [{ id: "I1", name: "", sound, midiChannel: null, midiProgram, midiUnpitched: null }],
  staffCount: 1,
});
const programOf = (name: string, others: string[] = []) =>
  programOfPart(part(name), null, [part(name), ...others.map((other) => part(other))]);

describe("the program of an instrument", () => {
  // Numbers from the General MIDI list, counted from 0.
  it.each([
    ["Flûte", 73],
    ["Querflöte", 73],
    ["Flauto 2", 73],
    ["Piccolo", 72],
    ["Blockflöte", 74],
    ["Hautbois", 68],
    ["Oboe I", 68],
    ["Cor anglais", 69],
    ["Englischhorn", 69],
    ["Clarinette en Si♭", 71],
    ["Bassklarinette in B", 71],
    ["Fagott", 70],
    ["Contrebasson", 70],
    ["Horn in F", 60],
    ["Cor en Fa", 60],
    ["Trompette", 56],
    ["Posaune", 57],
    ["Bass Trombone", 57],
    ["Tuba", 58],
    ["Pauken", 47],
    ["Violon", 40],
    ["Geige", 40],
    ["VIOLINE 1", 40],
    ["Bratsche", 41],
    ["Viola", 41],
    ["Violoncelle", 42],
    ["Violoncello", 42],
    ["Kontrabass", 43],
    ["Contrebasse", 43],
    ["Klavier", 0],
    ["Piano", 0],
    ["E-Piano", 4],
    ["Cembalo", 6],
    ["Orgel", 19],
    ["Harfe", 46],
    ["Guitarra", 24],
    ["E-Bass", 33],
    ["Alto Saxophone", 65],
    ["Tenorsaxophon", 66],
    ["Soprano", 52],
    ["Chœur", 52],
    ["Glockenspiel", 9],
    ["Theremin and Kazoo", 80],
    ["Quux", 0],
  ])("%s is %i", (name, program) => {
    expect(programOf(name)).toBe(program);
  });

  it("called Alto or Bass depends on the company: a voice in a choir, a string instrument elsewhere", () => {
    expect(programOf("Alto", ["Soprano", "Tenor"])).toBe(52);
    expect(programOf("Alto", ["Violon", "Violoncelle"])).toBe(41);
    expect(programOf("Bass", ["Sopran"])).toBe(52);
    expect(programOf("Bass", ["Gitarre"])).toBe(43);
  });

  it("comes from the score's midi-program first, then from its sound ID, then from its name", () => {
    const all = part("Violin", "wind.flutes.flute", 12);
    expect(programOfPart(all, null, [all])).toBe(12);
    const sound = part("Violin", "wind.flutes.flute");
    expect(programOfPart(sound, null, [sound])).toBe(73);
  });

  it.each([
    ["wind.flutes.flute", 73],
    ["wind.flutes.flute.piccolo", 72],
    ["wind.flutes.flute.alto", 73],
    ["wind.reed.saxophone.tenor", 66],
    ["strings.cello", 42],
    ["keyboard.piano.grand", 0],
    ["voice.soprano", 52],
    ["brass.french-horn", 60],
    ["drum.timpani", 47],
  ])("with the sound ID %s is %i", (sound, program) => {
    expect(programOfSound(sound)).toBe(program);
  });

  it("is unknown for what is in no table", () => {
    expect(programOfSound("")).toBeNull();
    expect(programOfSound("effect.laser")).toBeNull();
    expect(programOfName("")).toBeNull();
  });
});

describe("the drum of an unpitched part", () => {
  it.each([
    ["Snare Drum", 38],
    ["Grosse caisse", 35],
    ["Becken", 49],
    ["Triangel", 81],
    ["Tam-tam", 52],
    ["Something", 38],
  ])("%s is key %i", (name, key) => {
    expect(drumKeyOf(part(name), null)).toBe(key);
  });
});

describe("the General MIDI list", () => {
  it("has 128 different names, each where the standard has it", () => {
    expect(new Set(GENERAL_MIDI_NAMES).size).toBe(128);
    const at = (program: number) => GENERAL_MIDI_NAMES[program];
    expect([at(0), at(40), at(56), at(73), at(104), at(127)]).toEqual([
      "Acoustic Grand Piano",
      "Violin",
      "Trumpet",
      "Flute",
      "Sitar",
      "Gunshot",
    ]);
  });
});
