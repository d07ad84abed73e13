/** A sound's events as key presses and releases at whole samples. */
import { LeitmotionError } from "../../core/error.js";
import type { Sound } from "./sound.js";
import { tailCapSec } from "./soundTail.js";

/** Longest sound that is held: a note forgotten in a MIDI file must not fill the disk. */
export const HOLD_LIMIT_SEC = 300;

export interface ScheduledKey {
  readonly atSample: number;
  readonly pitch: number;
  /** 0 lets the key go. */
  readonly velocity: number;
}

export interface KeySchedule {
  /** By time; at one sample keys are let go before others are pressed. */
  readonly keys: readonly ScheduledKey[];
  /** Where the last key is let go. */
  readonly heldSample: number;
  /** Where rendering stops at the latest: the tail's cap after the last release. */
  readonly limitSample: number;
}

/**
 * Place every press and release on a sample; a key is held for at least one sample; after HOLD_LIMIT_SEC all are let go.
 *
 * @throws LeitmotionError NOTE_RENDER_FAILED for no events, or a value out of range
 */
export function scheduleKeys(sound: Sound, sampleRateHz: number): KeySchedule {
  assertSound(sound);
  const toSample = (valueSec: number) => Math.round(Math.min(valueSec, HOLD_LIMIT_SEC) * sampleRateHz);
  const keys: ScheduledKey[] = [];
  let heldSample = 0;
  for (const { pitch, velocity, startSec, durationSec } of sound.events) {
    const startSample = toSample(startSec);
    const endSample = Math.max(startSample + 1, toSample(startSec + durationSec));
    if (startSec >= HOLD_LIMIT_SEC) continue;
    keys.push({ atSample: startSample, pitch, velocity }, { atSample: endSample, pitch, velocity: 0 });
    heldSample = Math.max(heldSample, endSample);
  }
  keys.sort((a, b) => a.atSample - b.atSample || Math.sign(a.velocity) - Math.sign(b.velocity));
  return { keys, heldSample, limitSample: heldSample + Math.round(tailCapSec(sound) * sampleRateHz) };
}

function assertSound({ program, events }: Sound): void {
  const midi = (value: number, least: number) => Number.isInteger(value) && value >= least && value <= 127;
  const time = (value: number) => Number.isFinite(value) && value >= 0;
  const good =
    midi(program, 0) &&
    events.length > 0 &&
    events[0].startSec === 0 &&
    events.every((e) => midi(e.pitch, 0) && midi(e.velocity, 1) && time(e.startSec) && time(e.durationSec));
  if (!good)
    throw new LeitmotionError(
      "NOTE_RENDER_FAILED",
      "A note's program, key, velocity or time is out of range",
    );
}
