/** A sound bank whose every sample is known: made here, in the format's own terms. */
import {
  BasicInstrument,
  BasicPreset,
  BasicSample,
  BasicSoundBank,
  type GeneratorType,
  GeneratorTypes,
} from "spessasynth_core";

/** 100 samples per period of A4. */
const RATE_HZ = 44_000;

export const TINY = {
  /** Held tone with vibrato and a falling filter, from the first sample on. */
  held: 0,
  /** Dies away by itself in a second or so. */
  plucked: 13,
  /** Plain sine without any movement. */
  sine: 80,
  /** Full-scale square at no attenuation: louder than a note may be. */
  tooLoud: 81,
  /** Rings for half a minute after the key is let go. */
  endless: 82,
  /** Sounds on keys 60–72 only. */
  narrow: 83,
} as const;

/** The bank as a shared file, like the workers get it. */
export function tinyBank(): SharedArrayBuffer {
  const bank = new BasicSoundBank();
  bank.soundBankInfo = { ...bank.soundBankInfo, name: "tiny", creationDate: new Date(Date.UTC(2020, 0, 1)) };
  const rich = looped(
    bank,
    "rich",
    (phase) => 0.4 * Math.sin(phase) + 0.2 * Math.sin(2 * phase) + 0.1 * Math.sin(5 * phase),
  );
  const sine = looped(bank, "sine", (phase) => 0.5 * Math.sin(phase));
  const square = looped(bank, "square", (phase) => (Math.sin(phase) >= 0 ? 1 : -1));
  const G = GeneratorTypes;
  addPreset(bank, TINY.held, rich, [
    [G.vibLfoToPitch, 15],
    [G.freqVibLFO, -500],
    [G.initialFilterFc, 9000],
    [G.modEnvToFilterFc, 2000],
    [G.decayModEnv, 0],
    [G.sustainModEnv, 1000],
    [G.releaseVolEnv, -2400],
  ]);
  addPreset(bank, TINY.plucked, rich, [
    [G.decayVolEnv, 0],
    [G.sustainVolEnv, 960],
  ]);
  addPreset(bank, TINY.sine, sine, [[G.releaseVolEnv, -3600]]);
  addPreset(bank, TINY.tooLoud, square, [[G.initialAttenuation, -500]]);
  addPreset(bank, TINY.endless, sine, [[G.releaseVolEnv, 6000]]);
  addPreset(bank, TINY.narrow, sine, [], { min: 60, max: 72 });
  addDrums(bank);
  bank.flush();
  const bytes = new Uint8Array(bank.writeSF2({ software: "test" }));
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

function looped(bank: BasicSoundBank, name: string, wave: (phase: number) => number): BasicSample {
  const samples = Float32Array.from({ length: 1000 }, (_, i) => wave((2 * Math.PI * i) / 100));
  return addSample(bank, new BasicSample(name, RATE_HZ, 69, 0, 1, 400, 900), samples);
}

function addSample(bank: BasicSoundBank, sample: BasicSample, samples: Float32Array): BasicSample {
  sample.setAudioData(samples, RATE_HZ);
  bank.addSamples(sample);
  return sample;
}

function addPreset(
  bank: BasicSoundBank,
  program: number,
  sample: BasicSample,
  generators: readonly (readonly [GeneratorType, number])[],
  keyRange = { min: 0, max: 127 },
): BasicPreset {
  const instrument = new BasicInstrument();
  instrument.name = `program ${program}`;
  const zone = instrument.createZone(sample);
  zone.keyRange = keyRange;
  if (sample.loopEnd > 0) zone.setGenerator(GeneratorTypes.sampleModes, 1);
  for (const [type, value] of generators) zone.setGenerator(type, value);
  bank.addInstruments(instrument);
  const preset = new BasicPreset(bank);
  preset.name = instrument.name;
  preset.program = program;
  preset.createZone(instrument);
  bank.addPresets(preset);
  return preset;
}

/** Two drums: a low and a high burst of noise, told apart by the sign changes. */
function addDrums(bank: BasicSoundBank): void {
  let seed = 1;
  const noise = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return (2 * seed) / 2_147_483_647 - 1;
  };
  let low = 0;
  const kick = Float32Array.from({ length: 8000 }, (_, i) => {
    low += 0.02 * (noise() - low);
    return 4 * low * Math.exp(-i / 2000);
  });
  const hat = Float32Array.from({ length: 4000 }, (_, i) => 0.5 * noise() * Math.exp(-i / 500));
  const kickSample = addSample(bank, new BasicSample("kick", RATE_HZ, 36, 0, 1, 0, 0), kick);
  const hatSample = addSample(bank, new BasicSample("hat", RATE_HZ, 42, 0, 1, 0, 0), hat);
  const preset = addPreset(bank, 0, kickSample, [], { min: 36, max: 36 });
  preset.isGMGSDrum = true;
  const zone = preset.zones[0].instrument?.createZone(hatSample);
  if (zone) zone.keyRange = { min: 42, max: 42 };
}
