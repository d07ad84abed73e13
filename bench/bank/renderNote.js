/** One note at a time through spessasynth_core, effects off. */
import { SoundBankLoader, SpessaSynthProcessor } from "spessasynth_core";
import { RATE_HZ } from "./features.js";

/** A synthesizer with this SF2 loaded. */
export function synthWith(bytes) {
  const synth = new SpessaSynthProcessor(RATE_HZ, { effectsEnabled: false, eventsEnabled: false });
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  synth.soundBankManager.addSoundBank(SoundBankLoader.fromArrayBuffer(buffer), "bank");
  return synth;
}

/** Render one key: held for `heldS`, then released; program -1 is the drum kit. */
export function renderNote(synth, program, key, velocity, heldS, totalS) {
  const channel = program < 0 ? 9 : 0;
  synth.programChange(channel, Math.max(0, program));
  const length = Math.round(totalS * RATE_HZ);
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  const offSample = Math.floor((heldS * RATE_HZ) / 128) * 128;
  synth.noteOn(channel, key, velocity);
  for (let start = 0; start < length; start += 128) {
    if (start === offSample) synth.noteOff(channel, key);
    synth.process(left, right, start, Math.min(128, length - start));
  }
  synth.stopAllChannels(true);
  return [left, right];
}
