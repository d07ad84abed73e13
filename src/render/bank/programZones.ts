import { upperMedian } from "../../core/median.js";
import type { BandNoiseStock } from "./bandNoise.js";
import { releaseTime, type ZoneEnvelope } from "./envelope.js";
import { hasNoise, type NoiseColour, noiseOf } from "./noiseLayer.js";
import { type ProgramPlan, planOf, type VoicePlan } from "./programPlans.js";
import { withSubOctaves } from "./subOctave.js";
import type { TimbreNote, TimbreProgram, TimbreTable } from "./timbreTable.js";
import type { BankSample } from "./toneSample.js";
import { twins } from "./twinNotes.js";
import { hzToCents, type VelocityFilter, velocityFilter } from "./velocity.js";
import { isEffect, type ZoneTone, zoneTone } from "./zoneTone.js";

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
  /** Low-pass; absent: off. */
  readonly filter?: ZoneFilter;
  readonly fineTune: number;
  readonly pan: number;
  /** Pitch follows the key; false for breath. */
  readonly tracksKey: boolean;
  readonly exclusiveClass?: number;
}

/** Low-pass of a zone at velocity 127: from `openCents` to `endCents`, absolute cents, after `holdSec`. */
export interface ZoneFilter {
  readonly openCents: number;
  readonly endCents: number;
  readonly holdSec: number;
  readonly decaySec: number;
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
  readonly samples: Map<string, ZoneTone>;
}

/** Breath starts from this attenuation, so that a layer may be louder than the tone's sample. */
const BASE_ATTENUATION_DB = 24;
/** Tremolo was measured on one strong partial, which swings more than the whole. */
const MOST_TREMOLO_DB = 1.6;
/** Second voices louder than this are wanted for their beating. */
const KEPT_VOICE_DB = -4;
const BREATHLESS = new Set(["piano", "chromatic", "guitar", "bass", "percussive"]);

/** Build the zones of a program. */
export function programZones(context: BankContext, program: TimbreProgram): ProgramZones {
  const { table } = context;
  const plan = planOf(program);
  const owner = table.programs[plan.samplesOf];
  const filter = velocityFilter(program);
  const ownerFilter = owner === program ? filter : velocityFilter(owner);
  const notes = isEffect(program) ? [owner.notes[owner.notes.length >> 1]] : withSubOctaves(owner.notes);
  const releaseSec = releaseTime(program);
  const owners = twins(notes);
  const zones = notes.flatMap((note, i) => {
    const tone = sharedTone(context, owner, owners[i], ownerFilter);
    const keyLow = i === 0 ? 0 : (notes[i - 1].key + note.key + 1) >> 1;
    const keyHigh = i === notes.length - 1 ? 127 : ((note.key + notes[i + 1].key + 1) >> 1) - 1;
    const range = { keyLow, keyHigh, levelKey: note.key, envelope: { ...tone.envelope, releaseSec } };
    return [
      ...toneZones(tone, range, plan, filter?.amountCents),
      ...breathZones(context, program, note, tone, range),
    ];
  });
  const short = upperMedian(program.notes.map((n) => n.len60)) < 0.3;
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

type ZoneRange = Pick<BankZone, "keyLow" | "keyHigh" | "levelKey" | "envelope">;

function sharedTone(
  context: BankContext,
  owner: TimbreProgram,
  note: TimbreNote,
  filter: VelocityFilter | undefined,
): ZoneTone {
  const name = `${owner.program}/${note.key}`;
  const known = context.samples.get(name);
  if (known) return known;
  const made = zoneTone(context.table, context.stock, owner, note, filter);
  context.samples.set(name, made);
  return made;
}

function toneZones(tone: ZoneTone, range: ZoneRange, plan: ProgramPlan, amountCents = 0): BankZone[] {
  const filter = zoneFilter(tone, plan, amountCents);
  const zone = (voice: VoicePlan): BankZone => ({
    ...range,
    sample: tone.sample,
    attenuationDb: BASE_ATTENUATION_DB - voice.gainDb,
    fineTune: voice.cents,
    pan: voice.pan,
    tracksKey: true,
    ...(filter ? { filter } : {}),
  });
  const { slow } = tone.envelope;
  if (!slow) return plan.voices.map(zone);
  // The strings that ring on are a voice of their own: it takes the place of a piano's second one.
  const [first, second] = plan.voices;
  const late = zone({ cents: second?.cents ?? 0, pan: second?.pan ?? 0, gainDb: slow.gainDb });
  const early = second && second.gainDb > KEPT_VOICE_DB ? plan.voices : [first];
  return [...early.map(zone), { ...late, envelope: { ...range.envelope, slopeDb: slow.slopeDb } }];
}

/** The fitted filter, moved from velocity 80 to 127. */
function zoneFilter({ filter }: ZoneTone, plan: ProgramPlan, amountCents: number): ZoneFilter | undefined {
  if (!filter || amountCents === 0) return undefined;
  const up = Math.round((amountCents * 47) / 127 + 1200 * plan.brightnessOctaves);
  const cents = (hz: number): number => Math.min(13499, hzToCents(hz) + up);
  const { openHz, endHz, holdSec, decaySec } = filter;
  return { openCents: cents(openHz), endCents: cents(endHz), holdSec, decaySec };
}

function breathZones(
  context: BankContext,
  program: TimbreProgram,
  note: TimbreNote,
  tone: ZoneTone,
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
    upperMedian(list.map((x) => x[0])),
    upperMedian(list.map((x) => x[1])),
  ];
  const solo = [40, 41, 42, 110].includes(program.program);
  const vibrato =
    vibratos.length >= half ? both(vibratos) : solo ? ([5.4, 12] as [number, number]) : undefined;
  const tremolo = plan.tremolo ?? (tremolos.length >= half && !bowed ? both(tremolos) : undefined);
  return {
    ...(vibrato ? { vibrato: [vibrato[0], Math.min(25, vibrato[1])] } : {}),
    ...(tremolo
      ? { tremolo: [tremolo[0], plan.tremolo ? tremolo[1] : Math.min(MOST_TREMOLO_DB, tremolo[1])] }
      : {}),
  };
}
