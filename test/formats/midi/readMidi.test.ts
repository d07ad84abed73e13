import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../../../src/core/limits.js";
import type { Performance } from "../../../src/core/performance.js";
import { readMidi } from "../../../src/formats/midi/readMidi.js";
import { chunk, END, file, header, meta, off, on, tempo, text, track, vlq } from "./midiFile.js";

function read(bytes: Uint8Array, limits?: Partial<Limits>): Performance {
  return readMidi(bytes, { fileName: "take.mid", limits: { ...DEFAULT_LIMITS, ...limits } });
}

/** [track, channel, pitch, velocity, onset tick, offset tick] of every note. */
function rows(performance: Performance): number[][] {
  return performance.notes.map((n) => [n.track, n.channel, n.pitch, n.velocity, n.onsetTick, n.offsetTick]);
}

function fault(bytes: Uint8Array, limits?: Partial<Limits>): LeitmotionError {
  try {
    read(bytes, limits);
  } catch (thrown) {
    if (thrown instanceof LeitmotionError) return thrown;
    throw thrown;
  }
  throw new Error("was read without a fault");
}

describe("time", () => {
  it("times a track by the tempo of the conductor track alone", () => {
    // 100 bpm, 960 ticks: 15 beats of 0.6 s are 9.0 s; at 120 bpm it would be 7.5 s
    const { notes } = read(
      file(header(1, 2, 960), track(tempo(0, 600_000)), track(on(14_400, 69), off(1440, 69))),
    );
    expect(notes[0].onsetSec).toBeCloseTo(9.0, 12);
    expect(notes[0].offsetSec).toBeCloseTo(9.9, 12);
  });

  it("merges tempo changes of several tracks into one map", () => {
    const slow = track(tempo(480, 1_000_000)); // from quarter 1: 60 bpm
    const fast = track(tempo(960, 250_000)); // from quarter 2: 240 bpm
    const { notes, tempoMap } = read(
      file(header(1, 3, 480), slow, fast, track(on(480, 60), off(480, 60), on(480, 62), off(480, 62))),
    );
    expect(tempoMap.segments.map((s) => s.startSec)).toEqual([0, 0.5, 1.5]);
    expect(notes.map((n) => [n.onsetSec, n.offsetSec])).toEqual([
      [0.5, 1.5],
      [1.75, 2],
    ]);
  });

  it.each([
    { fps: 25, perFrame: 40, tick: 1000, sec: 1 },
    { fps: 24, perFrame: 80, tick: 1920, sec: 1 },
    { fps: 30, perFrame: 10, tick: 150, sec: 0.5 },
    { fps: 29, perFrame: 100, tick: 3000, sec: 1.001 }, // 30 drop frame: 30000/1001 frames a second
  ])("counts $perFrame ticks in each of $fps SMPTE frames whatever the tempo events say", (row) => {
    const division = ((256 - row.fps) << 8) | row.perFrame;
    const { notes, warnings } = read(
      file(header(1, 2, division), track(tempo(0, 100_000)), track(on(row.tick, 60), off(row.tick, 60))),
    );
    expect(notes[0].onsetSec).toBeCloseTo(row.sec, 12);
    expect(notes[0].offsetSec).toBeCloseTo(2 * row.sec, 12);
    expect(warnings.map((w) => w.code)).toEqual(["MIDI_TEMPO_IGNORED"]);
  });

  it("ends with the latest end of a track, in ticks and seconds", () => {
    const { endTick, endSec } = read(
      file(header(1, 2, 480), track(meta(1920, 1, [])), track(on(0, 60), off(9, 60))),
    );
    expect([endTick, endSec]).toEqual([1920, 2]);
  });
});

