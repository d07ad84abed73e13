/** From features to the values a motion designer animates: one dense curve per property. */
import { type LevelRange, normalisedHz, normalisedLevel } from "./levelRange.js";
import type { NoteFeatures } from "./noteFeatures.js";

/** Properties of both modes, then those of standard mode. */
export const FAST_PROPERTIES = ["scale", "opacity", "position_x", "hue"] as const;
export const STANDARD_PROPERTIES = [
  ...FAST_PROPERTIES,
  "rotation",
  "position_y",
  "saturation",
  "lightness",
  "blur",
  "glow_intensity",
] as const;
export type MotionProperty = (typeof STANDARD_PROPERTIES)[number];

/**
 * What 100 % of a property is when errors are measured: its range. Rotation has no bounds; 180 degrees are the turn
 * of a pitch that falls by an octave from one frame to the next.
 */
export const FULL_SCALE: Readonly<Record<MotionProperty, number>> = {
  scale: 100,
  opacity: 80,
  position_x: 200,
  hue: 360,
  rotation: 180,
  position_y: 100,
  saturation: 100,
  lightness: 60,
  blur: 10,
  glow_intensity: 100,
};

/**
 * The animated properties, computed from amplitude A, brightness B, roughness R, spread W (0–100) and pitch f (Hz).
 *
 * Hue follows the last pitch heard while the sound has none.
 *
 * @returns one value per row of `features`, not rounded; in fast mode only `FAST_PROPERTIES`
 */
export function motionCurves(
  features: NoteFeatures,
  range: LevelRange,
): Partial<Record<MotionProperty, Float64Array>> {
  const curve = (valueAt: (row: number) => number) =>
    Float64Array.from({ length: features.levelDb.length }, (_, row) => valueAt(row));
  const a = curve((row) => normalisedLevel(features.levelDb[row], range));
  const b = curve((row) => normalisedHz(features.centroidHz[row], range.centroidHz));
  const r = curve((row) => normalisedHz(features.crossingHz[row], range.crossingHz));
  const both = { scale: curve((i) => 50 + a[i]), opacity: curve((i) => 20 + 0.8 * a[i]) };
  if (features.mode === "fast") {
    return { ...both, position_x: curve((i) => 2 * (r[i] - 50)), hue: curve((i) => wrapDegree(3.6 * b[i])) };
  }
  const w = curve((row) => normalisedHz(features.spreadHz[row], range.spreadHz));
  const held = heldPitch(features.pitchHz);
  return {
    ...both,
    position_x: curve((i) => 2 * (b[i] - 50)),
    hue: curve((i) => wrapDegree(((held[i] - 200) / 1800) * 360)),
    rotation: curve((i) => pitchTurn(features.pitchHz[i], i > 0 ? features.pitchHz[i - 1] : 0)),
    position_y: curve((i) => w[i] - 50),
    saturation: b,
    lightness: curve((i) => 30 + 0.6 * a[i]),
    blur: curve((i) => 0.1 * (100 - r[i])),
    glow_intensity: curve((i) => (a[i] + b[i]) / 2),
  };
}

/** Degrees for a change of pitch; 0 unless both frames have one. */
function pitchTurn(hz: number, previousHz: number): number {
  return hz > 0 && previousHz > 0 ? (180 * (hz - previousHz)) / Math.max(hz, 1) : 0;
}

function wrapDegree(degree: number): number {
  return ((degree % 360) + 360) % 360;
}

/** Unvoiced rows take the pitch before them, leading ones the first pitch; all 0 where there is none. */
function heldPitch(pitchHz: Float32Array): Float32Array {
  const held = pitchHz.slice();
  let value = pitchHz.find((hz) => hz > 0) ?? 0;
  for (let row = 0; row < held.length; row++) {
    if (held[row] > 0) value = held[row];
    else held[row] = value;
  }
  return held;
}
