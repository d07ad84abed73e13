/** How loud a recording is as a whole. */
import { gainToDb, powerToDb } from "../dsp/decibel.js";
import type { Analyser } from "./analyser.js";

export interface FoundLevel {
  /** Largest sample, dBFS. */
  readonly peakDb: number;
  /** Root mean square over everything, dBFS: a full-scale sine has -3. */
  readonly rmsDb: number;
}

/** Level of a mono signal, full scale 1; null for digital silence. */
export const analyseLevel: Analyser<Float32Array, FoundLevel> = (samples) => {
  let peak = 0;
  let energy = 0;
  for (const value of samples) {
    peak = Math.max(peak, Math.abs(value));
    energy += value * value;
  }
  if (!(peak > 0)) return null;
  return { value: { peakDb: gainToDb(peak), rmsDb: powerToDb(energy / samples.length) }, confidence: 1 };
};