describe("notes", () => {
  it("pairs overlapping equal pitches first in, first out, per track and channel", () => {
    const events = [
      on(0, 60, 10),
      on(10, 60, 20),
      on(0, 60, 30, 1),
      off(10, 60),
      off(10, 60),
      off(10, 60, 1),
    ];
    expect(rows(read(file(header(0, 1, 96), track(...events))))).toEqual([
      [0, 0, 60, 10, 0, 20],
      [0, 0, 60, 20, 10, 30],
      [0, 1, 60, 30, 10, 40],
    ]);
  });

  it("takes a note-off on the tick of the next note-on for the note before", () => {
    const events = [on(0, 60, 10), off(10, 60), on(0, 60, 20), off(10, 60)];
    expect(rows(read(file(header(0, 1, 96), track(...events))))).toEqual([
      [0, 0, 60, 10, 0, 10],
      [0, 0, 60, 20, 10, 20],
    ]);
  });

  it("reads velocity 0 as note-off and running status", () => {
    const bytes = file(
      header(0, 1, 96),
      chunk("MTrk", [0, 0x90, 60, 7, 9, 60, 0, 1, 62, 8, 9, 62, 0, ...END]),
    );
    expect(rows(read(bytes))).toEqual([
      [0, 0, 60, 7, 0, 9],
      [0, 0, 62, 8, 10, 19],
    ]);
  });

  it("closes hanging notes at the end of their track and counts them", () => {
    const { warnings, ...rest } = read(file(header(0, 1, 96), track(on(5, 60), on(0, 64), meta(95, 1, []))));
    expect(rows({ warnings, ...rest }).map((r) => r.slice(4))).toEqual([
      [5, 100],
      [5, 100],
    ]);
    expect(warnings).toMatchObject([{ code: "MIDI_NOTE_HANGING" }]);
    expect(warnings[0].message).toContain("2 notes");
  });

  it("reports a note-off without a note with its byte", () => {
    const { notes, warnings } = read(file(header(0, 1, 96), track(off(0, 60), on(0, 60), off(5, 60))));
    expect(notes).toHaveLength(1);
    expect(warnings).toMatchObject([{ code: "MIDI_NOTE_OFF_UNPAIRED", byte: 23 }]);
  });

  it("orders notes by onset, then track, then place in the file, and numbers them", () => {
    const first = track(on(10, 60), on(0, 59), off(1, 60), off(0, 59));
    const second = track(on(0, 40), on(10, 41), off(1, 41), off(0, 40));
    const { notes } = read(file(header(1, 2, 96), first, second));
    expect(notes.map((n) => n.pitch)).toEqual([40, 60, 59, 41]);
    expect(notes.map((n) => n.index)).toEqual([0, 1, 2, 3]);
  });

  it("gives a note the program in force on its channel, whichever track set it", () => {
    const programs = track([0, 0xc2, 40], [96, 0xc2, 73]);
    const notes = track(on(0, 60, 64, 2), on(95, 62, 64, 2), on(1, 64, 64, 2), on(0, 64, 64, 3));
    expect(read(file(header(1, 2, 96), notes, programs)).notes.map((n) => n.program)).toEqual([
      40, 40, 73, 0,
    ]);
  });

  it("keeps programs of equal channels on two ports apart", () => {
    const a = track(meta(0, 0x21, [0]), [0, 0xc0, 10], on(0, 60), off(1, 60));
    const b = track(meta(0, 0x21, [1]), [0, 0xc0, 20], on(0, 60), off(1, 60));
    expect(read(file(header(1, 2, 96), a, b)).notes.map((n) => n.program)).toEqual([10, 20]);
  });
});

