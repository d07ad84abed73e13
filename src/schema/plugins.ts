/** Where plugins lie and which versions will do: a plugin file (plugins.v1), or the `plugins` of a pipeline file. */
import { z } from "zod";
import { performanceSchema } from "./performance.js";

export const VERSION_CHECKS = ["strict", "compatible", "none"] as const;

export const pluginSettingsSchema = z.strictObject({
  /** Folders, or single files; relative ones start at the folder of the file that names them. */
  paths: z.array(z.string().min(1)).default([]),
  /** False: the paths are only noted, nothing is loaded. */
  auto_discover: z.boolean().default(true),
  version_check: z.enum(VERSION_CHECKS).default("compatible"),
  /** Versions of a plugin that will do: `1.0`, `2.0+` or `1.x`. */
  compatibility_matrix: z.record(z.string(), z.array(z.string())).default({}),
  performance: performanceSchema.optional(),
});

/** Both spellings of the top key are in use; a file has one of them. */
export const pluginFileSchema = z
  .strictObject({
    plugins: pluginSettingsSchema.optional(),
    plugin_registry: pluginSettingsSchema.optional(),
    performance: performanceSchema.optional(),
  })
  .meta({ oneOf: [{ required: ["plugins"] }, { required: ["plugin_registry"] }] });

export type PluginSettings = z.infer<typeof pluginSettingsSchema>;
