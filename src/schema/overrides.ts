/** overrides.yaml: corrections by hand, in the output folder, written by the user (overrides.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { count, sec } from "./common.js";

/** A universal ID, a short ID, or the beginning of either. */
const noteId = z
  .string()
  .regex(/^[0-9a-f]{4}[0-9a-f-]{0,32}$/i, "must be an ID or the beginning of one: 4 or more of 0-9, a-f")
  .describe("universal ID, short ID, or an unambiguous beginning of at least 4 characters");

const why = z.string().optional().describe("for the reader");

/** MIDI key, or its name with sharps or flats: 69, A4, F#3, Bb5. */
const pitch = z.union([
  z.int().min(0).max(127),
  z.string().regex(/^[A-G](#{0,2}|b{0,2})-?\d+$/, "must be a MIDI key from 0 to 127 or a name such as F#4"),
]);

const performedPlace = z
  .strictObject({
    pitch,
    onset_sec: sec.optional(),
    onset_tick: count.optional(),
    track: count.optional().describe("as the registry counts, from 0"),
    channel: z.int().min(0).max(15).optional(),
  })
  .refine(
    (place) => (place.onset_sec === undefined) !== (place.onset_tick === undefined),
    "needs either onset_sec or onset_tick",
  );

export const CORRECTION_KINDS = ["link", "unlink", "move"] as const;

const link = z.strictObject({
  link: noteId,
  to: z.union([noteId, performedPlace]).describe("the performed note: its ID, or where it lies"),
  why,
});

const unlink = z.strictObject({ unlink: noteId, why });

const move = z
  .strictObject({ move: noteId, start_sec: sec.optional(), end_sec: sec.optional(), why })
  .refine((m) => m.start_sec !== undefined || m.end_sec !== undefined, "needs start_sec, end_sec or both")
  .refine((m) => (m.start_sec ?? 0) <= (m.end_sec ?? Number.POSITIVE_INFINITY), "ends before it begins");

/** By the key that names the note. */
export const correctionSchemas = { link, unlink, move } as const;

export const overridesSchema = z.strictObject({
  schema_id: z.literal("overrides.v1").optional(),
  version: z.literal("1.0.0").optional(),
  corrections: z.array(z.union([link, unlink, move])).optional(),
});

export type PerformedPlace = Camel<z.infer<typeof performedPlace>>;

interface Stated {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  /** ID of the note, as written. */
  readonly note: string;
}

export interface LinkCorrection extends Stated {
  readonly kind: "link";
  readonly to: string | PerformedPlace;
}

export interface UnlinkCorrection extends Stated {
  readonly kind: "unlink";
}

export interface MoveCorrection extends Stated {
  readonly kind: "move";
  /** Seconds; at least one of the two is given. */
  readonly startSec: number | null;
  readonly endSec: number | null;
}

/** One correction as the program sees it. */
export type Correction = LinkCorrection | UnlinkCorrection | MoveCorrection;
