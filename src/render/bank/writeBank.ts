import {
  BasicInstrument,
  BasicPreset,
  BasicSample,
  BasicSoundBank,
  type GeneratorType,
  GeneratorTypes,
  Modulator,
  ModulatorSource,
} from "spessasynth_core";
import type { BankZone, ProgramZones, ZoneFilter } from "./programZones.js";
import type { BankSample } from "./toneSample.js";
import { isOrgan } from "./velocity.js";

/** Attenuation in dB to put on every zone of a level key of a preset. */
export type Levels = (preset: ProgramZones, levelKey: number) => number;

/** Fixed, so that the same program gives the same bytes. */
const CREATION_DATE = new Date(Date.UTC(2026, 0, 1));
/** Source enumerations: note-on velocity, linear or concave, falling. */
const VELOCITY_LINEAR = 0x0102;
const VELOCITY_CONCAVE = 0x0502;
/** Instead of the usual 960: the filter adds the rest. Organs answer to force half as much. */
const VELOCITY_LOUDNESS_CB = 800;
const ORGAN_LOUDNESS_CB = 400;
const FULL_SUSTAIN_DROP_CB = 960;
const MOST_COPIES = 4;

/**
 * Assemble the sound bank.
 *
 * @param presets  what to write, in any order
 * @param credit   the line for the comment chunk
 * @param levels   attenuation per zone, found by rendering
 */
export function assembleBank(
  presets: readonly ProgramZones[],
  credit: string,
  levels: Levels,
): BasicSoundBank {
  const bank = new BasicSoundBank();
  bank.soundBankInfo = {
    ...bank.soundBankInfo,
    name: "Leitmotion GM",
    version: { major: 2, minor: 4 },
    creationDate: CREATION_DATE,
    soundEngine: "EMU8000",
    comment: credit,
    software: "Leitmotion",
  };
  const samples = new Map<BankSample, BasicSample>();
  for (const preset of presets) bank.addPresets(assemblePreset(bank, preset, samples, levels));
  bank.flush();
  return bank;
}

/** The bank as the bytes of an SF2 file. */
export const bankBytes = (bank: BasicSoundBank): Uint8Array =>
  new Uint8Array(bank.writeSF2({ software: "Leitmotion" }));

function assemblePreset(
  bank: BasicSoundBank,
  zones: ProgramZones,
  samples: Map<BankSample, BasicSample>,
  levels: Levels,
): BasicPreset {
  const instrument = new BasicInstrument();
  instrument.name = zones.name.slice(0, 20);
  instrument.globalZone.addModulators(...velocityModulators(zones));
  for (const zone of zones.zones) {
    const { copies, attenuationDb } = loudnessOf(zone.attenuationDb + levels(zones, zone.levelKey));
    const sample = sampleOf(bank, zone.sample, samples);
    for (let i = 0; i < copies; i++) addZone(instrument, zone, zones, sample, attenuationDb);
  }
  bank.addInstruments(instrument);
  const preset = new BasicPreset(bank);
  preset.name = instrument.name;
  preset.program = zones.program;
  preset.isGMGSDrum = zones.bank === 128;
  preset.createZone(instrument);
  return preset;
}

function sampleOf(
  bank: BasicSoundBank,
  sample: BankSample,
  known: Map<BankSample, BasicSample>,
): BasicSample {
  const made = known.get(sample);
  if (made) return made;
  const { name, rateHz, rootKey, loopStart, loopEnd } = sample;
  const basic = new BasicSample(name.slice(0, 20), rateHz, rootKey, 0, 1, loopStart, loopEnd);
  const audio = new Float32Array(sample.samples.length);
  for (let i = 0; i < audio.length; i++) audio[i] = sample.samples[i] / 32768;
  basic.setAudioData(audio, rateHz);
  bank.addSamples(basic);
  known.set(sample, basic);
  return basic;
}

function velocityModulators(zones: ProgramZones): Modulator[] {
  const organ = zones.bank === 0 && isOrgan(zones.program);
  const source = (sourceEnum: number): ModulatorSource => ModulatorSource.fromSourceEnum(sourceEnum);
  const loudnessCb = organ ? ORGAN_LOUDNESS_CB : VELOCITY_LOUDNESS_CB;
  const modulators = [
    new Modulator(source(VELOCITY_CONCAVE), source(0), GeneratorTypes.initialAttenuation, loudnessCb, 0),
  ];
  if (zones.velocityCents > 0) {
    modulators.push(
      new Modulator(
        source(VELOCITY_LINEAR),
        source(0),
        GeneratorTypes.initialFilterFc,
        -zones.velocityCents,
        0,
      ),
    );
  }
  return modulators;
}

