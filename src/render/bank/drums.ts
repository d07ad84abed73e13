import { attackNoise } from "./attackNoise.js";
import { dbToPower, powerToDb } from "./exactMath.js";
import { matchedToGrid } from "./gridMatch.js";
import { gridTarget } from "./gridTarget.js";
import type { Course, PartialTrack } from "./partials.js";
import type { BankContext, BankZone, ProgramZones } from "./programZones.js";
import type { DrumTimbre, TimbreTable } from "./timbreTable.js";
import { type BankSample, toneSample } from "./toneSample.js";

/** Groups of keys that cut each other off: hi-hats, whistles, guiros, cuicas, triangles. */
const EXCLUSIVE: readonly (readonly number[])[] = [
  [42, 44, 46],
  [71, 72],
  [73, 74],
  [78, 79],
  [80, 81],
];
/** Longer sounds keep this much and loop their noise. */
const LONGEST_SEC = 1.05;
const HEAD_SEC = 0.4;
const LOOP_SAMPLE = 8192;

/** The drum kit: bank 128, program 0, one zone per key. */
export function drumKit(context: BankContext): ProgramZones {
  const { table } = context;
  return {
    program: 0,
    bank: 128,
    name: "Standard Kit",
    zones: table.percussion.map((drum) => drumZone(context, drum)),
    movement: {},
    velocityCents: 0,
    loudness: new Map(table.percussion.map((d) => [d.key, d.lufs])),
    targetDb: 2,
  };
}

function drumZone(context: BankContext, drum: DrumTimbre): BankZone {
  const slopeDb = drum.len60 > LONGEST_SEC ? tailSlope(context.table, drum) : 0;
  const exclusiveClass = EXCLUSIVE.findIndex((keys) => keys.includes(drum.key)) + 1;
  return {
    sample: drumSample(context, drum, slopeDb),
    keyLow: drum.key,
    keyHigh: drum.key,
    levelKey: drum.key,
    attenuationDb: 12,
    envelope: { riseSec: 0, slopeDb, releaseSec: 4 },
    fineTune: 0,
    pan: Math.max(-300, Math.min(300, Math.round(-drum.st[0] * 40))),
    tracksKey: true,
    ...(exclusiveClass > 0 ? { exclusiveClass } : {}),
  };
}

const gridTotal = (drum: DrumTimbre, i: number): number =>
  powerToDb(drum.grid.reduce((s, row) => s + dbToPower(row[i]), 0));

/** Slope of the whole from 0.4 to 1.6 s (to 0.8 s if it is silent by then), dB/s. */
function tailSlope(table: TimbreTable, drum: DrumTimbre): number {
  const [from, middle, to] = [5, 6, 7];
  const end = gridTotal(drum, to) > -70 ? to : middle;
  const seconds = table.perc_grid_s[end] - table.perc_grid_s[from];
  return Math.max(-150, Math.min(-3, (gridTotal(drum, end) - gridTotal(drum, from)) / seconds));
}

function drumSample(context: BankContext, drum: DrumTimbre, slopeDb: number): BankSample {
  const { table, stock } = context;
  const rateHz = rateOf(drum);
  const target = gridTarget(
    table.bands_hz,
    table.perc_grid_s,
    drum.grid,
    drum.len60,
    Math.max(0.05, drum.tonal),
  );
  const partials = matchedToGrid(target, drumPartials(table, drum, rateHz * 0.47), 2);
  const loops = slopeDb < 0;
  return toneSample(
    {
      name: `${drum.name.slice(0, 15)} ${drum.key}`,
      rootKey: drum.key,
      rateHz,
      attackSec: loops ? HEAD_SEC : 0.85 * drum.len60 + 0.03,
      ...(loops ? { loop: { periods: 1, lengthSample: LOOP_SAMPLE, rateHz } } : {}),
      partials,
      noise: attackNoise(target, partials, 2, true),
      fallDb: (t) => slopeDb * t,
      riseSec: 0,
      fadeInSec: Math.max(0.0005, Math.min(0.02, drum.attack / 2000)),
      boostDb: () => 0,
      noiseLoops: loops,
      seed: 50000 + drum.key,
    },
    table.bands_hz,
    stock,
  );
}

/** Skins need less than metal: what counts is the brightness 20 ms after the stroke. */
function rateOf(drum: DrumTimbre): number {
  if (drum.grid[8][1] > -38) return 32000;
  return drum.grid[7][1] > -40 ? 22050 : 16000;
}

/** The modes on the scale of the grid; the lowest strong one follows the glide. */
function drumPartials(table: TimbreTable, drum: DrumTimbre, maxHz: number): PartialTrack[] {
  const modes = drum.modes.filter(([hz]) => hz < maxHz);
  const lowest = modes.reduce(
    (best, [hz, db]) => (db > -12 && hz < best ? hz : best),
    Number.POSITIVE_INFINITY,
  );
  return modes.map(([hz, db, slope]) => ({
    freqHz: hz,
    course: modeCourse(db, slope ?? -60),
    ...(hz === lowest ? glideOf(table, drum, hz) : {}),
  }));
}

const modeCourse = (levelDb: number, slope: number): Course => ({
  timesSec: [0, 0.02, 2],
  levelsDb: [levelDb, levelDb, levelDb + Math.max(-600, Math.min(-1, slope)) * 1.98],
});

function glideOf(table: TimbreTable, drum: DrumTimbre, hz: number): Pick<PartialTrack, "chirp"> {
  if (!drum.glide || drum.glide.some((g) => !(g > hz * 0.7 && g < hz * 2.5))) return {};
  const cents = drum.glide.map((g) => Math.round(1200 * Math.log2(g / hz)));
  return { chirp: { timesSec: [...table.glide_s, 0.2], cents: [...cents, 0] } };
}
