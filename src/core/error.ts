/** One class, one closed catalogue: every fault says what, where, the way out and its code. */

/** Exit codes of the command line (DESIGN, section 7). */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  someNotesFailed: 3,
  failpoint: 42,
  interrupted: 130,
} as const;

interface CatalogueRow {
  readonly exit: number;
  /** HTTP status of the service for the same fault. */
  readonly http: number;
  /** What the user can do about it: one sentence. */
  readonly hint: string;
}

/** The closed list of faults. The README prints this table; a test compares the two. */
export const FAULTS = {
  FILE_NOT_FOUND: { exit: 1, http: 404, hint: "Check the path." },
  FILE_UNREADABLE: { exit: 1, http: 400, hint: "Check the permissions of the file." },
  FILE_TOO_LARGE: { exit: 1, http: 413, hint: "Raise the limit with --limit, or split the file." },
  LIMIT_EXCEEDED: { exit: 1, http: 413, hint: "Raise the limit with --limit, or split the file." },
  XML_MALFORMED: { exit: 1, http: 400, hint: "Export the score again; the file is damaged or not XML." },
  XML_ENTITY_REFUSED: { exit: 1, http: 400, hint: "Remove the entity declarations from the document type." },
  MXL_DAMAGED: { exit: 1, http: 400, hint: "Export the score again; the archive is damaged." },
  MXL_NO_SCORE: { exit: 1, http: 400, hint: "The archive must name a score in META-INF/container.xml." },
  SVG_VALUE_INVALID: { exit: 1, http: 400, hint: "Export the page again as SVG; this value is not valid." },
  SVG_SCRIPT_REFUSED: {
    exit: 1,
    http: 400,
    hint: "Export the page again as plain SVG, without scripts; none is ever run.",
  },
  SVG_REFERENCE_REFUSED: {
    exit: 1,
    http: 400,
    hint: "Embed what the page refers to, or take it out; nothing outside the page is opened.",
  },
  PAGE_NOT_SVG: { exit: 1, http: 415, hint: "Export the page as SVG from the notation program." },
  SCORE_NOT_MUSICXML: {
    exit: 1,
    http: 400,
    hint: "Export the score as MusicXML (score-partwise or score-timewise).",
  },
  SCORE_DIVISIONS_MISSING: { exit: 1, http: 400, hint: "Add <divisions> to the first measure of the part." },
  SCORE_VALUE_INVALID: { exit: 1, http: 400, hint: "Correct the value, or export the score again." },
  MIDI_MALFORMED: { exit: 1, http: 400, hint: "Export the MIDI file again; it is damaged at this byte." },
  MIDI_FORMAT_UNSUPPORTED: { exit: 1, http: 415, hint: "Save the file as MIDI format 0 or 1." },
  WAV_MALFORMED: { exit: 1, http: 400, hint: "Save the recording again as PCM WAV." },
  PIECE_MISMATCH: {
    exit: 1,
    http: 422,
    hint: "Check that score and MIDI are the same piece; --force builds anyway.",
  },
  TIME_TICK_INVALID: {
    exit: 1,
    http: 400,
    hint: "Ticks count from the start of the file and are never negative.",
  },
  TIME_VALUE_INVALID: { exit: 1, http: 400, hint: "Times are finite and never negative." },
  FRACTION_OVERFLOW: {
    exit: 1,
    http: 400,
    hint: "The durations of this score have no exact common grid; export it again.",
  },
  FRAME_RATE_INVALID: {
    exit: 2,
    http: 400,
    hint: "Use 24000/1001, 24, 25, 30000/1001, 30, 50, 60000/1001 or 60.",
  },
  SOUNDFONT_INVALID: { exit: 1, http: 400, hint: "Give an SF2, SF3 or DLS file, or leave --soundfont out." },
  FONT_INVALID: {
    exit: 1,
    http: 400,
    hint: "Give an OpenType, TrueType or WOFF font, or leave --music-font out.",
  },
  BANK_MISSING: { exit: 1, http: 500, hint: "Run npm run build: it makes the built-in sound bank." },
  PAGE_MISMATCH: {
    exit: 1,
    http: 422,
    hint: "Check that pages and score are the same edition; --force takes what fits.",
  },
  ENGRAVING_FAILED: { exit: 1, http: 422, hint: "Build with --only audio,song-map, or simplify the score." },
  NOTE_RENDER_FAILED: {
    exit: 3,
    http: 500,
    hint: "See the note's entry in run.json; another SoundFont may have the note.",
  },
  OUTPUT_UNWRITABLE: {
    exit: 1,
    http: 500,
    hint: "Choose another folder with --out, or check its permissions.",
  },
  OUTPUT_FULL: { exit: 1, http: 507, hint: "Free some space, or choose another folder with --out." },
  OUTPUT_FOREIGN: {
    exit: 2,
    http: 409,
    hint: "Choose an empty folder or one that Leitmotion made, with --out.",
  },
  OUTPUT_LOCKED: {
    exit: 1,
    http: 423,
    hint: "Wait until it ends, or choose another folder with --out.",
  },
  ARTIFACT_MISSING: { exit: 1, http: 500, hint: "Run leitmotion verify --repair, or build again." },
  ARTIFACT_DAMAGED: { exit: 1, http: 500, hint: "Run leitmotion verify --repair, or build again." },
  ARTIFACT_MISNAMED: {
    exit: 1,
    http: 500,
    hint: "Give it its name back, or run leitmotion verify --repair.",
  },
  ARTIFACT_ORPHANED: { exit: 1, http: 500, hint: "No manifest lists it: remove it, or move it elsewhere." },
  NOTE_INCOMPLETE: { exit: 1, http: 500, hint: "Build again; run.json says why the note failed." },
  SCHEMA_INVALID: { exit: 1, http: 400, hint: "Correct the document (schemas/ describes it), or remove it." },
  JOB_INVALID: { exit: 2, http: 400, hint: "Correct the job manifest; schemas/job.v1.json describes it." },
  OVERRIDES_INVALID: {
    exit: 2,
    http: 400,
    hint: "Correct overrides.yaml in the output folder; docs/overrides.md describes it.",
  },
  PIPELINE_INVALID: {
    exit: 2,
    http: 400,
    hint: "Correct the pipeline file; schemas/pipeline.v1.json describes it.",
  },
  PLUGIN_INVALID: { exit: 2, http: 400, hint: "Correct the plugin or take it out; docs/plugins/ shows one." },
  STAGE_TIMEOUT: { exit: 1, http: 504, hint: "Give the stage a longer timeout in the pipeline file." },
  STAGE_MEMORY: {
    exit: 1,
    http: 507,
    hint: "Raise performance.max_memory_per_stage, or use fewer --workers.",
  },
  WORKER_DIED: {
    exit: 1,
    http: 503,
    hint: "Run the same command again, with fewer --workers if memory is short.",
  },
  DEPENDENCY_UNAVAILABLE: {
    exit: 1,
    http: 503,
    hint: "It failed several times in a row; try again in a minute.",
  },
  STAGE_FAILED: { exit: 1, http: 500, hint: "See run.json for the stage that failed." },
  OPTION_INVALID: { exit: 2, http: 400, hint: "See leitmotion --help." },
  RESULT_NOT_FOUND: { exit: 1, http: 404, hint: "Run leitmotion build first, or check the folder." },
  BATCH_FAILED: { exit: 3, http: 500, hint: "See batch.json; the same command runs what is left." },
  INTERRUPTED: { exit: 130, http: 503, hint: "Run the same command again." },
  INTERNAL: {
    exit: 1,
    http: 500,
    hint: "This is a defect of Leitmotion; please report it with the message.",
  },
} as const satisfies Record<string, CatalogueRow>;

