import { attackNoise } from "./attackNoise.js";
import type { BandNoiseStock } from "./bandNoise.js";
import { type Fall, fades, fallDb, fallSlope, fitFall, riseTime, type ZoneEnvelope } from "./envelope.js";
import { dbToPower, keyToHz, powerToDb } from "./exactMath.js";
import { boostDb, type FilterCourse, fitFilter } from "./filterCourse.js";
import { matchedToGrid } from "./gridMatch.js";
import { gridTarget } from "./gridTarget.js";
import { type LoopPlan, planLoop } from "./loops.js";
import { withOvertones } from "./overtones.js";
import { levelAt, type PartialTrack, partialTracks } from "./partials.js";
import { planOf } from "./programPlans.js";
import type { TimbreNote, TimbreProgram, TimbreTable } from "./timbreTable.js";
import { type BankSample, toneSample } from "./toneSample.js";
import type { VelocityFilter } from "./velocity.js";

/** A sample with what the synthesizer must do to it. */
export interface ZoneTone {
  readonly sample: BankSample;
  readonly envelope: Omit<ZoneEnvelope, "releaseSec"> & Fall;
  readonly filter?: FilterCourse;
  /** How much of the sample's held level is boost that the filter takes away again, dB. */
  readonly boostedDb: number;
}

const EFFECT_PERIOD_SAMPLE = 16384;
const NOISE_PERIOD_SAMPLE = 4096;
const MAX_RATE_HZ = 32000;
/** Sounds stored whole are short: they go without their highest octave. */
const ONCE_RATE_HZ = 22050;
const EFFECT_ATTACK_SEC = 0.8;
const EFFECT_ONCE_SEC = 1.6;
/** Decaying sounds with this much between their partials are noise as much as tone. */
const NOISY_DB = -12;
/** Shorter sounds are stored whole. */
const ONCE_SEC = 0.75;
/** Partials and bands below this need no room in the sample. */
const FAINT_DB = -48;
const BRIGHT_DB = -28;
/** Sample rate against the highest frequency to keep. */
const HEADROOM = 2.15;
const LEAST_RATE_HZ = 11025;

/** Sounds that are no pitch: made of modes and noise after the coarse spectrogram, one sample for all keys. */
export const isEffect = (program: TimbreProgram): boolean => program.program >= 119;

/** What kind of sample a note gets. */
interface Shape {
  /** Falls while the key is held. */
  readonly fading: boolean;
  /** Made of noise at least as much as of partials: the noise goes on in the loop. */
  readonly noisy: boolean;
  /** Stored whole, without a loop. */
  readonly once: boolean;
}

function shapeOf(owner: TimbreProgram, note: TimbreNote): Shape {
  const effect = isEffect(owner);
  const fading = fades(owner, note);
  const once = fading && note.len60 <= (effect ? EFFECT_ONCE_SEC : ONCE_SEC);
  const noisy = effect || (fading && !once && note.modes !== undefined && note.ntr > NOISY_DB);
  return { fading, noisy, once };
}

/** Synthesise the sample of one measured key. */
export function zoneTone(
  table: TimbreTable,
  stock: BandNoiseStock,
  owner: TimbreProgram,
  note: TimbreNote,
  velocity: VelocityFilter | undefined,
): ZoneTone {
  const plan = planOf(owner);
  const { fading, noisy, once } = shapeOf(owner, note);
  const all = partialTracks(table, note, fading ? "decay" : "sustain", MAX_RATE_HZ * 0.47);
  const nominalHz = noisy
    ? noisyRate(note)
    : rateFor(table, note, all, plan.maxRateHz, once ? ONCE_RATE_HZ : MAX_RATE_HZ);
  const loop = once
    ? undefined
    : noisy
      ? noiseLoop(owner, all, nominalHz)
      : toneLoop(note, all, nominalHz, plan.loopSec);
  const rateHz = loop?.rateHz ?? nominalHz;
  const attackSec = once
    ? 0.85 * note.len60 + 0.04
    : isEffect(owner)
      ? EFFECT_ATTACK_SEC
      : Math.min(plan.attackSec, note.len60);
  const kept = all.filter((p) => p.freqHz < rateHz * 0.47);
  const target = gridTarget(
    table.bands_hz,
    table.grid_s,
    note.grid,
    note.len60,
    noisy ? Math.max(0.1, 1 - dbToPower(note.ntr)) : 1,
  );
  const matched = matchedToGrid(target, kept, fading || noisy ? 2 : 0.2);
  const partials = noisy ? matched : withOvertones(target, note, matched, rateHz * 0.47);
  const slopeDb = once || !fading ? 0 : fallSlope(table, note, attackSec);
  const fall = slopeDb < 0 && !noisy ? fitFall(table, note, attackSec, slopeDb) : { slopeDb };
  const riseSec = fading || noisy ? 0 : riseTime(table, note);
  const openHz = velocity?.cutoff80Hz(note);
  const filter = openHz
    ? fitFilter(noisy ? [] : partials, openHz, attackSec, (t) => fallDb(fall, t))
    : undefined;
  const sample = toneSample(
    {
      name: `${owner.name.slice(0, 15)} ${note.key}`,
      rootKey: note.key,
      rateHz,
      attackSec,
      ...(loop ? { loop } : {}),
      partials: withChirp(table, note, partials),
      noise: attackNoise(target, partials, fading || noisy ? 2 : 0.06, noisy),
      fallDb: (t) => fallDb(fall, t),
      riseSec,
      fadeInSec: Math.max(0.0005, Math.min(0.012, note.attack / 2000)),
      boostDb: (hz, t) => boostDb(filter, hz, t),
      noiseLoops: noisy && !once,
      seed: owner.program * 128 + note.key,
    },
    table.bands_hz,
    stock,
  );
  const boostedDb = boostedShareDb(partials, filter, attackSec);
  return { sample, envelope: { riseSec, ...fall }, ...(filter ? { filter } : {}), boostedDb };
}

