import { upperMedian } from "../../core/median.js";
import { bandNoise } from "./bandNoise.js";
import { dbToPower, powerToDb } from "./exactMath.js";
import type { TimbreNote, TimbreTable } from "./timbreTable.js";
import { type BankSample, quantised } from "./toneSample.js";

/** A shared breath: a looped noise and the level of each of its bands against full scale, dB. */
export interface NoiseColour {
  readonly sample: BankSample;
  readonly bandsDb: readonly number[];
  readonly shape: readonly number[];
}

const COLOURS = 6;
/** 16 384 samples at this rate are 0.68 s. */
const RATE_HZ = 24000;
/** Breath louder than this in one band is a partial mistaken for noise. */
const LOUDEST_DB = -28;
/** Notes with less noise than this have none that is heard. */
const FAINTEST_DB = -60;

export const hasNoise = (note: TimbreNote): boolean => note.ntr > FAINTEST_DB;

/** Noise per band against its own mean over the bands, bands without a measurement taken from their neighbour. */
function shapeOf(note: TimbreNote): number[] {
  const bands: number[] = [];
  note.nb.forEach((db, i) => {
    bands.push(
      Math.min(LOUDEST_DB, Math.max(-90, db ?? bands[i - 1] ?? note.nb.find((x) => x !== null) ?? -60)),
    );
  });
  const mean = bands.reduce((s, v) => s + v, 0) / bands.length;
  return bands.map((v) => Math.max(-40, v - mean));
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((s, v, i) => s + (v - b[i]) ** 2, 0);

/**
 * The noise colours that stand for all sustained noises of the table: those furthest from each other first.
 */
export function noiseColours(table: TimbreTable): NoiseColour[] {
  const shapes = table.programs
    .filter((p) => p.kind === "sustain" && p.program < 119)
    .map((p) => p.notes[p.notes.length >> 1])
    .filter(hasNoise)
    .map(shapeOf);
  const chosen = [shapes[0]];
  while (chosen.length < COLOURS) {
    const gaps = shapes.map((s) => Math.min(...chosen.map((c) => distance(s, c))));
    chosen.push(shapes[gaps.indexOf(Math.max(...gaps))]);
  }
  return meansOfNearest(shapes, chosen).map((shape, i) => colour(table, shape, i));
}

function meansOfNearest(shapes: readonly number[][], centres: number[][]): number[][] {
  for (let round = 0; round < 8; round++) {
    const groups: number[][][] = centres.map(() => []);
    for (const shape of shapes) groups[nearest(shape, centres)].push(shape);
    centres = groups.map((group, i) =>
      group.length === 0
        ? centres[i]
        : centres[i].map((_, b) => group.reduce((s, g) => s + g[b], 0) / group.length),
    );
  }
  return centres;
}

function nearest(shape: readonly number[], centres: readonly (readonly number[])[]): number {
  const gaps = centres.map((c) => distance(shape, c));
  return gaps.indexOf(Math.min(...gaps));
}

function colour(table: TimbreTable, shape: readonly number[], index: number): NoiseColour {
  const edges = table.noise_bands_hz;
  const noise = bandNoise(edges, shape.map(dbToPower), RATE_HZ, 104729 + index);
  const loop = { periods: 1, lengthSample: noise.samples.length, rateHz: RATE_HZ };
  const sample = quantised(
    noise.samples,
    { name: `Breath ${index + 1}`, rootKey: 60, rateHz: RATE_HZ, loop },
    0,
  );
  const heard = shape.map((db, b) => dbToPower(db) * shareBelow(edges[b], edges[b + 1], RATE_HZ / 2));
  const total = powerToDb(heard.reduce((s, v) => s + v, 0));
  return { sample, shape, bandsDb: heard.map((p) => powerToDb(p) - total + sample.heldDb) };
}

const shareBelow = (low: number, high: number, limit: number): number =>
  Math.max(0, Math.min(1, (limit - low) / (high - low)));

/**
 * The colour nearest to a note's noise and how much louder than the tone's held level the sample must be turned.
 *
 * @returns  `gainDb`: level to give the sample so that it lies under a tone held at 0 dB as measured
 */
export function noiseOf(
  note: TimbreNote,
  colours: readonly NoiseColour[],
): { colour: NoiseColour; gainDb: number } {
  const shape = shapeOf(note);
  const best =
    colours[
      nearest(
        shape,
        colours.map((c) => c.shape),
      )
    ];
  const differences = note.nb
    .map((db, b) => (db === null ? null : Math.min(LOUDEST_DB, db) - best.bandsDb[b]))
    .filter((x, b): x is number => x !== null && best.bandsDb[b] > -100);
  return { colour: best, gainDb: upperMedian(differences) };
}
