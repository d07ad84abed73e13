/** spessasynth_core behind a small door: one loaded bank, sounds in, samples out. */
import { BasicSoundBank, SoundBankLoader, SpessaLog, SpessaSynthProcessor } from "spessasynth_core";
import { LeitmotionError } from "../../core/error.js";
import { DRUM_STAND_INS } from "./drumTable.js";
import { type ScheduledKey, scheduleKeys } from "./keySchedule.js";
import type { Sound } from "./sound.js";
import { decibelToGain, finishSound, peakOf, type RenderedSound, SILENCE_DBFS } from "./soundTail.js";

/** Samples per engine step: envelopes and LFOs move once per step, so the bank is tuned with this figure. */
const BLOCK_SAMPLE = 128;
/** The step after a note-on is short: the engine ramps a voice's gain up over its first step (0.7 ms instead of 2.7). */
const ATTACK_BLOCK_SAMPLE = 32;
/** Voices of a plain note, and of an ornament whose releases overlap; every step looks through all of them. */
const VOICE_COUNT = { plain: 32, ornament: 128 };
/** After the last release rendering stops where nothing has been above this level for this long. */
const LULL = { levelDbfs: SILENCE_DBFS - 6, sec: 0.05 };
const MELODIC_CHANNEL = 0;
const PERCUSSION_CHANNEL = 9;

export interface Synth {
  readonly sampleRateHz: number;
  readonly processor: SpessaSynthProcessor;
  readonly scratch: Scratch;
}

/** Memory that the engine adds into, kept between sounds. */
interface Scratch {
  left: Float32Array;
  right: Float32Array;
  /** Samples from the start that are not zero any more. */
  usedSample: number;
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
  loadBank(processor, bank);
  const scratch = { left: new Float32Array(0), right: new Float32Array(0), usedSample: 0 };
  return { sampleRateHz, processor, scratch };
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
  const { keys, heldSample, limitSample } = scheduleKeys(sound, synth.sampleRateHz);
  prepareChannel(synth, sound);
  const { left, right } = clearScratch(synth.scratch, limitSample);
  // The engine adds each voice to its left and its right side: given one array twice it adds up mono by itself.
  const sides = noteChannels === 1 ? [left] : [left, right];
  const frameCount = playSchedule(synth, { keys, limitSample, channel: channelOf(sound), sides });
  const rendered = finishSound(
    sides.map((side) => side.subarray(0, frameCount)),
    { sampleRateHz: synth.sampleRateHz, heldSample, cut: frameCount === limitSample },
  );
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
  processor.setSystemParameter(
    "voiceCap",
    sound.events.length === 1 ? VOICE_COUNT.plain : VOICE_COUNT.ornament,
  );
  processor.programChange(channelOf(sound), sound.program);
}

interface Play {
  readonly keys: readonly ScheduledKey[];
  readonly limitSample: number;
  readonly channel: number;
  readonly sides: readonly Float32Array[];
}

/** @returns frames written: until the last voice has died or cannot be heard, at most `limitSample` */
function playSchedule(synth: Synth, { keys, limitSample, channel, sides }: Play): number {
  const { processor, scratch, sampleRateHz } = synth;
  const [left, right = left] = sides;
  const lullLevel = decibelToGain(LULL.levelDbfs);
  const lullSample = LULL.sec * sampleRateHz;
  let atSample = 0;
  let heardSample = 0;
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
    const released = next >= keys.length;
    const endSample = Math.min(atSample + block, released ? limitSample : keys[next].atSample);
    processor.process(left, right, atSample, endSample - atSample);
    scratch.usedSample = endSample;
    const heard = !released || sides.some((side) => peakOf(side, atSample, endSample) > lullLevel);
    atSample = endSample;
    if (heard) heardSample = endSample;
    if (released && (processor.voiceCount === 0 || endSample - heardSample > lullSample)) break;
  }
  return atSample;
}

/** Room for a sound, all zero. */
function clearScratch(scratch: Scratch, frameCount: number): Scratch {
  if (scratch.left.length < frameCount) {
    const size = Math.ceil(frameCount * 1.25);
    scratch.left = new Float32Array(size);
    scratch.right = new Float32Array(size);
  } else {
    scratch.left.fill(0, 0, scratch.usedSample);
    scratch.right.fill(0, 0, scratch.usedSample);
  }
  scratch.usedSample = 0;
  return scratch;
}

function channelOf(sound: Sound): number {
  return sound.percussion ? PERCUSSION_CHANNEL : MELODIC_CHANNEL;
}

function describe(sound: Sound): string {
  const { pitch, velocity } = sound.events[0];
  return `${sound.percussion ? "drum" : `program ${sound.program},`} key ${pitch}, velocity ${velocity}`;
}
