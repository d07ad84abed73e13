import { type BasicSoundBank, SpessaSynthProcessor } from "spessasynth_core";
import { upperMedian } from "../../core/median.js";
import { momentaryLoudness } from "./loudness.js";
import type { ProgramZones } from "./programZones.js";
import type { Levels } from "./writeBank.js";

/** Loudness of the middle key of every held preset at velocity 80, LUFS (highest 400 ms). */
export const BANK_LUFS = -36;
/**
 * No stroke may peak higher than this at velocity 127, dBFS: then eight keys of a clicking sound struck together
 * stay below full scale.
 */
const HIGHEST_PEAK_DB = -10.5;
const STROKE_SEC = 0.12;
const LOUDEST_VELOCITY = 127;
/** How far the keys of a preset may differ from its median, as measured, dB. */
const COURSE_DB = 4;
const DRUM_COURSE_DB = 8;
const RATE_HZ = 44100;
const VELOCITY = 80;
/** How long a key is listened to: falling sounds are loudest at once, held ones may still open. */
const FALLING_SEC = 0.5;
const HELD_SEC = 1;
const EFFECT_SEC = 2.5;
const DRUM_CHANNEL = 9;

/** Find the attenuations that make the presets equally loud: play every measured key once, see what it lacks. */
export function matchedLevels(bank: BasicSoundBank, presets: readonly ProgramZones[]): Levels {
  const synth = new SpessaSynthProcessor(RATE_HZ, { effectsEnabled: false, eventsEnabled: false });
  synth.soundBankManager.addSoundBank(bank, "bank");
  const found = new Map<ProgramZones, Map<number, number>>();
  for (const preset of presets) {
    const span = preset.bank === 128 ? DRUM_COURSE_DB : COURSE_DB;
    const measuredAll = [...preset.loudness.values()];
    const centre = upperMedian(measuredAll);
    const course = (measured: number): number => Math.max(-span, Math.min(span, measured - centre));
    // The kit as a whole sits at the common level, a preset's middle key does.
    const home = preset.bank === 128 ? 0 : course(measuredAll[measuredAll.length >> 1]);
    const riseSec = Math.max(...preset.zones.map((z) => z.envelope.riseSec));
    const falls = preset.zones.every((z) => z.envelope.slopeDb < 0 || z.sample.loopEnd === 0);
    const effect = preset.bank === 0 && preset.program >= 119;
    const heldSec = effect ? EFFECT_SEC : riseSec + (falls ? FALLING_SEC : HELD_SEC);
    const attenuations = new Map<number, number>();
    for (const [key, measured] of preset.loudness) {
      const wanted = BANK_LUFS + preset.targetDb + course(measured) - home;
      const [left, right] = playNote(synth, preset, key, heldSec);
      const tooLoudDb = momentaryLoudness(left, right, RATE_HZ) - wanted;
      const stroke = playNote(synth, preset, key, STROKE_SEC, LOUDEST_VELOCITY);
      const tooHighDb = peakDb(...stroke) - HIGHEST_PEAK_DB;
      attenuations.set(key, Math.round(25 * Math.max(tooLoudDb, tooHighDb)) / 25);
    }
    found.set(preset, attenuations);
  }
  return (preset, levelKey) => found.get(preset)?.get(levelKey) ?? 0;
}

function peakDb(left: Float32Array, right: Float32Array): number {
  let peak = 1e-10;
  for (let i = 0; i < left.length; i++) peak = Math.max(peak, Math.abs(left[i]), Math.abs(right[i]));
  return 20 * Math.log10(peak);
}

function playNote(
  synth: SpessaSynthProcessor,
  preset: ProgramZones,
  key: number,
  heldSec: number,
  velocity = VELOCITY,
): [Float32Array, Float32Array] {
  const channel = preset.bank === 128 ? DRUM_CHANNEL : 0;
  synth.programChange(channel, preset.program);
  synth.noteOn(channel, key, velocity);
  const length = Math.round(heldSec * RATE_HZ);
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  for (let start = 0; start < length; start += 128) {
    synth.process(left, right, start, Math.min(128, length - start));
  }
  synth.stopAllChannels(true);
  return [left, right];
}
