/** Names of drawings: `notehead_{id8}_{part}_{pitch}_M{measure}.svg`, `{instrument}_{part}` for parts. */
import { safeFileName } from "../../core/fileName.js";
import { formatPitchForFile } from "../../core/pitch.js";
import type { NoteRecord } from "../../schema/registry.js";

const SHORTEST_ID = 8;
const LONGEST_NAME = 40;

/**
 * Unique in a run: the ID's first 8 digits, or more where `shortId` needs more.
 *
 * @throws TypeError for a record that is not written (`score` is null)
 */
export function noteheadFileName(record: Pick<NoteRecord, "universalId" | "shortId" | "score">): string {
  const { universalId, shortId } = record;
  const score = record.score!;
  const id = universalId.slice(0, Math.max(SHORTEST_ID, shortId.length));
  const part = safeFileName(score.partName, LONGEST_NAME);
  const measure = safeFileName(score.measure, LONGEST_NAME);
  return `notehead_${id}_${part}_${formatPitchForFile(score.pitch)}_M${measure}.svg`;
}

/** Name stem of a part's pages; part IDs make it unique. */
export function partStem(partName: string, partId: string): string {
  return `${safeFileName(partName, LONGEST_NAME)}_${safeFileName(partId, LONGEST_NAME)}`;
}
