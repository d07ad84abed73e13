import type { NoiseCourse } from "./attackNoise.js";
import { dbToPower, powerToDb } from "./exactMath.js";
import { bandOf, type Course, levelAt, type PartialTrack } from "./partials.js";
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
const LONGEST_SEC = 0.75;
const HEAD_SEC = 0.5;
const LOOP_SAMPLE = 16384;

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
  const bright = Math.max(...drum.grid[8]) > -42 || Math.max(...drum.grid[7]) > -26;
  const rateHz = bright ? 32000 : 22050;
  const partials = drumPartials(table, drum, rateHz * 0.47);
  const loops = slopeDb < 0;
  return toneSample(
    {
      name: `${drum.name.slice(0, 15)} ${drum.key}`,
      rootKey: drum.key,
      rateHz,
      attackSec: loops ? HEAD_SEC : drum.len60 + 0.03,
      ...(loops ? { loop: { periods: 1, lengthSample: LOOP_SAMPLE, rateHz } } : {}),
      partials,
      noise: drumNoise(table, drum, partials),
      slopeDb,
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

/** The modes, scaled so that no band with strong modes exceeds the measured grid; the lowest follows the glide. */
function drumPartials(table: TimbreTable, drum: DrumTimbre, maxHz: number): PartialTrack[] {
  const modes = drum.modes.filter(([hz]) => hz < maxHz);
  const courses = modes.map(([hz, db, slope]) => ({ hz, course: modeCourse(db, slope ?? -60) }));
  const bare = bandPowers(table, courses);
  const top = Math.max(...bare.flat());
  let offset = Number.POSITIVE_INFINITY;
  bare.forEach((row, band) => {
    for (const i of [1, 2, 3]) if (row[i] > top - 15) offset = Math.min(offset, drum.grid[band][i] - row[i]);
  });
  if (!Number.isFinite(offset)) return [];
  const lowest = modes.reduce(
    (best, [hz, db]) => (db > -12 && hz < best ? hz : best),
    Number.POSITIVE_INFINITY,
  );
  return courses.map(({ hz, course }) => ({
    freqHz: hz,
    course: { timesSec: course.timesSec, levelsDb: course.levelsDb.map((db) => db + offset) },
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

function bandPowers(table: TimbreTable, courses: readonly { hz: number; course: Course }[]): number[][] {
  const powers = table.bands_hz.slice(0, -1).map(() => table.perc_grid_s.map(() => 0));
  for (const { hz, course } of courses) {
    const row = powers[bandOf(table.bands_hz, hz)];
    table.perc_grid_s.forEach((t, i) => {
      row[i] += dbToPower(levelAt(course, t));
    });
  }
  return powers.map((row) => row.map(powerToDb));
}

/** Ten bands of noise: the measured grid minus the modes; tonal drums have none where a mode rules the band. */
function drumNoise(table: TimbreTable, drum: DrumTimbre, partials: readonly PartialTrack[]): NoiseCourse[] {
  const bare = bandPowers(
    table,
    partials.map((p) => ({ hz: p.freqHz, course: p.course })),
  );
  return bare.flatMap((row, band) => {
    const ruled = drum.tonal > 0.5 && row[2] > drum.grid[band][2] - 3;
    const levelsDb = row.map((db, i) =>
      powerToDb(Math.max(0, dbToPower(drum.grid[band][i]) - dbToPower(db))),
    );
    const audible = levelsDb.map((db) => Math.max(-99, db));
    return ruled || Math.max(...audible) < -75
      ? []
      : [{ band, course: { timesSec: table.perc_grid_s, levelsDb: audible } }];
  });
}
