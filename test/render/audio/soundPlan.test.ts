import { describe, expect, it } from "vitest";
import type { Performance, PerformedNote } from "../../../src/core/performance.js";
import type { Score, ScoreInstrument, ScorePart } from "../../../src/core/score.js";
import { audioNames } from "../../../src/render/audio/audioNames.js";
import { estimateAudioByte } from "../../../src/render/audio/estimateAudio.js";
import { DEFAULT_AUDIO_SETTINGS, soundKey } from "../../../src/render/audio/sound.js";
import { type NoteSound, planSounds, type ScoreSound } from "../../../src/render/audio/soundPlan.js";
import type { NoteRecord } from "../../../src/schema/registry.js";

const instrument = (rest: Partial<ScoreInstrument> = {}): ScoreInstrument => ({
  id: "I1",
  name: "",
  sound: "",
  midiChannel: null,
  midiProgram: null,
  midiUnpitched: null,
  ...rest,
});
const part = (index: number, name: string, instruments = [instrument()]): ScorePart => ({
  id: `P${index + 1}`,
  index,
  name,
  abbreviation: "",
  instruments,
  staffCount: 1,
});
const scoreOf = (...parts: ScorePart[]) => ({ parts, notes: [] }) as unknown as Score;

const midiOf = (rest: Partial<NonNullable<NoteRecord["midi"]>> = {}): NonNullable<NoteRecord["midi"]> => ({
  track: 1,
  trackName: "Flute",
  channel: 0,
  pitch: 69,
  velocity: 76,
  onsetTick: 960,
  onsetSec: 9,
  durationSec: 0.9,
  ...rest,
});

let ids = 0;
function record(
  status: NoteRecord["match"]["status"],
  partId: string | null,
  midi: NoteRecord["midi"],
  more: {
    startSec?: number;
    unpitched?: boolean;
    pitch?: { step: "A" | "F"; alter: number; octave: number; midi: number };
  } = {},
): NoteRecord {
  const {
    startSec = midi?.onsetSec ?? 1,
    unpitched = false,
    pitch = { step: "A", alter: 0, octave: 4, midi: 69 },
  } = more;
  const universalId = `${String(++ids).padStart(8, "0")}-0000-5000-8000-000000000000`;
  const score = partId && {
    partId,
    pitch,
    unpitched,
    measureIndex: 0,
    measureQuarter: "0",
    staff: 1,
    voice: "1",
  };
  return {
    universalId,
    shortId: universalId.slice(4, 8),
    score,
    midi,
    timing: { startSec, endSec: startSec + 0.5, source: "midi_exact", confidence: 1 },
    match: { status, confidence: 1 },
  } as unknown as NoteRecord;
}

/** A MIDI file that holds the notes of these records, with the given program changes. */
function performanceOf(records: readonly NoteRecord[], programs: Record<number, number> = {}): Performance {
  const notes = records.flatMap(({ midi }) => {
    if (!midi) return [];
    const { track, channel, pitch, velocity, onsetTick, onsetSec } = midi;
    return [
      {
        track,
        channel,
        pitch,
        velocity,
        onsetTick,
        onsetSec,
        program: programs[channel] ?? 0,
      } as PerformedNote,
    ];
  });
  const changes = Object.entries(programs).map(([channel, program]) => ({
    track: 1,
    channel: Number(channel),
    tick: 0,
    program,
  }));
  return { notes, programs: changes } as unknown as Performance;
}