describe("what lies beside the notes", () => {
  it("keeps track numbers, names and channels, also of tracks without notes", () => {
    const utf8 = [...Buffer.from("Flûte", "utf8")];
    const { tracks } = read(
      file(
        header(1, 3, 96),
        track(meta(0, 3, utf8)),
        track(),
        track(
          meta(0, 3, text("Fl\u00fbte")),
          meta(0, 3, text("second")),
          on(0, 60, 9, 5),
          off(1, 60, 5),
          on(0, 61),
          off(1, 61),
        ),
      ),
    );
    expect(tracks).toEqual([
      { index: 0, name: "Flûte", noteCount: 0, channels: [] },
      { index: 1, name: "", noteCount: 0, channels: [] },
      { index: 2, name: "Flûte", noteCount: 2, channels: [0, 5] },
    ]);
  });

  it("reads controllers, bends and meters", () => {
    const events = [
      [0, 0xb3, 7, 100],
      [2, 0xe3, 0, 0x40],
      [0, 0xe3, 0x7f, 0x7f],
      [0, 0xe3, 0, 0],
      meta(1, 0x58, [6, 3, 24, 8]),
    ];
    const performance = read(file(header(0, 1, 96), track(...events)));
    expect(performance.controls).toEqual([{ track: 0, channel: 3, tick: 0, controller: 7, value: 100 }]);
    expect(performance.bends.map((b) => b.bend)).toEqual([0, 8191, -8192]);
    expect(performance.meters).toEqual([{ tick: 3, numerator: 6, denominator: 8 }]);
  });

  it("finds the stretches of the damper pedal: 64 is down, 63 is up, a reset lifts it, the end too", () => {
    const cc = (delta: number, controller: number, value: number) => [...vlq(delta), 0xb0, controller, value];
    const events = [
      cc(1, 64, 64),
      cc(1, 64, 127),
      cc(1, 64, 63),
      cc(1, 64, 90),
      cc(1, 121, 0),
      cc(1, 64, 90),
      meta(4, 1, []),
    ];
    expect(read(file(header(0, 1, 96), track(...events))).pedals).toEqual([
      { channel: 0, startTick: 1, endTick: 3 },
      { channel: 0, startTick: 4, endTick: 5 },
      { channel: 0, startTick: 6, endTick: 10 },
    ]);
  });
});

describe("odd but legal", () => {
  const note = [...on(0, 60), ...off(96, 60)];
  const expected = [[0, 0, 60, 64, 0, 96]];

  it.each([
    {
      why: "an alien chunk before the track",
      bytes: file(header(0, 1, 96), chunk("XFIH", [1, 2, 3]), track(note)),
      codes: [],
    },
    {
      why: "a header of eight bytes",
      bytes: file(chunk("MThd", [0, 0, 0, 1, 0, 96, 9, 9]), track(note)),
      codes: [],
    },
    { why: "RIFF-MIDI", bytes: rmid(file(header(0, 1, 96), track(note))), codes: [] },
    {
      why: "a delta time of four bytes",
      bytes: file(header(0, 1, 96), track([0x80, 0x80, 0x80, 0, 0x90, 60, 64], off(96, 60))),
      codes: [],
    },
    {
      why: "a system exclusive event with continuation",
      bytes: file(header(0, 1, 96), track([0, 0xf0, 2, 0x7e, 0x7f, 0, 0xf7, 1, 0xf7], note)),
      codes: [],
    },
    {
      why: "running status across a meta event",
      bytes: file(header(0, 1, 96), track(on(0, 60), meta(0, 1, [65]), [96, 60, 0])),
      codes: ["MIDI_RUNNING_STATUS_AFTER_META"],
    },
    {
      why: "no end-of-track event",
      bytes: file(header(0, 1, 96), chunk("MTrk", note)),
      codes: ["MIDI_END_OF_TRACK_MISSING"],
    },
    {
      why: "bytes after the end-of-track event",
      bytes: file(header(0, 1, 96), chunk("MTrk", [...note, ...END, 1, 2])),
      codes: ["MIDI_BYTES_AFTER_END"],
    },
    {
      why: "a byte behind the last chunk",
      bytes: file(header(0, 1, 96), track(note), [42]),
      codes: ["MIDI_TRAILING_BYTES"],
    },
    {
      why: "rubbish behind the last chunk",
      bytes: file(header(0, 1, 96), track(note), text("this is no chunk")),
      codes: ["MIDI_TRAILING_BYTES"],
    },
    {
      why: "two tracks in format 0",
      bytes: file(header(0, 2, 96), track(note), track()),
      codes: ["MIDI_TRACK_COUNT"],
    },
    {
      why: "more tracks than promised",
      bytes: file(header(1, 1, 96), track(note), track()),
      codes: ["MIDI_TRACK_COUNT"],
    },
    {
      why: "a time signature over 2^200",
      bytes: file(header(0, 1, 96), track(meta(0, 0x58, [4, 200, 0, 0]), note)),
      codes: ["MIDI_METER_INVALID"],
    },
  ])("reads $why", ({ bytes, codes }) => {
    const performance = read(bytes);
    expect(rows(performance)).toEqual(expected);
    expect(performance.warnings.map((w) => w.code)).toEqual(codes);
  });

  it("reads a file without a note", () => {
    const performance = read(file(header(0, 1, 96), track()));
    expect([performance.notes, performance.endSec, performance.warnings]).toEqual([[], 0, []]);
  });
});