const secondsToTimecents = (seconds: number): number => Math.round(1200 * Math.log2(seconds));

/**
 * A sample that is all click is quiet at full scale. The format cannot amplify, but the same zone played twice is
 * 6 dB louder: as many copies as the missing level needs, at most four.
 */
function loudnessOf(wantedDb: number): { copies: number; attenuationDb: number } {
  if (wantedDb >= 0) return { copies: 1, attenuationDb: wantedDb };
  const copies = Math.min(MOST_COPIES, Math.ceil(10 ** (-wantedDb / 20)));
  return { copies, attenuationDb: Math.max(0, wantedDb + 20 * Math.log10(copies)) };
}

function addZone(
  instrument: BasicInstrument,
  zone: BankZone,
  preset: ProgramZones,
  sample: BasicSample,
  attenuationDb: number,
): void {
  const made = instrument.createZone(sample);
  made.keyRange = { min: zone.keyLow, max: zone.keyHigh };
  const set = (type: GeneratorType, value: number): void => made.setGenerator(type, value);
  // The format's centibels of attenuation count 0.4 in every synthesizer: 25 of them are a decibel.
  set(GeneratorTypes.initialAttenuation, Math.min(1440, Math.round(25 * attenuationDb)));
  const { riseSec, slopeDb, releaseSec } = zone.envelope;
  if (riseSec > 0) set(GeneratorTypes.attackVolEnv, secondsToTimecents(riseSec));
  if (slopeDb < 0) {
    set(GeneratorTypes.decayVolEnv, secondsToTimecents(96 / -slopeDb));
    set(GeneratorTypes.sustainVolEnv, FULL_SUSTAIN_DROP_CB);
  }
  set(GeneratorTypes.releaseVolEnv, secondsToTimecents(releaseSec));
  if (zone.filter) addFilter(set, zone.filter, releaseSec);
  if (zone.fineTune !== 0) set(GeneratorTypes.fineTune, zone.fineTune);
  if (zone.pan !== 0) set(GeneratorTypes.pan, zone.pan);
  if (!zone.tracksKey) set(GeneratorTypes.scaleTuning, 0);
  if (zone.exclusiveClass) set(GeneratorTypes.exclusiveClass, zone.exclusiveClass);
  if (zone.sample.loopEnd > 0) set(GeneratorTypes.sampleModes, 1);
  addMovement(set, zone, preset.movement);
}

function addFilter(
  set: (type: GeneratorType, value: number) => void,
  { openCents, endCents, holdSec, decaySec }: ZoneFilter,
  releaseSec: number,
): void {
  set(GeneratorTypes.initialFilterFc, endCents);
  if (openCents === endCents) return;
  set(GeneratorTypes.modEnvToFilterFc, openCents - endCents);
  set(GeneratorTypes.holdModEnv, secondsToTimecents(holdSec));
  set(GeneratorTypes.decayModEnv, secondsToTimecents(decaySec));
  set(GeneratorTypes.sustainModEnv, 1000);
  set(GeneratorTypes.releaseModEnv, secondsToTimecents(releaseSec));
}

function addMovement(
  set: (type: GeneratorType, value: number) => void,
  zone: BankZone,
  { vibrato, tremolo }: ProgramZones["movement"],
): void {
  const hzToAbsoluteCents = (hz: number): number => Math.round(1200 * Math.log2(hz / 8.176));
  if (vibrato && zone.tracksKey) {
    set(GeneratorTypes.vibLfoToPitch, Math.round(vibrato[1]));
    set(GeneratorTypes.freqVibLFO, hzToAbsoluteCents(vibrato[0]));
    set(GeneratorTypes.delayVibLFO, secondsToTimecents(0.25));
  }
  if (tremolo) {
    set(GeneratorTypes.modLfoToVolume, Math.round(10 * tremolo[1]));
    set(GeneratorTypes.freqModLFO, hzToAbsoluteCents(tremolo[0]));
    set(GeneratorTypes.delayModLFO, secondsToTimecents(0.2));
  }
}
