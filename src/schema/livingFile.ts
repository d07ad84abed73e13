/** One file of a living manifest: a prediction that becomes a fact. */
import { z } from "zod";
import { artifactKey, isoTime, relativePath, sha256 } from "./common.js";

export const FILE_STATUSES = ["predicted", "rendering", "done", "failed", "skipped"] as const;

export const livingFileSchema = z.strictObject({
  /** The name foretold before anything was rendered; never changed afterwards. */
  predicted_filename: z.string().min(1),
  /** The name on the disk; null until the file is there. */
  actual_filename: z.string().min(1).nullable(),
  /** Path inside the output folder; null until the file is there. */
  path: relativePath.nullable(),
  /** When the file was last written, as its disk says; null until it is there. */
  created_at: isoTime.nullable(),
  /** True only after the file was found and is not empty. */
  file_exists: z.boolean(),
  /** Bytes; null until the file is there. */
  file_size: z.int().min(1).nullable(),
  sha256: sha256.nullable(),
  /** Hash of what made the file: processor, version, settings, inputs. The same key would give the same bytes. */
  artifact_key: artifactKey.nullable(),
  status: z.enum(FILE_STATUSES),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
});

export type LivingFileDocument = z.infer<typeof livingFileSchema>;

/** The entry of a file that is still to be made. */
export function predictFile(predictedFilename: string): LivingFileDocument {
  return {
    predicted_filename: predictedFilename,
    actual_filename: null,
    path: null,
    created_at: null,
    file_exists: false,
    file_size: null,
    sha256: null,
    artifact_key: null,
    status: "predicted",
    error_code: null,
    error_message: null,
  };
}
