import { attackNoise } from "./attackNoise.js";
import type { BandNoiseStock } from "./bandNoise.js";
import { fades, fallSlope, releaseTime, riseTime, type ZoneEnvelope } from "./envelope.js";
import { keyToHz, median } from "./exactMath.js";
import { planLoop } from "./loops.js";
import { hasNoise, type NoiseColour, noiseOf } from "./noiseLayer.js";
import { levelAt, type PartialTrack, partialTracks } from "./partials.js";
import { type ProgramPlan, planOf } from "./programPlans.js";
import type { TimbreNote, TimbreProgram, TimbreTable } from "./timbreTable.js";
import { type BankSample, type ToneRecipe, toneSample } from "./toneSample.js";
import { boostedShareDb, filterBoostDb, hzToCents, velocityFilter } from "./velocity.js";

/** One zone of an instrument, before its level is known. */
export interface BankZone {
  readonly sample: BankSample;
  readonly keyLow: number;
  readonly keyHigh: number;
  /** The measured key whose level this zone is matched at; zones with the same key keep their balance. */
  readonly levelKey: number;
  /** Attenuation in dB before matching. */
  readonly attenuationDb: number;
  readonly envelope: ZoneEnvelope;
  /** Cutoff at velocity 127, absolute cents; absent: filter off. */
  readonly cutoffCents?: number;
  readonly fineTune: number;
  readonly pan: number;
  /** Pitch follows the key; false for breath. */
  readonly tracksKey: boolean;
  readonly exclusiveClass?: number;
}

export interface Movement {
  /** [Hz, cents]. */
  readonly vibrato?: readonly [number, number];
  /** [Hz, dB]. */
  readonly tremolo?: readonly [number, number];
}

/** All that is written for one preset. */
export interface ProgramZones {
  readonly program: number;
  readonly bank: number;
  readonly name: string;
  readonly zones: readonly BankZone[];
  readonly movement: Movement;
  /** Amount of the velocity-to-cutoff modulator, cents; 0: none. */
  readonly velocityCents: number;
  /** Measured loudness per level key: only its course inside the program counts. */
  readonly loudness: ReadonlyMap<number, number>;
  /** Loudness to reach against the bank's common level, dB. */
  readonly targetDb: number;
}

export interface BankContext {
  readonly table: TimbreTable;
  readonly stock: BandNoiseStock;
  readonly colours: readonly NoiseColour[];
  /** Samples already made, by name: shared between programs. */
  readonly samples: Map<string, MadeTone>;
}

interface MadeTone {
  readonly sample: BankSample;
  readonly envelope: Omit<ZoneEnvelope, "releaseSec">;
  readonly cutoff80Hz?: number;
  /** How much of the sample's level is boost that the filter takes away again, dB. */
  readonly boostedDb: number;
}

/** Breath starts from this attenuation, so that a layer may be louder than the tone's sample. */
const BASE_ATTENUATION_DB = 24;
const BREATHLESS = new Set(["piano", "chromatic", "guitar", "bass", "percussive"]);
const EFFECT_PERIOD_SAMPLE = 16384;

/** Build the zones of a program. */
export function programZones(context: BankContext, program: TimbreProgram): ProgramZones {
  const { table } = context;
  const plan = planOf(program);
  const owner = table.programs[plan.samplesOf];
  const filter = velocityFilter(program);
  const notes = isEffect(program) ? [owner.notes[owner.notes.length >> 1]] : owner.notes;
  const releaseSec = releaseTime(program);
  const zones = notes.flatMap((note, i) => {
    const tone = madeTone(context, owner, note);
    const keyLow = i === 0 ? 0 : (notes[i - 1].key + note.key + 1) >> 1;
    const keyHigh = i === notes.length - 1 ? 127 : ((note.key + notes[i + 1].key + 1) >> 1) - 1;
    const range = { keyLow, keyHigh, levelKey: note.key, envelope: { ...tone.envelope, releaseSec } };
    return [
      ...toneZones(tone, range, plan, filter?.amountCents),
      ...breathZones(context, program, note, tone, range),
    ];
  });
  const short = median(program.notes.map((n) => n.len60)) < 0.3;
  return {
    program: program.program,
    bank: 0,
    name: program.name,
    zones,
    movement: movementOf(program, plan),
    velocityCents: filter?.amountCents ?? 0,
    loudness: new Map(notes.map((n) => [n.key, n.lufs])),
    targetDb: short ? 3 : 0,
  };
}

/** Sounds that are no pitch: made of modes and noise after the coarse spectrogram, one sample for all keys. */
export const isEffect = (program: TimbreProgram): boolean => program.program >= 119;

type ZoneRange = Pick<BankZone, "keyLow" | "keyHigh" | "levelKey" | "envelope">;

function toneZones(tone: MadeTone, range: ZoneRange, plan: ProgramPlan, amountCents = 0): BankZone[] {
  const cutoff80 = tone.cutoff80Hz && hzToCents(tone.cutoff80Hz) + Math.round(1200 * plan.brightnessOctaves);
  const cutoff127 = cutoff80 && Math.round(cutoff80 + (amountCents * 47) / 127);
  return plan.voices.map((voice) => ({
    ...range,
    sample: tone.sample,
    attenuationDb: BASE_ATTENUATION_DB - voice.gainDb,
    fineTune: voice.cents,
    pan: voice.pan,
    tracksKey: true,
    ...(cutoff127 && amountCents > 0 ? { cutoffCents: Math.min(13499, cutoff127) } : {}),
  }));
}

