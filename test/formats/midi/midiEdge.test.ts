import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LeitmotionError } from "../../../src/core/error.js";
import type { Performance } from "../../../src/core/performance.js";
import { readMidi } from "../../../src/formats/midi/readMidi.js";

const FOLDER = "../shared/data/midi-edge/midi";
const present = existsSync(FOLDER);
if (!present) console.warn(`midiEdge.test: skipped, ${FOLDER} is missing`);

const SCALE = [60, 62, 64, 65, 67, 69, 71, 72];
const CHORDS = SCALE.flatMap((_, k) => [0, 2, 4].map((third) => diatonic(k + third)));

/** White keys counted from middle C. */
function diatonic(step: number): number {
  return SCALE[step % 7] + 12 * Math.floor(step / 7);
}

/** What each file is for (its name and the texts inside), as what must come out of it. */
const READ: Record<string, (p: Performance) => void> = {};
const REFUSED: Record<string, string> = {
  "2-tracks-type-2.mid": "MIDI_FORMAT_UNSUPPORTED",
  "corrupt-file-missing-byte.mid": "MIDI_MALFORMED",
  "empty-file.mid": "MIDI_MALFORMED",
  "not-a-midi-file.mid": "MIDI_MALFORMED",
  "syx-7e-06-01-id-request.syx": "MIDI_MALFORMED",
  "running-status-sysex.mid": "MIDI_MALFORMED", // the standard: system exclusive ends running status
};
for (const name of [
  "all",
  "f1-xx",
  "f2-xx-xx",
  "f3-xx",
  "f4",
  "f5",
  "f6",
  "f8",
  "f9",
  "fa",
  "fb",
  "fc",
  "fd",
  "fe",
]) {
  REFUSED[`illegal-message-${name}.mid`] = "MIDI_MALFORMED";
}

/** A C major scale in quarters of 96 ticks, one after the other. */
function expectScale(p: Performance, track = 0, shift = 0, startTick = 0): void {
  const notes = p.notes.filter((n) => n.track === track);
  expect(notes.map((n) => [n.pitch - shift, n.onsetTick, n.offsetTick])).toEqual(
    SCALE.map((pitch, k) => [pitch, startTick + 96 * k, startTick + 96 * (k + 1)]),
  );
  expect(notes.at(-1)?.offsetSec).toBeCloseTo(startTick / 192 + 4, 12); // 120 bpm by default
}

const scales = {
  "c-major-scale.mid": [],
  "corrupt-file-extra-byte.mid": ["MIDI_TRAILING_BYTES"],
  "non-midi-track.mid": [],
  "running-status-metaevent.mid": ["MIDI_RUNNING_STATUS_AFTER_META"],
  "smpte-offset.mid": [],
  "vlq-2-byte.mid": [],
  "vlq-3-byte.mid": [],
  "vlq-4-byte.mid": [],
};
for (const [name, codes] of Object.entries(scales)) {
  READ[name] = (p) => {
    expectScale(p);
    expect(p.warnings.map((w) => w.code)).toEqual(codes);
  };
}
for (const type of [0, 1]) {
  READ[`2-tracks-type-${type}.mid`] = (p) => {
    expectScale(p, 0, 0, 96);
    expectScale(p, 1, 1, 96);
    expect(p.format).toBe(type);
    expect(p.warnings.map((w) => w.code)).toEqual(type === 0 ? ["MIDI_TRACK_COUNT"] : []);
  };
}

const chordChannels = [3, 3, 3, 2];
for (const [k, channels] of chordChannels.entries()) {
  READ[`multichannel-chords-${k}.mid`] = (p) => {
    expect(p.notes.map((n) => n.pitch)).toEqual(CHORDS);
    expect(new Set(p.notes.map((n) => n.channel)).size).toBe(channels);
    expect(new Set(p.notes.map((n) => n.track)).size).toBe([1, 3, 2, 3][k]);
  };
}

