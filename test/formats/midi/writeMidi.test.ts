import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMidi } from "../../../src/formats/midi/readMidi.js";
import {
  SINGLE_NOTE_PPQ,
  writePerformanceMidi,
  writeSingleNoteMidi,
} from "../../../src/formats/midi/writeMidi.js";
import { header, meta, off, on, tempo, text, track } from "./midiFile.js";

const read = (bytes: Uint8Array) => readMidi(bytes, { fileName: "note.mid" });

describe("writeSingleNoteMidi", () => {
  it("writes one note from tick 0, with name, program and tempo: the bytes worked out by hand", () => {
    const bytes = writeSingleNoteMidi({
      name: "Fl",
      channel: 2,
      program: 73,
      pitch: 69,
      velocity: 76,
      durationSec: 0.9,
    });
    expect([...bytes]).toEqual([
      ...header(1, 2, SINGLE_NOTE_PPQ),
      ...track(meta(0, 3, []), tempo(0, 500_000)),
      ...track(meta(0, 3, text("Fl")), [0, 0xc2, 73], on(0, 69, 76, 2), off(17_280, 69, 2)), // 0.9 s * 19200
    ]);
  });

  it("gives back pitch, velocity, program, channel and times", () => {
    const midi = { pitch: fc.nat(127), velocity: fc.integer({ min: 1, max: 127 }), program: fc.nat(127) };
    const note = fc.record({
      ...midi,
      channel: fc.nat(15),
      durationSec: fc.double({ min: 0.001, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(note, (given) => {
        const { notes, tracks, warnings } = read(writeSingleNoteMidi({ name: "Flûte 笛", ...given }));
        expect(notes).toHaveLength(1);
        const { pitch, velocity, program, channel, onsetSec, offsetSec } = notes[0];
        expect({ pitch, velocity, program, channel }).toEqual({ ...given, durationSec: undefined });
        expect(onsetSec).toBe(0);
        expect(Math.abs(offsetSec - given.durationSec)).toBeLessThanOrEqual(0.5 / 19_200 + 1e-9);
        expect(tracks[1].name).toBe("Flûte 笛");
        expect(warnings).toEqual([]);
      }),
      { seed: 3 },
    );
  });

  it("holds the events of an ornament in order, repeated pitches ending where the next begins", () => {
    const events = [0, 0.1, 0.2, 0.3].map((startSec, k) => {
      return { pitch: 72, velocity: 60 + k, startSec, durationSec: 0.1 };
    });
    const { notes } = read(writeSingleNoteMidi({ name: "trill", channel: 0, program: 0, events }));
    expect(notes.map((n) => [n.velocity, n.onsetTick, n.offsetTick])).toEqual([
      [60, 0, 1920],
      [61, 1920, 3840],
      [62, 3840, 5760],
      [63, 5760, 7680],
    ]);
  });

  it.each([
    { why: "a negative start", startSec: -0.1, durationSec: 1 },
    { why: "an endless note", startSec: 0, durationSec: Number.POSITIVE_INFINITY },
    { why: "no number", startSec: Number.NaN, durationSec: 1 },
  ])("refuses $why", ({ startSec, durationSec }) => {
    const events = [{ pitch: 60, velocity: 64, startSec, durationSec }];
    expect(() => writeSingleNoteMidi({ name: "x", channel: 0, program: 0, events })).toThrow(
      /TIME_VALUE_INVALID|Note at/,
    );
  });
});

describe("writePerformanceMidi", () => {
  it("gives back tempos to the microsecond, meters, tracks and controllers to the step", () => {
    const whole = { min: 200_000, max: 2_000_000 };
    fc.assert(
      fc.property(fc.integer(whole), fc.integer(whole), fc.nat(127), (first, second, value) => {
        const performance = read(
          writePerformanceMidi({
            ppq: 960,
            name: "Trio",
            tempos: [
              { tick: 0, usPerQuarter: first },
              { tick: 960, usPerQuarter: second + (second === first ? 1 : 0) },
            ],
            meters: [{ tick: 0, numerator: 6, denominator: 8 }],
            tracks: [
              {
                name: "A",
                channel: 0,
                program: 40,
                notes: [{ pitch: 60, velocity: 80, onsetTick: 0, durationTick: 10 }],
              },
              {
                name: "B",
                channel: 1,
                program: 41,
                notes: [],
                controls: [{ tick: 5, controller: 64, value }],
              },
            ],
          }),
        );
        expect(performance.tempoMap.segments.map((s) => s.usPerQuarter)).toEqual([
          first,
          second + (second === first ? 1 : 0),
        ]);
        expect(performance.meters).toEqual([{ tick: 0, numerator: 6, denominator: 8 }]);
        expect(performance.tracks.map((t) => t.name)).toEqual(["Trio", "A", "B"]);
        expect(performance.controls.map((c) => c.value)).toEqual([value]);
      }),
      { seed: 5 },
    );
  });
});
