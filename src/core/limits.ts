/** Every bound on foreign input, in one place. `--limit name=value` changes one for a run. */
import { type FaultPlace, LeitmotionError } from "./error.js";

/** The bounds and their units; each is inclusive: a value equal to the limit still passes. */
export interface Limits {
  /** Size of an input file, bytes. */
  readonly fileByte: number;
  /** Unpacked size of an .mxl archive's entries together, bytes. */
  readonly unpackedByte: number;
  /** Entries in an .mxl archive. */
  readonly archiveEntry: number;
  /** Nesting of XML elements. */
  readonly xmlDepth: number;
  /** XML elements in a document. */
  readonly xmlNode: number;
  /** XML elements inside one child of a measure, or inside all header elements: these are held in memory at once. */
  readonly xmlTreeNode: number;
  /** Size of an engraved page that the user gives, unpacked, bytes. */
  readonly pageByte: number;
  /** Elements in such a page; drawing all that its elements use may take four times as many. */
  readonly pageElement: number;
  /** Parts in a score. */
  readonly part: number;
  /** Staves in a part. */
  readonly staff: number;
  /** Measures in a part, before repeats are unfolded. */
  readonly measure: number;
  /** Measures after repeats are unfolded. */
  readonly unfoldedMeasure: number;
  /** Notes in a score or a performance, counted after repeats are unfolded too; ornaments may add as many strokes. */
  readonly note: number;
  /** Tracks in a MIDI file. */
  readonly track: number;
  /** Events in a MIDI file. */
  readonly event: number;
  /** Highest tick of a MIDI file. */
  readonly tick: number;
  /** Length of a performance, seconds. */
  readonly durationSec: number;
}

export const DEFAULT_LIMITS: Limits = {
  fileByte: 256 * 2 ** 20,
  unpackedByte: 512 * 2 ** 20,
  archiveEntry: 1000,
  xmlDepth: 200,
  xmlNode: 40_000_000,
  xmlTreeNode: 200_000,
  pageByte: 50 * 2 ** 20,
  pageElement: 500_000,
  part: 500,
  staff: 100,
  measure: 20_000,
  unfoldedMeasure: 50_000,
  note: 500_000,
  track: 1000,
  event: 5_000_000,
  tick: 2 ** 31 - 1,
  durationSec: 6 * 3600,
};

/**
 * Refuse a value above its limit.
 *
 * @throws LeitmotionError LIMIT_EXCEEDED naming the limit and both figures
 */
export function assertWithin(
  limits: Limits,
  name: keyof Limits,
  value: number,
  what: string,
  place: FaultPlace = {},
): void {
  if (value > limits[name]) {
    const figures = `${value} is over the limit ${name} = ${limits[name]}`;
    throw new LeitmotionError("LIMIT_EXCEEDED", `${what}: ${figures}`, place);
  }
}