const ARPEGGIO = [60, 64, 67, 72];
/** Programs that play the arpeggio of four notes each; the counts are named in the files' own texts. */
const sounds = { gm: 128, gm2: 265, gs: 1261, "microsoft-gs-wavetable-synth": 226, xg: 1140 };
for (const [kind, programs] of Object.entries(sounds)) {
  READ[`all-${kind}-sounds.mid`] = (p) => {
    expect(p.programs).toHaveLength(programs);
    expect(p.notes.map((n) => n.pitch)).toEqual(
      Array.from({ length: 4 * programs }, (_, i) => ARPEGGIO[i % 4]),
    );
    expect(p.notes.map((n) => n.program)).toEqual(p.programs.flatMap((c) => Array(4).fill(c.program)));
  };
}
READ["all-gm-percussion.mid"] = (p) => {
  expect(p.notes.map((n) => n.pitch)).toEqual(Array.from({ length: 183 }, (_, i) => 27 + Math.floor(i / 3)));
  expect(p.tracks[0].channels).toEqual([9]);
};
READ["note-on-velocity.mid"] = (p) => {
  expect(p.notes.map((n) => n.velocity)).toEqual([1, 16, 32, 48, 64, 80, 96, 112, 127]);
};
READ["control-40-damper.mid"] = (p) => {
  expect(p.notes.map((n) => n.pitch)).toEqual([...ARPEGGIO, ...ARPEGGIO]);
  expect(p.pedals).toHaveLength(1); // "two sequences", the second with the damper on
  expect(p.pedals[0].startTick).toBeGreaterThanOrEqual(p.notes[3].offsetTick);
  expect(p.pedals[0].startTick).toBeLessThanOrEqual(p.notes[4].onsetTick);
  expect(p.pedals[0].endTick).toBeGreaterThanOrEqual(p.notes[7].offsetTick);
};
READ["rpn-00-00-pitch-bend-range.mid"] = (p) => {
  expect(p.notes).toHaveLength(5);
  expect(Math.min(...p.bends.map((b) => b.bend))).toBe(-8192);
  expect(Math.max(...p.bends.map((b) => b.bend))).toBe(8191);
};
READ["track-length.mid"] = (p) => {
  expect(p.notes.map((n) => [n.onsetSec, n.offsetSec])).toEqual([[0, 0.5]]);
  expect(p.endSec).toBe(1.5); // "ends after one half note"
};
READ["karaoke-kar.mid"] = (p) => {
  // E D C D E E E - D D D - E E E - … : the tune of "Mary had a little lamb"
  expect(p.notes.slice(0, 13).map((n) => n.pitch)).toEqual([
    64, 62, 60, 62, 64, 64, 64, 62, 62, 62, 64, 67, 67,
  ]);
  expect(p.notes).toHaveLength(29);
};
for (const name of ["all-notes-off", "end-of-track", "text-metaevent"]) {
  READ[`silence-${name}.mid`] = (p) => expect([p.notes.length, p.endSec]).toEqual([0, 5]); // "5 seconds"
}
READ["empty.mid"] = (p) => expect([p.notes.length, p.endTick, p.tracks.length]).toEqual([0, 0, 1]);

/** Files about messages that are kept as controllers or passed over: only their notes count here. */
const noteCounts = {
  "control-00-20-bank-select.mid": 8,
  "control-41-portamento.mid": 8,
  "control-54-portamento-control.mid": 1,
  "control-7c-omni-mode-off.mid": 0,
  "control-7d-omni-mode-on.mid": 0,
  "control-7e-mono-mode-on.mid": 0,
  "control-7f-poly-mode-on.mid": 0,
  "gm2-doggy-78-00-38-4c.mid": 3,
  "gm2-doggy-79-01-7b.mid": 3,
  "gs-doggy-01-00-7b.mid": 3,
  "xg-doggy-40-00-30.mid": 3,
  "xg-doggy-7e-00-00-54.mid": 3,
  "rpn-00-01-fine-tuning.mid": 25,
  "rpn-00-02-coarse-tuning.mid": 8,
  "rpn-00-05-modulation-depth-range.mid": 5,
  "sysex-7e-06-01-id-request.mid": 0,
  "sysex-7e-09-01-gm1-enable.mid": 0,
  "sysex-7e-09-02-gm-disable.mid": 0,
  "sysex-7e-09-03-gm2-enable.mid": 0,
  "sysex-7f-04-03-master-fine-tuning.mid": 5,
  "sysex-7f-04-04-master-coarse-tuning.mid": 8,
  "sysex-7x-08-0x-scale-tuning.mid": 65,
  "sysex-gs-40-1x-15-drum-part-change.mid": 8,
  "sysex-gs-40-1x-4x-scale-tuning.mid": 3,
};
for (const [name, count] of Object.entries(noteCounts))
  READ[name] = (p) => expect(p.notes).toHaveLength(count);

function readEdge(name: string): Performance {
  return readMidi(readFileSync(`${FOLDER}/test-${name}`), { fileName: name });
}

describe.skipIf(!present)("files at the edge of the standard", () => {
  it("every file of the folder stands in one of the two tables", () => {
    const known = [...Object.keys(READ), ...Object.keys(REFUSED)].sort();
    expect(known).toEqual(
      readdirSync(FOLDER)
        .map((file) => file.replace(/^test-/, ""))
        .sort(),
    );
  });

  it.each(Object.keys(READ))("%s is read as it means", (name) => {
    const performance = readEdge(name);
    READ[name](performance);
    expect(performance.notes.every((n) => n.offsetTick > n.onsetTick)).toBe(true);
    expect(performance.warnings.filter((w) => /HANGING|UNPAIRED/.test(w.code))).toEqual([]);
  });

  it.each(Object.entries(REFUSED))("%s is refused in one line with %s and the byte", (name, code) => {
    let fault: unknown;
    try {
      readEdge(name);
    } catch (thrown) {
      fault = thrown;
    }
    expect(fault).toBeInstanceOf(LeitmotionError);
    expect(fault).toMatchObject({ code, place: { file: name, byte: expect.any(Number) } });
    expect((fault as LeitmotionError).message).not.toContain("\n");
  });
});