const noisyRate = (note: TimbreNote): number => (note.cent[1] > 3000 ? 22050 : 16000);

/** The noise's own period; the rate is bent until the strongest mode fits it. */
function noiseLoop(owner: TimbreProgram, partials: readonly PartialTrack[], rateHz: number): LoopPlan {
  if (isEffect(owner)) return { periods: 1, lengthSample: EFFECT_PERIOD_SAMPLE, rateHz };
  const leadHz = leader(partials).freqHz;
  const periods = Math.round((leadHz * NOISE_PERIOD_SAMPLE) / rateHz);
  return { periods, lengthSample: NOISE_PERIOD_SAMPLE, rateHz: (leadHz * NOISE_PERIOD_SAMPLE) / periods };
}

function leader(partials: readonly PartialTrack[]): PartialTrack {
  const level = (p: PartialTrack): number => Math.max(...p.course.levelsDb);
  return partials.reduce((best, p) => (level(p) > level(best) ? p : best));
}

/**
 * Harmonic sounds need few periods; stretched strings and bells enough of them for their partials to fall near
 * multiples of the loop's own frequency. A bell's loop fits its strongest mode exactly.
 */
function toneLoop(
  note: TimbreNote,
  partials: readonly PartialTrack[],
  rateHz: number,
  loopSec: number,
): LoopPlan {
  const f0Hz = keyToHz(note.key) / (note.base ?? 1);
  if (note.modes && partials.length > 0) {
    return planLoop(leader(partials).freqHz, rateHz, 0.13, 2);
  }
  const stretched = (note.B ?? 0) > 2e-5;
  return planLoop(f0Hz, rateHz, stretched ? loopSec : 0.014, stretched ? 8 : 2);
}

/**
 * The lowest rate that holds every partial within 52 dB of the strongest, above 10 kHz within 34 dB unless the
 * program may have the highest rate, and the noise of the attack.
 */
function rateFor(
  table: TimbreTable,
  note: TimbreNote,
  partials: readonly PartialTrack[],
  maxRateHz: number,
  limitHz: number,
): number {
  const faint = (hz: number): number => (hz * HEADROOM > maxRateHz ? BRIGHT_DB : FAINT_DB);
  const highest = partials
    .filter((p) => Math.max(...p.course.levelsDb) > faint(p.freqHz))
    .reduce((max, p) => Math.max(max, p.freqHz), 0);
  const middle = (band: number): number =>
    Math.sqrt(Math.max(60, table.bands_hz[band]) * table.bands_hz[band + 1]);
  const band = note.grid.findLastIndex((row, b) => Math.max(...row) > faint(middle(b)) + 12);
  return Math.round(Math.max(LEAST_RATE_HZ, Math.min(limitHz, Math.max(highest, middle(band)) * HEADROOM)));
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

/** Power of the raised partials against the plain ones at a moment, dB. */
function boostedShareDb(
  partials: readonly PartialTrack[],
  filter: FilterCourse | undefined,
  timeSec: number,
): number {
  if (!filter || partials.length === 0) return 0;
  const power = (raise: (freqHz: number) => number): number =>
    partials.reduce((s, p) => s + dbToPower(levelAt(p.course, timeSec) + raise(p.freqHz)), 0);
  return powerToDb(power((hz) => boostDb(filter, hz, timeSec))) - powerToDb(power(() => 0));
}