describe("with a MIDI file", () => {
  const plan = (records: NoteRecord[], score: Score, programs?: Record<number, number>) =>
    planSounds(records, { score, performance: performanceOf(records, programs), scoreSounds: null });

  it("a note sounds as it was played, at the time of its record", () => {
    const [sound] = plan(
      [record("matched", "P1", midiOf(), { startSec: 9.012 })],
      scoreOf(part(0, "Flûte")),
      { 0: 73 },
    );
    expect(sound).toMatchObject({
      partKey: "P1",
      instrument: "Flûte",
      program: 73,
      percussion: false,
      startSec: 9.012,
    });
    expect(sound).toMatchObject({ velocity: 76, durationSec: 0.9 });
    expect(sound.events).toEqual([{ pitch: 69, velocity: 76, startSec: 0, durationSec: 0.9 }]);
  });

  it("a note that was not played, and a continued tie, are silent", () => {
    const records = [
      record("score_only", "P1", null),
      record("tied", "P1", null),
      record("matched", "P1", midiOf()),
    ];
    expect(plan(records, scoreOf(part(0, "Flute"))).map((s) => s.universalId)).toEqual([
      records[2].universalId,
    ]);
  });

  it("a channel without any program change is played by the score's instrument", () => {
    const records = [
      record("matched", "P1", midiOf()),
      record("matched", "P2", midiOf({ channel: 1, track: 2 })),
    ];
    const score = scoreOf(part(0, "Flûte"), part(1, "Violon"));
    expect(plan(records, score, { 1: 42 }).map((s) => s.program)).toEqual([73, 42]);
  });

  it("program 0 is a program change like any other", () => {
    const records = [record("matched", "P1", midiOf())];
    expect(plan(records, scoreOf(part(0, "Flûte")), { 0: 0 })[0].program).toBe(0);
  });

  it("a note nobody wrote goes with the part that its track plays, or stays with its track", () => {
    const records = [
      record("matched", "P2", midiOf({ onsetSec: 1 })),
      record("matched", "P2", midiOf({ onsetSec: 2 })),
      record("matched", "P1", midiOf({ onsetSec: 3 })),
      record("midi_only", null, midiOf({ onsetSec: 4 })),
      record("midi_only", null, midiOf({ onsetSec: 5, track: 4, trackName: "Bratsche", channel: 3 })),
    ];
    const sounds = plan(records, scoreOf(part(0, "Flute"), part(1, "Oboe")));
    expect(sounds.map((s) => s.partKey)).toEqual(["P2", "P2", "P1", "P2", "track:4"]);
    expect(sounds.map((s) => s.program)).toEqual([68, 68, 73, 68, 41]);
    expect(sounds[4]).toMatchObject({ instrument: "Bratsche", partId: null, track: 4 });
  });

  it("channel 10 is the drum kit, whatever the score thinks", () => {
    const [sound] = plan(
      [record("matched", "P1", midiOf({ channel: 9, pitch: 38 }))],
      scoreOf(part(0, "Flute")),
      { 9: 8 },
    );
    expect(sound).toMatchObject({ percussion: true, program: 8 });
    expect(sound.events[0].pitch).toBe(38);
  });

  it("every performed note sounds once and nothing else does", () => {
    const records = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0
        ? record("score_only", "P1", null)
        : record(
            i % 3 === 1 ? "matched" : "midi_only",
            i % 3 === 1 ? "P1" : null,
            midiOf({ onsetTick: i, onsetSec: 30 - i }),
          ),
    );
    const sounds = plan(records, scoreOf(part(0, "Flute")));
    const played = records.filter((r) => r.midi).map((r) => r.universalId);
    expect(sounds.map((s) => s.universalId).sort()).toEqual(played.sort());
    expect(sounds.map((s) => s.startSec)).toEqual(sounds.map((s) => s.startSec).sort((a, b) => a - b));
  });
});

describe("without a MIDI file", () => {
  const event = { pitch: 70, velocity: 64, startSec: 0, durationSec: 0.4 };
  const sounding: ScoreSound = { onsetSec: 1, durationSec: 0.4, velocity: 64, events: [event] };
  const plan = (records: NoteRecord[], score: Score) =>
    planSounds(records, {
      score,
      performance: null,
      scoreSounds: new Map(records.map((r) => [r.universalId, sounding])),
    });

  it("the score's own performance sounds on the score's own instrument", () => {
    const [sound] = plan(
      [record("score_only", "P1", null)],
      scoreOf(part(0, "X", [instrument({ midiProgram: 71 })])),
    );
    expect(sound).toMatchObject({ program: 71, velocity: 64, durationSec: 0.4, startSec: 1, track: null });
    expect(sound.events).toEqual([event]);
  });

  it("a continued tie is silent", () => {
    expect(plan([record("tied", "P1", null)], scoreOf(part(0, "Flute")))).toEqual([]);
  });

  it("an unpitched note plays its drum", () => {
    const score = scoreOf(part(0, "Drums", [instrument({ midiUnpitched: 42 })]), part(1, "Triangle"));
    const records = [
      record("score_only", "P1", null, { unpitched: true }),
      record("score_only", "P2", null, { unpitched: true }),
    ];
    const sounds = plan(records, score);
    expect(sounds.map((s) => [s.percussion, s.events[0].pitch])).toEqual([
      [true, 42],
      [true, 81],
    ]);
  });
});

