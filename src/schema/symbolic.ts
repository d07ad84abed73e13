/** manifests/symbolic.json: the living manifest of the symbolic pipeline (symbolic.v1). */
import { z } from "zod";
import type { Camel } from "./codec.js";
import { artifactKey, count, isoTime, uuid } from "./common.js";
import { LAYERS, NOTE_GROUPS } from "./layers.js";
import { livingFileSchema } from "./livingFile.js";
import { CERTAINTIES, FIND_METHODS } from "./pageFindings.js";

const pageNumber = z.int().min(1);
const length = z.number().positive();

export const symbolicEntrySchema = z.strictObject({
  notehead_id: uuid,
  part_id: z.string(),
  /** Display name of the part. */
  part: z.string(),
  /** As written, as in the file's name: `Fs4`. */
  pitch: z.string(),
  /** Printed text of the measure number. */
  measure: z.string(),
  /** Where the note is drawn; null as long as that is unknown, and for a note that is not drawn. */
  place: z
    .strictObject({
      page: pageNumber,
      /** System of that page, from 1. */
      system: z.int().min(1),
      /** Where the head begins, in units of the page's viewBox: its left edge, at the height of its centre. */
      x: z.number(),
      y: z.number(),
      /** The head: left, top, width, height on the page. */
      box: z.tuple([z.number(), z.number(), length, length]),
      /** What the note's SVG shows: left, top, width, height on the page; whole numbers. */
      crop: z.tuple([z.int(), z.int(), z.int().min(1), z.int().min(1)]),
      /** Centre of the head in the note's SVG. */
      anchor_x: z.number(),
      anchor_y: z.number(),
      /** `id` of the note's group in the page's SVG. */
      element: z.string(),
      method: z.enum(FIND_METHODS).optional(),
      certainty: z.enum(CERTAINTIES).optional(),
    })
    .nullable(),
  groups: z.array(z.enum(NOTE_GROUPS)),
  svg: livingFileSchema,
});

const pageEntry = z.strictObject({
  page: pageNumber,
  /** Name of the user's page that this is, or null where it was engraved here. */
  file: z.string().nullable().optional(),
  /** Of a user's page: how sure its heads are, the worst of them. */
  certainty: z.enum(CERTAINTIES).optional(),
  /** Size of the viewBox, also the picture's width and height in pixels. */
  width: length,
  height: length,
  systems: count,
  svg: livingFileSchema,
  /** The page without what the notes' own pictures show. */
  bed: livingFileSchema,
});

const layerEntry = z.strictObject({ page: pageNumber, layer: z.enum(LAYERS), svg: livingFileSchema });

const partEntry = z.strictObject({
  page: pageNumber,
  part_id: z.string(),
  part: z.string(),
  svg: livingFileSchema,
});

export const symbolicManifestSchema = z.strictObject({
  schema_id: z.literal("symbolic.v1"),
  version: z.literal("1.0.0"),
  /** Who drew the pages. */
  engraver: z.string(),
  layout: z.enum(["page", "scroll"]),
  /** Hash of what the engraver was given; null until the pages are drawn. */
  engraving_key: artifactKey.nullable(),
  /** What the engraver said, line by line. */
  engraver_warnings: z.array(z.string()),
  /** What on the user's pages does not fit the score, line by line. */
  page_doubts: z.array(z.strictObject({ code: z.string(), message: z.string() })).optional(),
  /** Heads that the engraver left out, or that were not found on the user's pages. */
  not_drawn: z.array(uuid),
  /** One per notehead, in score order. */
  entries: z.array(symbolicEntrySchema),
  pages: z.array(pageEntry),
  layers: z.array(layerEntry),
  parts: z.array(partEntry),
  _metadata: z.strictObject({ updated_at: isoTime, atomic_write: z.literal(true), version: z.int().min(1) }),
});

export type SymbolicManifestDocument = z.infer<typeof symbolicManifestSchema>;
export type SymbolicManifest = Camel<SymbolicManifestDocument>;
export type SymbolicEntry = Camel<z.infer<typeof symbolicEntrySchema>>;
