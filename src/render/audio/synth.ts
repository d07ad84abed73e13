/** spessasynth_core behind a small door: one loaded bank, sounds in, samples out. */
import { BasicSoundBank, SoundBankLoader, SpessaLog, SpessaSynthProcessor } from "spessasynth_core";
import { LeitmotionError } from "../../core/error.js";
import { DRUM_STAND_INS } from "./drumTable.js";
import { type ScheduledKey, scheduleKeys } from "./keySchedule.js";
import type { Sound } from "./sound.js";
import { finishSound, type RenderedSound } from "./soundTail.js";

/** Samples per engine step: envelopes and LFOs move once per step, so the bank is tuned with this figure. */
const BLOCK_SAMPLE = 128;
/** The step after a note-on is short: the engine ramps a voice's gain up over its first step (0.7 ms instead of 2.7). */
const ATTACK_BLOCK_SAMPLE = 32;
const VOICE_COUNT = 128;
const MELODIC_CHANNEL = 0;
const PERCUSSION_CHANNEL = 9;

export interface Synth {
  readonly sampleRateHz: number;
  readonly processor: SpessaSynthProcessor;
  /** Stereo scratch, kept between sounds; grows. */
  scratch: [Float32Array, Float32Array];
}

/** Filter coefficients are cached by the library per thread without their rate, so a thread has one rate for good. */
let threadRateHz: number | null = null;

/**
 * Load a sound bank and make a synthesizer without reverb and chorus: they would smear over neighbouring notes.
 *
 * @param bank  SF2, SF3 or DLS; a SharedArrayBuffer is read in place by every worker
 * @throws LeitmotionError SOUNDFONT_INVALID if the bank cannot be loaded or has no presets
 * @throws LeitmotionError INTERNAL on a second sample rate in the same thread
 */
export async function createSynth(
  bank: ArrayBuffer | SharedArrayBuffer,
  { sampleRateHz }: { readonly sampleRateHz: number },
): Promise<Synth> {
  if (threadRateHz !== null && threadRateHz !== sampleRateHz) {
    throw new LeitmotionError(
      "INTERNAL",
      `This thread renders at ${threadRateHz} Hz, not at ${sampleRateHz} Hz`,
    );
  }
  threadRateHz = sampleRateHz;
  SpessaLog.setLogLevel(false, false, false);
  await BasicSoundBank.isSF3DecoderReady;
  const processor = new SpessaSynthProcessor(sampleRateHz, {
    maxBufferSize: BLOCK_SAMPLE,
    effectsEnabled: false,
    eventsEnabled: false,
  });
  processor.setSystemParameter("voiceCap", VOICE_COUNT);
  loadBank(processor, bank);
  return { sampleRateHz, processor, scratch: [new Float32Array(0), new Float32Array(0)] };
}

/**
 * Sound one note from its first sample: sample 0 is the onset, and what was rendered before leaves no trace.
 *
 * @returns one or two channels, faded to silence at the end
 * @throws LeitmotionError NOTE_RENDER_FAILED if the bank has no sound for the program or key, or the result is not finite
 */
export function renderSound(
  synth: Synth,
  sound: Sound,
  { noteChannels }: { readonly noteChannels: 1 | 2 },
): RenderedSound {
  const rendered = renderKeys(synth, sound, noteChannels) ?? renderStandIns(synth, sound, noteChannels);
  if (!rendered) {
    throw new LeitmotionError("NOTE_RENDER_FAILED", `The sound bank gives no sound for ${describe(sound)}`);
  }
  return rendered;
}

/** @returns null if the bank has nothing to sound, or sounds what is no number */
function renderKeys(synth: Synth, sound: Sound, noteChannels: 1 | 2): RenderedSound | null {
  const schedule = scheduleKeys(sound, synth.sampleRateHz);
  prepareChannel(synth, sound);
  const frameCount = playSchedule(synth, schedule.keys, schedule.limitSample, channelOf(sound));
  const sides = [synth.scratch[0].subarray(0, frameCount), synth.scratch[1].subarray(0, frameCount)] as const;
  const { heldSample } = schedule;
  const rendered = finishSound(sides, { noteChannels, sampleRateHz: synth.sampleRateHz, heldSample });
  return rendered.peak > 0 && Number.isFinite(rendered.peak) ? rendered : null;
}

/** Once more with the drums that stand in for those of larger kits. */
function renderStandIns(synth: Synth, sound: Sound, noteChannels: 1 | 2): RenderedSound | null {
  const standsIn = (pitch: number) => DRUM_STAND_INS[pitch] ?? pitch;
  if (!sound.percussion || sound.events.every(({ pitch }) => standsIn(pitch) === pitch)) return null;
  const events = sound.events.map((event) => ({ ...event, pitch: standsIn(event.pitch) }));
  return renderKeys(synth, { ...sound, events }, noteChannels);
}

function loadBank(processor: SpessaSynthProcessor, bank: ArrayBuffer | SharedArrayBuffer): void {
  try {
    const loaded = SoundBankLoader.fromArrayBuffer(bank as ArrayBuffer);
    if (loaded.presets.length === 0) throw new Error("it has no presets");
    processor.soundBankManager.addSoundBank(loaded, "bank");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LeitmotionError("SOUNDFONT_INVALID", `The sound bank cannot be loaded: ${why}`, {}, { cause });
  }
}

/** Silence every voice, turn the clock back and choose the preset: the state a fresh synthesizer would have. */
function prepareChannel({ processor }: Synth, sound: Sound): void {
  processor.stopAllChannels(true);
  // Envelopes compare absolute times, whose last bit depends on how long the engine has run. The clock has no setter.
  (processor as unknown as { synthCore: { currentTime: number } }).synthCore.currentTime = 0;
  if (processor.currentTime !== 0)
    throw new LeitmotionError("INTERNAL", "The synthesizer's clock cannot be set");
  processor.programChange(channelOf(sound), sound.program);
}

/** @returns frames written to the scratch: until the last voice has died, at most `limitSample` */
function playSchedule(
  synth: Synth,
  keys: readonly ScheduledKey[],
  limitSample: number,
  channel: number,
): number {
  const { processor } = synth;
  const [left, right] = clearedScratch(synth, limitSample);
  let atSample = 0;
  let next = 0;
  while (atSample < limitSample) {
    let block = BLOCK_SAMPLE;
    for (; next < keys.length && keys[next].atSample === atSample; next++) {
      const { pitch, velocity } = keys[next];
      if (velocity > 0) {
        processor.noteOn(channel, pitch, velocity);
        block = ATTACK_BLOCK_SAMPLE;
      } else processor.noteOff(channel, pitch);
    }
    const endSample = Math.min(atSample + block, next < keys.length ? keys[next].atSample : limitSample);
    processor.process(left, right, atSample, endSample - atSample);
    atSample = endSample;
    if (processor.voiceCount === 0 && next >= keys.length) break;
  }
  return atSample;
}

function clearedScratch(synth: Synth, frameCount: number): [Float32Array, Float32Array] {
  if (synth.scratch[0].length < frameCount) {
    const size = Math.ceil(frameCount * 1.25);
    synth.scratch = [new Float32Array(size), new Float32Array(size)];
  } else for (const side of synth.scratch) side.fill(0, 0, frameCount);
  return synth.scratch;
}

function channelOf(sound: Sound): number {
  return sound.percussion ? PERCUSSION_CHANNEL : MELODIC_CHANNEL;
}

function describe(sound: Sound): string {
  const { pitch, velocity } = sound.events[0];
  return `${sound.percussion ? "drum" : `program ${sound.program},`} key ${pitch}, velocity ${velocity}`;
}
