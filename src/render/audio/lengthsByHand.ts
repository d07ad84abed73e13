/** How long notes sound whose times are the user's. */
import type { NoteRecord } from "../../schema/registry.js";

/** Lengths that differ by less are the same: the registry rounds to a microsecond. */
const ROUNDING_SEC = 2e-6;

/**
 * Seconds by universal ID, for notes that have been moved by hand: from their start to their end, that of the last
 * member for a tie chain. All other notes sound as long as they were played.
 */
export function lengthsByHand(records: readonly NoteRecord[]): ReadonlyMap<string, number> {
  const isByHand = ({ timing }: NoteRecord) => timing.source === "corrected_by_hand";
  const groups = new Set(records.filter(isByHand).map((record) => record.chain?.tiedGroupId));
  const endSec = new Map<string, number>();
  for (const { chain, timing } of records) {
    const group = chain?.tiedGroupId;
    if (group && groups.has(group)) endSec.set(group, Math.max(endSec.get(group) ?? 0, timing.endSec));
  }
  const lengths = new Map<string, number>();
  for (const record of records) {
    const { universalId, chain, timing } = record;
    const groupEndSec = chain?.isPrimary ? endSec.get(chain.tiedGroupId) : undefined;
    if (groupEndSec !== undefined) lengths.set(universalId, groupEndSec - timing.startSec);
    else if (!chain && isByHand(record)) lengths.set(universalId, timing.endSec - timing.startSec);
  }
  return lengths;
}

/** `durationSec`, or what the user says if that is another length. */
export function lengthOf(
  universalId: string,
  durationSec: number,
  byHand: ReadonlyMap<string, number>,
): number {
  const given = byHand.get(universalId) ?? durationSec;
  return Math.abs(given - durationSec) <= ROUNDING_SEC ? durationSec : given;
}
