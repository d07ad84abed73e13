/** Notes to MIDI files, written with @tonejs/midi: single notes for the output folder, whole performances. */
import tone from "@tonejs/midi";
import { LeitmotionError } from "../../core/error.js";

/** One tick of a single-note file is 1/19200 s: 9600 ticks per quarter at the written 120 bpm. */
export const SINGLE_NOTE_PPQ = 9600;
const SINGLE_NOTE_US_PER_QUARTER = 500_000;

export interface SingleNoteEvent {
  /** MIDI key, 0–127. */
  readonly pitch: number;
  /** 1–127. */
  readonly velocity: number;
  /** From the start of the file, >= 0. */
  readonly startSec: number;
  /** > 0; at least one tick is written. */
  readonly durationSec: number;
}

/** A plain note (it starts at 0 s), or the several events of a played-out ornament, by start. */
export type SingleNoteMidi = {
  /** Track name. */
  readonly name: string;
  /** 0–15; 9 is percussion. */
  readonly channel: number;
  /** General MIDI program, 0–127. */
  readonly program: number;
} & (Omit<SingleNoteEvent, "startSec"> | { readonly events: readonly SingleNoteEvent[] });

/**
 * Write one note (or the notes of one ornament) as a MIDI file of format 1: a conductor track at 120 bpm and
 * one track with name, program change and notes. Same input, same bytes.
 *
 * @throws LeitmotionError TIME_VALUE_INVALID for a time that is negative or not finite
 */
export function writeSingleNoteMidi(note: SingleNoteMidi): Uint8Array {
  const ticksPerSec = (SINGLE_NOTE_PPQ * 1e6) / SINGLE_NOTE_US_PER_QUARTER;
  const { name, channel, program } = note;
  const events = "events" in note ? note.events : [{ ...note, startSec: 0 }];
  const notes = events.map(({ pitch, velocity, startSec, durationSec }) => {
    if (!(startSec >= 0 && durationSec >= 0 && Number.isFinite(startSec + durationSec))) {
      throw new LeitmotionError("TIME_VALUE_INVALID", `Note at ${startSec} s of ${durationSec} s`, {
        note: name,
      });
    }
    const onsetTick = Math.round(startSec * ticksPerSec);
    const durationTick = Math.max(1, Math.round((startSec + durationSec) * ticksPerSec) - onsetTick);
    return { pitch, velocity, onsetTick, durationTick };
  });
  return writePerformanceMidi({
    ppq: SINGLE_NOTE_PPQ,
    name: "",
    tempos: [{ tick: 0, usPerQuarter: SINGLE_NOTE_US_PER_QUARTER }],
    tracks: [{ name, channel, program, notes }],
  });
}

export interface MidiTrackToWrite {
  readonly name: string;
  readonly channel: number;
  readonly program: number;
  readonly notes: readonly {
    readonly pitch: number;
    readonly velocity: number;
    readonly onsetTick: number;
    readonly durationTick: number;
  }[];
  readonly controls?: readonly {
    readonly tick: number;
    readonly controller: number;
    readonly value: number;
  }[];
}

export interface MidiToWrite {
  /** Ticks per quarter, 1–32767. */
  readonly ppq: number;
  /** Name of the conductor track. */
  readonly name: string;
  /** Written into the conductor track, as are the meters. */
  readonly tempos: readonly { readonly tick: number; readonly usPerQuarter: number }[];
  readonly meters?: readonly {
    readonly tick: number;
    readonly numerator: number;
    readonly denominator: number;
  }[];
  readonly tracks: readonly MidiTrackToWrite[];
}

/**
 * Write a performance of several tracks: format 1, conductor track first, each track with its name and one
 * program. Same input, same bytes.
 *
 * The library takes tempo, velocity and controllers as floating-point numbers and cuts off the fraction when it
 * encodes them; half a step is added so that the whole numbers given here are the ones in the file.
 */
export function writePerformanceMidi(performance: MidiToWrite): Uint8Array {
  const midi = new tone.Midi();
  midi.header.fromJSON({
    name: toByteText(performance.name),
    ppq: performance.ppq,
    meta: [],
    tempos: performance.tempos.map(({ tick, usPerQuarter }) => ({
      ticks: tick,
      bpm: 6e7 / (usPerQuarter + 0.5),
    })),
    timeSignatures: (performance.meters ?? []).map(({ tick, numerator, denominator }) => {
      return { ticks: tick, timeSignature: [numerator, denominator], measures: 0 };
    }),
    keySignatures: [],
  });
  for (const source of performance.tracks) {
    const track = midi.addTrack();
    track.name = toByteText(source.name);
    track.channel = source.channel;
    track.instrument.number = source.program;
    for (const { pitch, velocity, onsetTick, durationTick } of source.notes) {
      track.addNote({
        midi: pitch,
        velocity: (velocity + 0.5) / 127,
        ticks: onsetTick,
        durationTicks: durationTick,
      });
    }
    for (const { tick, controller, value } of source.controls ?? []) {
      track.addCC({ number: controller, ticks: tick, value: (value + 0.5) / 127 });
    }
  }
  return midi.toArray();
}

/** The library writes one byte per character: the UTF-8 bytes of a text, one character each. */
function toByteText(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
