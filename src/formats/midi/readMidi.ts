/** MIDI file to performance: notes in ticks and seconds on one tempo map. */
import { toLeitmotionError } from "../../core/error.js";
import { assertWithin, DEFAULT_LIMITS, type Limits } from "../../core/limits.js";
import type { ControlChange, PedalSpan, Performance, PerformanceTrack } from "../../core/performance.js";
import { buildTempoMap, type TempoMap, tickToSec } from "../../core/tempoMap.js";
import { type MidiDivision, readMidiChunks } from "./midiHeader.js";
import { type MidiBudget, type MidiTrack, type NoteInMaking, readMidiTrack } from "./midiTrack.js";

const DAMPER = 64;
const RESET_ALL_CONTROLLERS = 121;

/**
 * Read a Standard MIDI File of format 0 or 1, also wrapped in RIFF.
 *
 * Strict about structure (a cut or lying file is refused with the byte), lenient about music: hanging notes,
 * unpaired note-offs and the like are read and reported in `warnings`. Tempo changes of all tracks make one
 * map. With a SMPTE division ticks have a fixed length and tempo events are ignored.
 *
 * @param bytes    the whole file
 * @param options  `fileName` for messages; `limits` on bytes, tracks, events, ticks, notes and seconds
 * @throws LeitmotionError MIDI_MALFORMED, MIDI_FORMAT_UNSUPPORTED (format 2), LIMIT_EXCEEDED
 * @source Standard MIDI Files 1.0 (RP-001)
 */
export function readMidi(bytes: Uint8Array, options: { fileName: string; limits?: Limits }): Performance {
  const { fileName, limits = DEFAULT_LIMITS } = options;
  try {
    assertWithin(limits, "fileByte", bytes.length, "MIDI file");
    const chunks = readMidiChunks(bytes, fileName);
    assertWithin(limits, "track", chunks.tracks.length, "MIDI tracks");
    const budget: MidiBudget = { limits, event: 0, note: 0 };
    const tracks = chunks.tracks.map((body, index) => readMidiTrack(body, index, budget));
    const performance = mergeTracks(chunks.format, chunks.division, tracks);
    assertWithin(limits, "durationSec", performance.endSec, "Length of the performance");
    return { ...performance, warnings: [...chunks.warnings, ...performance.warnings] };
  } catch (thrown) {
    throw toLeitmotionError(thrown, { file: fileName });
  }
}

function mergeTracks(format: number, division: MidiDivision, tracks: readonly MidiTrack[]): Performance {
  const tempoMap = mergeTempos(division, tracks);
  const notes = mergeNotes(tracks, tempoMap);
  const controls = byTick(concat(tracks.map((track) => track.controls)));
  const endTick = tracks.reduce((latest, track) => Math.max(latest, track.endTick), 0);
  const warnings = tracks.flatMap((track) => track.warnings);
  if (division.smpte && tracks.some((track) => track.tempos.length > 0)) {
    const message = "Tempo events are ignored: the division is SMPTE";
    warnings.push({ code: "MIDI_TEMPO_IGNORED", message });
  }
  return {
    format,
    tempoMap,
    tracks: tracks.map(describeTrack),
    notes,
    controls,
    programs: byTick(concat(tracks.map((track) => track.programs))),
    bends: byTick(concat(tracks.map((track) => track.bends))),
    pedals: findPedals(controls, tracks, endTick),
    meters: byTick(concat(tracks.map((track) => track.meters))),
    endTick,
    endSec: tickToSec(tempoMap, endTick),
    warnings,
  };
}

function mergeTempos(division: MidiDivision, tracks: readonly MidiTrack[]): TempoMap {
  const changes = division.smpte ? [] : concat(tracks.map((track) => track.tempos));
  return buildTempoMap(division.ppq, [[0, division.usPerQuarter], ...changes]);
}

/** All notes by onset, then track, then file order, with seconds and programs. */
function mergeNotes(tracks: readonly MidiTrack[], tempoMap: TempoMap): NoteInMaking[] {
  const played = tracks.filter((track) => track.notes.length > 0);
  const programAt = buildProgramLookup(tracks);
  for (const track of played) {
    for (const note of track.notes) {
      note.onsetSec = tickToSec(tempoMap, note.onsetTick);
      note.offsetSec = tickToSec(tempoMap, note.offsetTick);
      note.program = programAt(track.port, note.channel, note.onsetTick);
    }
  }
  const notes = byTick(concat(played.map((track) => track.notes)), (note) => note.onsetTick);
  notes.forEach((note, index) => {
    note.index = index;
  });
  return notes;
}

/** Program in force at a tick: the last change at or before it, of any track on that port and channel; else 0. */
function buildProgramLookup(
  tracks: readonly MidiTrack[],
): (port: number, channel: number, tick: number) => number {
  const byChannel = new Map<number, { tick: number; program: number }[]>();
  for (const { port, programs } of tracks) {
    for (const change of programs) {
      const key = port * 16 + change.channel;
      const list = byChannel.get(key);
      if (list) list.push(change);
      else byChannel.set(key, [change]);
    }
  }
  for (const [key, list] of byChannel) byChannel.set(key, byTick(list));
  return (port, channel, tick) => {
    const changes = byChannel.get(port * 16 + channel) ?? [];
    let low = 0; // number of changes at or before the tick
    let high = changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (changes[middle].tick <= tick) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : changes[low - 1].program;
  };
}

/** Stretches of the damper pedal per channel; one still down at the end is lifted there. By start tick. */
function findPedals(
  controls: readonly ControlChange[],
  tracks: readonly MidiTrack[],
  endTick: number,
): PedalSpan[] {
  const downSince = new Map<number, number>();
  const spans: PedalSpan[] = [];
  for (const { track, channel, tick, controller, value } of controls) {
    if (controller !== DAMPER && controller !== RESET_ALL_CONTROLLERS) continue;
    const key = tracks[track].port * 16 + channel;
    const startTick = downSince.get(key);
    const down = controller === DAMPER && value >= 64;
    if (down && startTick === undefined) downSince.set(key, tick);
    if (down || startTick === undefined) continue;
    downSince.delete(key);
    spans.push({ channel, startTick, endTick: tick });
  }
  for (const [key, startTick] of downSince) spans.push({ channel: key % 16, startTick, endTick });
  return byTick(spans, (span) => span.startTick);
}

function describeTrack({ index, name, notes }: MidiTrack): PerformanceTrack {
  const channels = [...new Set(notes.map((note) => note.channel))].sort((a, b) => a - b);
  return { index, name, noteCount: notes.length, channels };
}

/** One array of all; `flatMap` does the same several times slower. */
function concat<T>(arrays: readonly (readonly T[])[]): T[] {
  return ([] as T[]).concat(...arrays);
}

/** Stable order by tick: what stood first stays first on the same tick. Mostly it is in order already. */
function byTick<T extends { readonly tick: number }>(events: T[]): T[];
function byTick<T>(events: T[], tickOf: (event: T) => number): T[];
function byTick<T>(events: T[], tickOf = (event: T) => (event as { tick: number }).tick): T[] {
  let latest = 0;
  for (const event of events) {
    const tick = tickOf(event);
    if (tick < latest) return events.sort((a, b) => tickOf(a) - tickOf(b));
    latest = tick;
  }
  return events;
}
