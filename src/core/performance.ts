/** What a MIDI file says: notes in ticks and seconds, on the merged tempo map of all its tracks. */
import type { TempoMap } from "./tempoMap.js";

export interface PerformedNote {
  /** Position in `Performance.notes`. */
  readonly index: number;
  /** Track number in the file, from 0. */
  readonly track: number;
  /** 0–15; 9 is percussion. */
  readonly channel: number;
  /** MIDI key, 0–127. */
  readonly pitch: number;
  /** 1–127. */
  readonly velocity: number;
  readonly onsetTick: number;
  readonly offsetTick: number;
  readonly onsetSec: number;
  readonly offsetSec: number;
  /** General MIDI program in force on the channel at the onset, 0–127. */
  readonly program: number;
}

export interface PerformanceTrack {
  /** Number in the file, from 0; tracks without notes keep their number. */
  readonly index: number;
  /** Track name (FF 03), or "" where it has none. */
  readonly name: string;
  readonly noteCount: number;
  /** Channels its notes use, ascending. */
  readonly channels: readonly number[];
}

export interface ControlChange {
  readonly track: number;
  readonly channel: number;
  readonly tick: number;
  readonly controller: number;
  readonly value: number;
}

export interface ProgramChange {
  readonly track: number;
  readonly channel: number;
  readonly tick: number;
  readonly program: number;
}

export interface PitchBend {
  readonly track: number;
  readonly channel: number;
  readonly tick: number;
  /** -8192 … 8191 */
  readonly bend: number;
}

/** Stretch during which the damper pedal (controller 64, value >= 64) is down. */
export interface PedalSpan {
  readonly channel: number;
  readonly startTick: number;
  readonly endTick: number;
}

export interface PerformanceMeter {
  readonly tick: number;
  readonly numerator: number;
  readonly denominator: number;
}

/** Something odd that was read all the same; shown in `run.json`. */
export interface PerformanceWarning {
  readonly code: string;
  readonly message: string;
  /** Byte offset in the file, where there is one. */
  readonly byte?: number;
}

export interface Performance {
  /** 0 or 1. */
  readonly format: number;
  readonly tempoMap: TempoMap;
  readonly tracks: readonly PerformanceTrack[];
  /** By onset tick, then track, then order in the file. */
  readonly notes: readonly PerformedNote[];
  readonly controls: readonly ControlChange[];
  readonly programs: readonly ProgramChange[];
  readonly bends: readonly PitchBend[];
  readonly pedals: readonly PedalSpan[];
  readonly meters: readonly PerformanceMeter[];
  readonly endTick: number;
  readonly endSec: number;
  readonly warnings: readonly PerformanceWarning[];
}