function rmid(midi: Uint8Array): Uint8Array {
  const le = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24];
  const info = [...text("DISP"), ...le(3), 1, 2, 3, 0]; // odd length, padded
  const data = [...text("data"), ...le(midi.length), ...midi];
  const body = [...text("RMID"), ...info, ...data];
  return Uint8Array.from([...text("RIFF"), ...le(body.length), ...body]);
}

describe("refused, with the byte", () => {
  const body = track(on(0, 60), off(96, 60));

  it.each([
    { why: "an empty file", bytes: file(), byte: 0 },
    { why: "another kind of file", bytes: file(text("not a midi file")), byte: 0 },
    { why: "a cut header", bytes: file(header(0, 1, 96).slice(0, 12)), byte: 8 },
    { why: "a header of five bytes", bytes: file(chunk("MThd", [0, 0, 0, 1, 0]), body), byte: 4 },
    { why: "division 0", bytes: file(header(0, 1, 0), body), byte: 12 },
    { why: "a SMPTE division of 26 frames", bytes: file(header(0, 1, 0xe628), body), byte: 12 },
    { why: "a SMPTE division of 0 ticks", bytes: file(header(0, 1, 0xe700), body), byte: 12 },
    {
      why: "a track longer than the file",
      bytes: file(header(0, 1, 96), text("MTrk"), [0x7f, 255, 255, 255, 0]),
      byte: 18,
    },
    { why: "the last byte missing", bytes: file(header(0, 1, 96), body.slice(0, -1)), byte: 18 },
    { why: "fewer tracks than promised", bytes: file(header(1, 2, 96), body), byte: 14 + body.length },
    {
      why: "a chunk header cut off",
      bytes: file(header(1, 2, 96), body, text("MTr")),
      byte: 14 + body.length,
    },
    { why: "two headers", bytes: file(header(0, 1, 96), header(0, 1, 96), body), byte: 14 },
    {
      why: "a delta time of five bytes",
      bytes: file(header(0, 1, 96), track([128, 128, 128, 128, 0, 0x90, 60, 1])),
      byte: 22,
    },
    {
      why: "a data byte with its high bit set",
      bytes: file(header(0, 1, 96), track([0, 0x90, 60, 0x80])),
      byte: 25,
    },
    { why: "a data byte without a status", bytes: file(header(0, 1, 96), track([0, 60, 64])), byte: 23 },
    {
      why: "running status across system exclusive",
      bytes: file(header(0, 1, 96), track(on(0, 60), [0, 0xf0, 0], [0, 61, 64])),
      byte: 30,
    },
    { why: "a system message", bytes: file(header(0, 1, 96), track([0, 0xf8])), byte: 23 },
    {
      why: "a meta event longer than its track",
      bytes: file(header(0, 1, 96), chunk("MTrk", [0, 0xff, 1, 100, 65])),
      byte: 26,
    },
    {
      why: "an event cut off at the end of the track",
      bytes: file(header(0, 1, 96), chunk("MTrk", [0, 0x90, 60])),
      byte: 25,
    },
    { why: "a tempo of 0", bytes: file(header(0, 1, 96), track(tempo(0, 0))), byte: 23 },
    { why: "a tempo of two bytes", bytes: file(header(0, 1, 96), track(meta(0, 0x51, [1, 2]))), byte: 23 },
    {
      why: "RIFF of another kind",
      bytes: Uint8Array.from([...text("RIFF"), 4, 0, 0, 0, ...text("WAVE")]),
      byte: 8,
    },
    { why: "RIFF-MIDI cut off", bytes: rmid(file(header(0, 1, 96), body)).slice(0, -1), byte: 4 },
  ])("$why", ({ bytes, byte }) => {
    const { code, place } = fault(bytes);
    expect({ code, place }).toEqual({ code: "MIDI_MALFORMED", place: { file: "take.mid", byte } });
  });

  it.each([2, 3, 9])("format %i", (format) => {
    const { code, place } = fault(file(header(format, 1, 96), body));
    expect({ code, place }).toEqual({
      code: "MIDI_FORMAT_UNSUPPORTED",
      place: { file: "take.mid", byte: 8 },
    });
  });

  it("any cut of a good file: read to its full note count never, a fault with a byte always", () => {
    const whole = file(header(1, 2, 96), track(tempo(0, 400_000)), body);
    for (let length = 0; length < whole.length; length++) {
      expect(fault(whole.slice(0, length)).code).toBe("MIDI_MALFORMED");
    }
  });
});

