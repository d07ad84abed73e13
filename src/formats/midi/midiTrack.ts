/** One track chunk: events to notes (paired) and changes, in ticks. */
import { assertWithin, type Limits } from "../../core/limits.js";
import type {
  ControlChange,
  PerformanceMeter,
  PerformanceWarning,
  PerformedNote,
  PitchBend,
  ProgramChange,
} from "../../core/performance.js";
import type { TempoChange } from "../../core/tempoMap.js";
import { decodeMidiText, type MidiBytes } from "./midiBytes.js";

/** A note whose index, seconds and program are filled in when all tracks are known. */
export type NoteInMaking = { -readonly [K in keyof PerformedNote]: PerformedNote[K] };

export interface MidiTrack {
  readonly index: number;
  readonly name: string;
  /** MIDI port (FF 21), 0 where none is named: channels of two ports are different channels. */
  readonly port: number;
  /** In file order, so by onset. */
  readonly notes: readonly NoteInMaking[];
  readonly tempos: readonly TempoChange[];
  readonly meters: readonly PerformanceMeter[];
  readonly programs: readonly ProgramChange[];
  readonly controls: readonly ControlChange[];
  readonly bends: readonly PitchBend[];
  readonly endTick: number;
  readonly warnings: readonly PerformanceWarning[];
}

/** What the tracks of one file have used up of the limits so far. */
export interface MidiBudget {
  readonly limits: Limits;
  event: number;
  note: number;
}

/**
 * Read the events of one track chunk.
 *
 * - Equal pitches of a channel that overlap are paired first in, first out, in file order.
 * - A note-on of velocity 0 is a note-off. A note that is never released ends with the track.
 * - Running status is ended by a system exclusive event; after a meta event it is accepted, with a warning,
 *   because files that rely on it are about.
 *
 * @throws LeitmotionError MIDI_MALFORMED with the byte offset, LIMIT_EXCEEDED
 * @source Standard MIDI Files 1.0, chapter 3
 */
export function readMidiTrack(input: MidiBytes, index: number, budget: MidiBudget): MidiTrack {
  const reader = new TrackReader(input, index, budget);
  while (input.left > 0 && !reader.ended) reader.event();
  return reader.finish();
}

/** Names of the odd things that are read all the same; each is reported once per track, with its count. */
const ODD = {
  MIDI_NOTE_HANGING: "notes without a note-off, closed at the end of the track",
  MIDI_NOTE_OFF_UNPAIRED: "note-offs without a note",
  MIDI_RUNNING_STATUS_AFTER_META: "events rely on running status across a meta event",
  MIDI_METER_INVALID: "time signatures that are none, ignored",
  MIDI_END_OF_TRACK_MISSING: "track end without an end-of-track event",
  MIDI_BYTES_AFTER_END: "bytes behind the end-of-track event, ignored",
} as const;

class TrackReader {
  ended = false;
  private tick = 0;
  /** Status byte in force, 0 for none. */
  private running = 0;
  private metaSinceStatus = false;
  private name: string | null = null;
  private port = 0;
  private readonly notes: NoteInMaking[] = [];
  /** Notes per channel and pitch, in order; those before `released` have ended (no `shift`: it is linear). */
  private readonly open = new Map<number, { notes: NoteInMaking[]; released: number }>();
  private readonly tempos: TempoChange[] = [];
  private readonly meters: PerformanceMeter[] = [];
  private readonly programs: ProgramChange[] = [];
  private readonly controls: ControlChange[] = [];
  private readonly bends: PitchBend[] = [];
  private readonly odd = new Map<keyof typeof ODD, { count: number; byte: number }>();

  constructor(
    private readonly input: MidiBytes,
    private readonly index: number,
    private readonly budget: MidiBudget,
  ) {}

  event(): void {
    const { input, budget } = this;
    this.tick += input.variableLength("Delta time");
    if (this.tick > budget.limits.tick) this.refuse("tick", this.tick, "Tick of an event");
    if (++budget.event > budget.limits.event) this.refuse("event", budget.event, "Events");
    const eventAt = input.at;
    const first = input.uint8("Event");
    if (first === 0xff) this.meta();
    else if (first === 0xf0 || first === 0xf7) this.systemExclusive();
    else if (first > 0xf0)
      throw input.malformed(`System message 0x${first.toString(16)} in a track`, eventAt);
    else this.channelMessage(this.statusOf(first, eventAt), eventAt);
  }

  /** Called only for a value above its limit: most events are below. */
  private refuse(name: keyof Limits, value: number, what: string): void {
    assertWithin(this.budget.limits, name, value, what, { byte: this.input.at });
  }

  private systemExclusive(): void {
    const length = this.input.variableLength("Length of a system exclusive event");
    this.input.take(length, "System exclusive event");
    this.running = 0;
  }

