/** Pieces that several documents share. */
import { z } from "zod";

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
/** Exact quarters: "15" or "31/2". */
export const exactQuarter = z.string().regex(/^-?\d+(\/[1-9]\d*)?$/);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const isoTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
export const unit = z.number().min(0).max(1);
export const count = z.int().min(0);
export const sec = z.number().min(0);
/** `30` or `24000/1001`. */
export const frameRateText = z.string().regex(/^\d+(\/\d+)?$/);
/** Path inside the output folder, POSIX separators, never leaving it. */
export const relativePath = z.string().regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+$/);
/** Hash of what makes a file or a run: processor, version, settings, inputs. */
export const artifactKey = z.string().regex(/^[0-9a-f]{32}$/);
