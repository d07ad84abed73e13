/** Options of a run as job manifests and pipeline files give them: spelled as on the command line, without the dashes. */
import { z } from "zod";

export const runOptionsSchema = z.strictObject({
  /** `30` or `24000/1001`; YAML may give a plain number. */
  fps: z.union([z.string(), z.number()]).optional(),
  layout: z.enum(["page", "scroll"]).optional(),
  /** Path of a SoundFont, or `auto`. */
  soundfont: z.string().optional(),
  rate: z.number().optional(),
  bits: z.number().optional(),
  note_channels: z.number().optional(),
  keyframes: z.enum(["standard", "fast"]).optional(),
  levels: z.enum(["score", "part", "note"]).optional(),
  /** Percent of a property's full scale. */
  keyframe_error: z.number().optional(),
  ties: z.enum(["score_grid", "proportional"]).optional(),
  repeats: z.enum(["auto", "written", "none"]).optional(),
});