export type FaultCode = keyof typeof FAULTS;

/** Where a fault lies: any of these, printed in this order. */
export interface FaultPlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly byte?: number;
  readonly partId?: string;
  readonly measure?: string | number;
  readonly note?: string;
  readonly stage?: string;
  readonly path?: string;
}

/**
 * The one error class. `message` says what and where; `hint` and `code` complete the line.
 *
 * @example
 * throw new LeitmotionError("SCORE_DIVISIONS_MISSING", "First note has a duration but no divisions",
 *   { file: "duo.musicxml", partId: "P2", measure: 1 }, { cause });
 */
export class LeitmotionError extends Error {
  readonly code: FaultCode;
  readonly what: string;
  readonly place: FaultPlace;

  constructor(code: FaultCode, what: string, place: FaultPlace = {}, options?: ErrorOptions) {
    super(formatWhatWhere(what, place), options);
    this.name = "LeitmotionError";
    this.code = code;
    this.what = what;
    this.place = place;
  }

  get hint(): string {
    return FAULTS[this.code].hint;
  }

  get exitCode(): number {
    return FAULTS[this.code].exit;
  }

  /** The same fault with more of its place known (inner values win). */
  at(place: FaultPlace): LeitmotionError {
    return new LeitmotionError(
      this.code,
      this.what,
      { ...place, ...this.place },
      { cause: this.cause ?? this },
    );
  }
}

function formatWhatWhere(what: string, place: FaultPlace): string {
  const parts = Object.entries(place)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${value}`);
  return parts.length === 0 ? what : `${what} (${parts.join(", ")})`;
}

/** One line for stderr: what (where). Way out. [CODE] */
export function formatFault(error: LeitmotionError): string {
  const line = `${error.message}. ${error.hint} [${error.code}]`;
  return line.replace(/\s*[\r\n]+\s*/g, " ");
}

/** Wrap anything thrown into the one class; what is not ours becomes INTERNAL, with its cause. */
export function toLeitmotionError(thrown: unknown, place: FaultPlace = {}): LeitmotionError {
  if (thrown instanceof LeitmotionError) return Object.keys(place).length > 0 ? thrown.at(place) : thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LeitmotionError("INTERNAL", message, place, { cause: thrown });
}
