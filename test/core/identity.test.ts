import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatMidiPitch,
  formatPitch,
  formatPitchForFile,
  midiToHz,
  pitchToDiatonic,
  pitchToMidi,
} from "../../src/core/pitch.js";
import { isUuid, uuidsV5, uuidV5 } from "../../src/core/uuid.js";
import { fromDocument, toDocument } from "../../src/schema/codec.js";
import { formatDocument } from "../../src/schema/formatDocument.js";

describe("uuidV5", () => {
  it("gives the value printed in RFC 9562, appendix A.4", () => {
    expect(uuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
      "2ed6657d-e927-568b-95e1-2665a8aea6a2",
    );
  });

  it("is the same for one name and for many, however long they are", () => {
    const namespace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    const idOf = uuidsV5(namespace);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
        const bytes = Buffer.from(namespace.replaceAll("-", "") + Buffer.from(name).toString("hex"), "hex");
        const sha1 = createHash("sha1").update(bytes).digest();
        const id = idOf(name).replaceAll("-", "");
        expect(id.slice(0, 12) + id.slice(13, 16) + id.slice(17)).toBe(
          sha1.toString("hex").replace(/^(.{12}).(.{3}).(.{15}).*/, "$1$2$3"),
        );
        expect(idOf(name)).toBe(uuidV5(namespace, name));
      }),
    );
  });

  it("is a UUID for any name", () => {
    fc.assert(
      fc.property(fc.string(), (name) => isUuid(uuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", name))),
    );
  });
});

describe("pitch", () => {
  it.each([
    [{ step: "C", alter: 0, octave: 4 }, 60, "C4", "C4"],
    [{ step: "F", alter: 1, octave: 4 }, 66, "F#4", "Fs4"],
    [{ step: "B", alter: -1, octave: 3 }, 58, "Bb3", "Bb3"],
    [{ step: "C", alter: -1, octave: 5 }, 71, "Cb5", "Cb5"],
    [{ step: "B", alter: 1, octave: 3 }, 60, "B#3", "Bs3"],
    [{ step: "C", alter: 2, octave: -1 }, 2, "C##-1", "Cssm1"],
  ] as const)("%o is MIDI key %d, %s", (pitch, midi, name, fileName) => {
    expect(pitchToMidi(pitch)).toBe(midi);
    expect(formatPitch(pitch)).toBe(name);
    expect(formatPitchForFile(pitch)).toBe(fileName);
  });

  it("counts steps, names keys and knows the concert A", () => {
    expect(pitchToDiatonic({ step: "C", alter: 0, octave: 4 })).toBe(28);
    expect(formatMidiPitch(70)).toBe("A#4");
    expect(midiToHz(69)).toBe(440);
    expect(midiToHz(81)).toBe(880);
  });
});

describe("documents", () => {
  it("turn names around and back", () => {
    const value = { onsetSec: 1, shortId: "ab", notes: [{ partId: "P1", pitch: { midiKey: null } }] };
    expect(toDocument(value)).toEqual({
      onset_sec: 1,
      short_id: "ab",
      notes: [{ part_id: "P1", pitch: { midi_key: null } }],
    });
    expect(fromDocument(toDocument(value))).toEqual(value);
  });

  it("are JSON with a line per note", () => {
    const text = formatDocument({
      schema_id: "x.v1",
      empty: [],
      numbers: [1, 2],
      notes: [{ a: 1 }, { a: 2 }],
    });
    expect(JSON.parse(text)).toEqual({
      schema_id: "x.v1",
      empty: [],
      numbers: [1, 2],
      notes: [{ a: 1 }, { a: 2 }],
    });
    expect(text.split("\n").filter((line) => line.includes('"a"'))).toHaveLength(2);
  });
});
