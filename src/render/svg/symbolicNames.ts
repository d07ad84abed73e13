/** Names of the symbolic pipeline's files. */
import { safeFileName } from "../../core/fileName.js";
import { formatPitchForFile, type WrittenPitch } from "../../core/pitch.js";

/** The fields of a registry record that a notehead's file name is made of. */
export interface NamedNotehead {
  readonly universalId: string;
  readonly shortId: string;
  readonly score: {
    readonly partId: string;
    readonly measure: string;
    readonly pitch: WrittenPitch;
  } | null;
}

const ID_DIGITS = 8;
/** Parts and measures are cut, so that the whole name stays below 80 characters. */
const MAX_PART = 24;
const MAX_MEASURE = 12;

/**
 * `notehead_{id8}_{part}_{pitch}_M{measure}.svg`. Eight digits of the ID, more where the record's short ID has more: as that is
 * unique in the run, so is the name, also on a disk that ignores case.
 *
 * @example noteheadFileName(record) // "notehead_2584802d_P1_A4_M4.svg"
 */
export function noteheadFileName({ universalId, shortId, score }: NamedNotehead): string {
  const id = universalId.slice(0, Math.max(ID_DIGITS, shortId.length));
  const part = safeFileName(score?.partId ?? "", MAX_PART);
  const pitch = score === null ? "unpitched" : formatPitchForFile(score.pitch);
  return `notehead_${id}_${part}_${pitch}_M${safeFileName(score?.measure ?? "", MAX_MEASURE)}.svg`;
}

/** `{instrument}_{part}`, e.g. `Flute_P1`: display name and ID of a part. */
export function partStem(name: string, partId: string): string {
  return `${safeFileName(name, MAX_PART)}_${safeFileName(partId, MAX_PART)}`;
}

/** Stem of each part by its ID; where two would be the same file on a disk that ignores case, the later gets a number. */
export function partStems(
  parts: readonly { readonly id: string; readonly name: string }[],
): Map<string, string> {
  const used = new Set<string>();
  const stems = new Map<string, string>();
  for (const { id, name } of parts) {
    const plain = partStem(name, id);
    let stem = plain;
    for (let number = 2; used.has(stem.toLowerCase()); number++) stem = `${plain}_${number}`;
    used.add(stem.toLowerCase());
    stems.set(id, stem);
  }
  return stems;
}