describe("names of files", () => {
  const named = (r: NoteRecord, instrumentName: string) =>
    audioNames(r, {
      instrument: instrumentName,
      velocity: 76,
      events: [{ pitch: 66 }],
    } as unknown as NoteSound);

  it("hold instrument, written pitch, velocity and the short ID", () => {
    const r = {
      ...record("matched", "P1", midiOf(), { pitch: { step: "F", alter: 1, octave: 4, midi: 66 } }),
      shortId: "2584",
    };
    expect(named(r, "Flûte")).toEqual({
      wav: "Flute_Fs4_vel76_2584.wav",
      midi: "Flute_Fs4_vel76_2584.mid",
      keyframes: "Flute_Fs4_vel76_2584_keyframes.json",
    });
  });

  it("take the MIDI key where nothing is written", () => {
    expect(named({ ...record("midi_only", null, midiOf()), shortId: "ab12" }, "a/b").wav).toBe(
      "a_b_Fs4_vel76_ab12.wav",
    );
  });
});

describe("sound keys", () => {
  const sound = {
    program: 40,
    percussion: false,
    events: [{ pitch: 60, velocity: 70, startSec: 0, durationSec: 0.5 }],
  };
  const changed = (event: object) => ({ ...sound, events: [{ ...sound.events[0], ...event }] });

  it("agree for what sounds the same to the sample, and differ for all else", () => {
    const key = (s: typeof sound, settings = DEFAULT_AUDIO_SETTINGS) => soundKey(s, settings);
    expect(key(changed({ durationSec: 0.5 + 1e-6 }))).toBe(key(sound));
    const others = [
      key(changed({ durationSec: 0.5 + 3e-5 })),
      key(changed({ pitch: 61 })),
      key(changed({ velocity: 71 })),
      key({ ...sound, program: 41 }),
      key({ ...sound, percussion: true }),
      key({ ...sound, events: [...sound.events, ...sound.events] }),
      key(sound, { ...DEFAULT_AUDIO_SETTINGS, noteChannels: 2 }),
    ];
    expect(new Set([key(sound), ...others]).size).toBe(others.length + 1);
  });
});

describe("the space that sounds need", () => {
  const sound = (startSec: number, pitch: number): NoteSound => ({
    universalId: `${startSec}`,
    partKey: "P1",
    partId: "P1",
    track: 0,
    instrument: "Flute",
    startSec,
    durationSec: 1,
    velocity: 64,
    program: 73,
    percussion: false,
    events: [{ pitch, velocity: 64, startSec: 0, durationSec: 1 }],
  });

  it("counts equal notes once where the disk can link, and every note where it cannot", () => {
    const sounds = [sound(0, 60), sound(1, 60), sound(2, 62)];
    const linked = estimateAudioByte(sounds, DEFAULT_AUDIO_SETTINGS);
    const copied = estimateAudioByte(sounds, DEFAULT_AUDIO_SETTINGS, { canLink: false });
    expect(copied.noteByte / linked.noteByte).toBeCloseTo(1.5, 6);
    expect(linked.totalByte).toBe(linked.noteByte + linked.mixByte);
  });

  it("is worked out by hand for one note: 4 s of mono, 4 s of stereo for part and mix", () => {
    const { noteByte, mixByte } = estimateAudioByte([sound(0, 60)], DEFAULT_AUDIO_SETTINGS);
    expect(noteByte).toBe(4 * 144_000 + 8192 + 4096);
    expect(mixByte).toBe(2 * (4 * 288_000 + 8192));
  });

  it("of nothing is nothing", () => {
    expect(estimateAudioByte([], DEFAULT_AUDIO_SETTINGS).totalByte).toBe(0);
  });
});
