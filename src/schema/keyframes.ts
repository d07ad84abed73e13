/** keyframes/*_keyframes.json: what a note's sound does, as keys for motion (keyframes.v1). */
import { z } from "zod";
import { count, frameRateText, sec, uuid } from "./common.js";

/** `[frame, value]`, frames counted from the note's onset; increasing inside a property. */
const keys = (min?: number, max?: number) => {
  const value = z.number();
  const bounded = min === undefined || max === undefined ? value : value.min(min).max(max);
  return z.array(z.tuple([count, bounded]));
};

const markers = z.array(z.tuple([count, z.literal(100)]));

export const keyframesSchema = z.strictObject({
  schema_id: z.literal("keyframes.v1"),
  version: z.literal("1.0.0"),
  universal_id: uuid,
  audio_file: z.string().min(1),
  duration_seconds: sec,
  /** floor(duration · fps). */
  duration_frames: count,
  fps: z.number().positive(),
  /** The exact rate: `30` or `24000/1001`. */
  frame_rate: frameRateText,
  /** Quarters per minute at the onset. */
  tempo: z.number().positive(),
  /** Composition time of the note's onset, and the nearest frame. */
  start_time_seconds: sec,
  start_frame: count,
  /** Linear between keys. Properties without bounds here are in degrees. */
  keyframes: z.strictObject({
    scale: keys(50, 150),
    opacity: keys(20, 100),
    position_x: keys(-100, 100),
    hue: keys(0, 360),
    onset_markers: markers,
    /** From here on in standard mode only. */
    rotation: keys().optional(),
    position_y: keys(-50, 50).optional(),
    saturation: keys(0, 100).optional(),
    lightness: keys(30, 90).optional(),
    blur: keys(0, 10).optional(),
    glow_intensity: keys(0, 100).optional(),
    beat_markers: markers.optional(),
  }),
  metadata: z.strictObject({
    total_keyframes: count,
    onset_count: count,
    beat_count: count,
    analysis_features: z.array(z.string()),
    optimization: z.literal("fast_mode").optional(),
    interpolation: z.literal("linear"),
    /** What amplitude, brightness, roughness and spread are measured against. */
    level_scope: z.enum(["score", "part", "note"]),
    /** Level of amplitude 100 and of amplitude 0, dBFS; null where the whole scope is silent. */
    level_reference_db: z.number().nullable(),
    level_floor_db: z.number().nullable(),
    /** Reduction: largest error allowed and found, percent of the property's full scale, on the keys as written. */
    error_bound_percent: z.number().min(0),
    max_error_percent: z.number().min(0),
  }),
});

export type KeyframesDocument = z.infer<typeof keyframesSchema>;
