/** What drawings are made of, by name. Without a schema: the thread that draws has no need to load any. */

/** Groups of a note's SVG, by the `id` of their `<g>`; each can be left out. */
export const NOTE_GROUPS = ["head", "accidental", "dots", "stem", "flag"] as const;

/** What a page is made of, bottom to top. `lyrics` and `words` hold text, all others outlines only. */
export const LAYERS = [
  "staves",
  "barlines",
  "clefs-signatures",
  "beams-stems",
  "noteheads",
  "slurs-ties",
  "dynamics",
  "other",
  "lyrics",
  "words",
] as const;

export type NoteGroup = (typeof NOTE_GROUPS)[number];
export type LayerName = (typeof LAYERS)[number];