  /** The status byte of a channel message; the cursor then stands on its first data byte. */
  private statusOf(first: number, eventAt: number): number {
    if (first >= 0x80) {
      this.running = first;
    } else {
      if (this.running === 0) throw this.input.malformed("Data byte without a status byte", eventAt);
      if (this.metaSinceStatus) this.remark("MIDI_RUNNING_STATUS_AFTER_META", eventAt);
      this.input.at = eventAt;
    }
    this.metaSinceStatus = false;
    return this.running;
  }

  private channelMessage(status: number, eventAt: number): void {
    const { input, tick, index: track } = this;
    const channel = status & 0x0f;
    const first = input.data("First data byte");
    const kind = status & 0xf0;
    if (kind === 0xc0) {
      this.programs.push({ track, channel, tick, program: first });
      return;
    }
    if (kind === 0xd0) return;
    const second = input.data("Second data byte");
    if (kind === 0x90 && second > 0) this.noteOn(channel, first, second);
    else if (kind === 0x90 || kind === 0x80) this.noteOff(channel, first, eventAt);
    else if (kind === 0xb0) this.controls.push({ track, channel, tick, controller: first, value: second });
    else if (kind === 0xe0) this.bends.push({ track, channel, tick, bend: first + second * 128 - 8192 });
  }

  private noteOn(channel: number, pitch: number, velocity: number): void {
    const { budget } = this;
    if (++budget.note > budget.limits.note) this.refuse("note", budget.note, "Notes");
    const note: NoteInMaking = {
      index: -1,
      track: this.index,
      channel,
      pitch,
      velocity,
      onsetTick: this.tick,
      offsetTick: -1,
      onsetSec: Number.NaN,
      offsetSec: Number.NaN,
      program: 0,
    };
    this.notes.push(note);
    const key = channel * 128 + pitch;
    const queue = this.open.get(key);
    if (queue) queue.notes.push(note);
    else this.open.set(key, { notes: [note], released: 0 });
  }

  private noteOff(channel: number, pitch: number, eventAt: number): void {
    const queue = this.open.get(channel * 128 + pitch);
    if (queue && queue.released < queue.notes.length) queue.notes[queue.released++].offsetTick = this.tick;
    else this.remark("MIDI_NOTE_OFF_UNPAIRED", eventAt);
  }

  private meta(): void {
    const { input } = this;
    const eventAt = input.at - 1;
    const type = input.data("Meta event type");
    const length = input.variableLength("Length of a meta event");
    const body = input.take(length, "Meta event");
    this.metaSinceStatus = true;
    if (type === 0x2f) this.ended = true;
    else if (type === 0x03) this.name ??= decodeMidiText(body);
    else if (type === 0x21 && length === 1) this.port = body[0];
    else if (type === 0x51) this.tempo(body, eventAt);
    else if (type === 0x58) this.meter(body, eventAt);
  }

  private tempo(body: Uint8Array, eventAt: number): void {
    const usPerQuarter = body.length === 3 ? body[0] * 65536 + body[1] * 256 + body[2] : 0;
    if (usPerQuarter === 0)
      throw this.input.malformed("Tempo of 0 µs per quarter, or of a wrong length", eventAt);
    this.tempos.push([this.tick, usPerQuarter]);
  }

  private meter(body: Uint8Array, eventAt: number): void {
    const [numerator, power] = body;
    if (body.length < 2 || numerator === 0 || power > 7) this.remark("MIDI_METER_INVALID", eventAt);
    else this.meters.push({ tick: this.tick, numerator, denominator: 2 ** power });
  }

  /** Remember something odd. */
  private remark(code: keyof typeof ODD, byte: number, count = 1): void {
    const known = this.odd.get(code);
    if (known) known.count += count;
    else this.odd.set(code, { count, byte });
  }

  finish(): MidiTrack {
    const { input } = this;
    if (!this.ended) this.remark("MIDI_END_OF_TRACK_MISSING", input.at);
    if (input.left > 0) this.remark("MIDI_BYTES_AFTER_END", input.at, input.left);
    for (const note of this.notes) {
      if (note.offsetTick >= 0) continue;
      note.offsetTick = this.tick;
      this.remark("MIDI_NOTE_HANGING", input.at);
    }
    const warnings = [...this.odd].map(([code, { count, byte }]) => {
      return { code, message: `Track ${this.index}: ${count} ${ODD[code]}`, byte };
    });
    const { index, port, notes, tempos, meters, programs, controls, bends } = this;
    return {
      index,
      name: this.name ?? "",
      port,
      notes,
      tempos,
      meters,
      programs,
      controls,
      bends,
      endTick: this.tick,
      warnings,
    };
  }
}