describe("limits", () => {
  const bytes = file(
    header(1, 2, 480),
    track(tempo(0, 500_000)),
    track(on(0, 60), off(480, 60), on(0, 62), off(480, 62)), // 4 events + end; 2 with the tempo track's end
  );

  it.each([
    { name: "fileByte", value: bytes.length },
    { name: "track", value: 2 },
    { name: "event", value: 7 },
    { name: "tick", value: 960 },
    { name: "note", value: 2 },
    { name: "durationSec", value: 1 },
  ] as const)("$name = $value passes at the limit and below it, not above", ({ name, value }) => {
    expect(read(bytes, { [name]: value + 1 }).notes).toHaveLength(2);
    expect(read(bytes, { [name]: value }).notes).toHaveLength(2);
    const refusal = fault(bytes, { [name]: value - 1 });
    expect(refusal.code).toBe("LIMIT_EXCEEDED");
    expect(refusal.message).toContain(`limit ${name} = ${value - 1}`);
    expect(refusal.place.file).toBe("take.mid");
  });
});

describe("laws", () => {
  it("any bytes end in a performance or in one LeitmotionError of the three kinds", () => {
    const mutated = fc
      .tuple(fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }), fc.nat(200))
      .map(([edits, cut]) => {
        const bytes = [
          ...header(1, 2, 96),
          ...track(tempo(0, 400_000)),
          ...track(on(0, 60), off(9, 60), on(1, 61), off(9, 61)),
        ];
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        return Uint8Array.from(cut < bytes.length ? bytes.slice(0, bytes.length - (cut % 3)) : bytes);
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        try {
          read(bytes);
        } catch (thrown) {
          expect(["MIDI_MALFORMED", "MIDI_FORMAT_UNSUPPORTED", "LIMIT_EXCEEDED"]).toContain(
            (thrown as LeitmotionError).code,
          );
        }
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  /** Searching a list for each note-off would take minutes. */
  it("reads 100 000 overlapping notes of one pitch", () => {
    const count = 100_000;
    const events = [
      ...Array.from({ length: count }, () => on(0, 60)),
      ...Array.from({ length: count }, () => off(0, 60)),
    ];
    expect(read(file(header(0, 1, 96), track(events.flat()))).notes).toHaveLength(count);
  });
});