function breathZones(
  context: BankContext,
  program: TimbreProgram,
  note: TimbreNote,
  tone: MadeTone,
  range: ZoneRange,
): BankZone[] {
  const breathless = BREATHLESS.has(program.family) || isEffect(program) || tone.envelope.slopeDb < 0;
  if (breathless || !hasNoise(note)) return [];
  const { colour, gainDb } = noiseOf(note, context.colours);
  const heldDb = tone.sample.heldDb - tone.boostedDb;
  const attenuationDb = Math.max(0, BASE_ATTENUATION_DB - (heldDb + gainDb));
  return [{ ...range, sample: colour.sample, attenuationDb, fineTune: 0, pan: 0, tracksKey: false }];
}

function movementOf(program: TimbreProgram, plan: ProgramPlan): Movement {
  const half = program.notes.length / 2;
  const vibratos = program.notes.flatMap((n) => (n.vib ? [n.vib] : []));
  const tremolos = program.notes.flatMap((n) => (n.trem ? [n.trem] : []));
  const bowed = program.family === "strings" || program.family === "ensemble" || program.family === "ethnic";
  const both = (list: readonly (readonly number[])[]): [number, number] => [
    median(list.map((x) => x[0])),
    median(list.map((x) => x[1])),
  ];
  const solo = [40, 41, 42, 110].includes(program.program);
  const vibrato =
    vibratos.length >= half ? both(vibratos) : solo ? ([5.4, 12] as [number, number]) : undefined;
  const tremolo = plan.tremolo ?? (tremolos.length >= half && !bowed ? both(tremolos) : undefined);
  return {
    ...(vibrato ? { vibrato: [vibrato[0], Math.min(25, vibrato[1])] } : {}),
    ...(tremolo ? { tremolo } : {}),
  };
}

function madeTone(context: BankContext, owner: TimbreProgram, note: TimbreNote): MadeTone {
  const name = `${owner.name.slice(0, 15)} ${note.key}`;
  const known = context.samples.get(name);
  if (known) return known;
  const made = makeTone(context, owner, note, name);
  context.samples.set(name, made);
  return made;
}

function makeTone(context: BankContext, owner: TimbreProgram, note: TimbreNote, name: string): MadeTone {
  const { table } = context;
  const plan = planOf(owner);
  const effect = isEffect(owner);
  const fading = fades(owner, note);
  const once = fading && note.len60 <= 0.75;
  const partials = partialTracks(table, note, fading ? "decay" : "sustain", plan.maxRateHz * 0.47);
  const rateHz = effect ? 22050 : rateFor(partials, plan.maxRateHz);
  const riseSec = fading || effect ? 0 : riseTime(table, note);
  const attackSec = once ? note.len60 + 0.05 : effect ? 0.6 : Math.min(plan.attackSec, note.len60);
  const f0Hz = keyToHz(note.key) / (note.base ?? 1);
  const stretched = note.modes !== undefined || (note.B ?? 0) > 2e-5;
  const loopSec = note.modes ? 0.25 : plan.loopSec;
  const loop = effect
    ? { periods: 1, lengthSample: EFFECT_PERIOD_SAMPLE, rateHz }
    : planLoop(f0Hz, rateHz, loopSec, stretched ? 8 : 2);
  const slopeDb = once || !fading ? 0 : fallSlope(table, note, attackSec);
  const cutoff80Hz = velocityFilter(owner)?.cutoff80Hz(note);
  const audible = partials.filter((p) => p.freqHz < (once ? rateHz : loop.rateHz) * 0.47);
  const recipe: ToneRecipe = {
    name,
    rootKey: note.key,
    rateHz: once ? rateHz : loop.rateHz,
    attackSec,
    ...(once ? {} : { loop }),
    partials: withChirp(table, note, audible),
    noise: attackNoise(table, note, audible, fading || effect ? 2 : 0.06),
    slopeDb,
    riseSec,
    fadeInSec: Math.max(0.0005, Math.min(0.012, note.attack / 2000)),
    boostDb: (hz) => (cutoff80Hz ? filterBoostDb(hz, cutoff80Hz) : 0),
    ...(effect ? { noiseLoops: true } : {}),
    seed: owner.program * 128 + note.key,
  };
  const held = audible.map((p) => ({ freqHz: p.freqHz, levelDb: levelAt(p.course, attackSec) }));
  return {
    sample: toneSample(recipe, table.bands_hz, context.stock),
    envelope: { riseSec, slopeDb },
    ...(cutoff80Hz ? { cutoff80Hz } : {}),
    boostedDb: cutoff80Hz && held.length > 0 ? boostedShareDb(held, cutoff80Hz) : 0,
  };
}

/** The lowest rate that holds every partial within 55 dB of the strongest. */
function rateFor(partials: readonly PartialTrack[], maxRateHz: number): number {
  const highest = partials
    .filter((p) => Math.max(...p.course.levelsDb) > -55)
    .reduce((max, p) => Math.max(max, p.freqHz), 0);
  return Math.round(Math.max(11025, Math.min(maxRateHz, highest * 2.4)));
}

function withChirp(
  table: TimbreTable,
  note: TimbreNote,
  partials: readonly PartialTrack[],
): readonly PartialTrack[] {
  const { chirp } = note;
  if (!chirp || chirp.some((c) => c === null || Math.abs(c) > 120)) return partials;
  const timesSec = [...table.chirp_s, table.chirp_s[table.chirp_s.length - 1] + 0.05];
  const cents = [...(chirp as number[]), 0];
  return partials.map((p) => ({ ...p, chirp: { timesSec, cents } }));
}
