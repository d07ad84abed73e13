/** Where sound begins: sudden rises of the level. */
import { powerToDb } from "./decibel.js";
import { blockEnergies } from "./rmsEnvelope.js";

/** Hop of the onset envelope, and thus the grid on which onsets are found: 2.5 ms. */
export const ONSET_HOP_SEC = 0.0025;
/** The level is heard over 20 ms, so that the waves of a low note are no rises … */
const WINDOW_HOPS = 8;
/** … and compared with that of 10 ms before. */
const LAG_HOPS = 4;
/** Below this distance from the signal's peak, and below the second figure, all is silence. */
const RANGE_DB = 50;
const FLOOR_DBFS = -90;

export interface OnsetEnvelope {
  readonly hopSample: number;
  /** Rise of the level in dB, >= 0, one value per hop; before its start a signal counts as silent. */
  readonly riseDb: Float32Array;
}

/** How fast the level rises at each moment. Windows end with the hop, so a rise is never heard too early. */
export function onsetEnvelope(samples: Float32Array, sampleRateHz: number): OnsetEnvelope {
  const hopSample = Math.max(1, Math.round(ONSET_HOP_SEC * sampleRateHz));
  const energies = blockEnergies(samples, hopSample);
  const levels = trailingLevels(energies, hopSample);
  const peak = levels.reduce((a, b) => Math.max(a, b), -Infinity);
  const floor = Math.max(FLOOR_DBFS, peak - RANGE_DB);
  const riseDb = new Float32Array(levels.length);
  for (let i = 0; i < levels.length; i++) {
    const before = i < LAG_HOPS ? floor : Math.max(floor, levels[i - LAG_HOPS]);
    riseDb[i] = Math.max(0, levels[i] - before);
  }
  return { hopSample, riseDb };
}

/** Level over the WINDOW_HOPS hops that end with each hop, dB. */
function trailingLevels(energies: Float64Array, hopSample: number): Float32Array {
  const levels = new Float32Array(energies.length);
  for (let i = 0; i < energies.length; i++) {
    let sum = 0;
    for (let k = Math.max(0, i - WINDOW_HOPS + 1); k <= i; k++) sum += energies[k];
    levels[i] = powerToDb(sum / (WINDOW_HOPS * hopSample));
  }
  return levels;
}

export interface OnsetOptions {
  /** A rise below this is no onset, dB. */
  readonly thresholdDb?: number;
  /** Two onsets are at least this far apart, seconds. */
  readonly minGapSec?: number;
}

/**
 * Times at which sound begins: where the level starts to rise by the threshold within 10 ms.
 *
 * @returns seconds from the start of the signal, increasing, on the grid of `ONSET_HOP_SEC`
 */
export function findOnsets(
  samples: Float32Array,
  sampleRateHz: number,
  options: OnsetOptions = {},
): number[] {
  const { thresholdDb = 6, minGapSec = 0.05 } = options;
  const { hopSample, riseDb } = onsetEnvelope(samples, sampleRateHz);
  const onsetSecs: number[] = [];
  for (let i = 0; i < riseDb.length; i++) {
    const rises = riseDb[i] >= thresholdDb && (i === 0 || riseDb[i - 1] < thresholdDb);
    const atSec = (i * hopSample) / sampleRateHz;
    const last = onsetSecs.at(-1);
    if (rises && (last === undefined || atSec - last >= minGapSec)) onsetSecs.push(atSec);
  }
  return onsetSecs;
}
