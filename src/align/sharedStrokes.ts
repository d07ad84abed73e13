/** Unisons: written notes that have no stroke of their own because another note of their onset and pitch has it. */
import type { Performance } from "../core/performance.js";
import type { SoundingNote, UnfoldedScore } from "../score/unfoldedScore.js";
import type { Alignment, AlignmentLink } from "./alignNotes.js";

/**
 * One key can be struck only once at a moment: what two voices write in unison is one performed note. Parts that play
 * on different tracks or channels each have their own, and share nothing.
 *
 * @returns for each sounding note without a performed note of its own the one whose stroke it shares; notes that a user
 *          has unlinked share none
 */
export function findSharedStrokes(
  unfolded: UnfoldedScore,
  performance: Performance,
  alignment: Alignment,
): ReadonlyMap<number, number> {
  const { sounding } = unfolded;
  const struck = new Map<string, AlignmentLink[]>();
  const wanted = new Set(alignment.scoreOnly.map((index) => strokeKey(sounding[index])));
  for (const link of alignment.links) {
    const key = strokeKey(sounding[link.soundingIndex]);
    if (!wanted.has(key)) continue;
    const held = struck.get(key);
    if (held) held.push(link);
    else struck.set(key, [link]);
  }
  const laneOf = (link: AlignmentLink) => laneNumber(performance, link.noteIndex);
  const homeOf = homeLanes(unfolded, performance, alignment);
  const shared = new Map<number, number>();
  for (const index of alignment.scoreOnly) {
    if (alignment.corrected?.has(index)) continue;
    const home = homeOf.get(staffKey(sounding[index]));
    const holder = struck
      .get(strokeKey(sounding[index]))
      ?.find((link) => home === undefined || laneOf(link) === home);
    if (holder) shared.set(index, holder.soundingIndex);
  }
  return shared;
}

/** Equal for notes that one stroke plays: onset, sounding key, and place among grace notes. */
function strokeKey({ onsetQuarter, midi, members }: SoundingNote): string {
  const { grace } = members[0].note;
  return `${onsetQuarter.num}/${onsetQuarter.den} ${midi} ${grace ? `${grace.kind}${grace.order}` : ""}`;
}

function staffKey({ members }: SoundingNote): string {
  return `${members[0].note.partIndex}/${members[0].note.staff}`;
}

/** A channel of a track. */
export function laneNumber(performance: Performance, noteIndex: number): number {
  const { track, channel } = performance.notes[noteIndex];
  return 16 * track + channel;
}

/** The lane that holds most links of each staff. */
function homeLanes(
  { sounding }: UnfoldedScore,
  performance: Performance,
  { links }: Alignment,
): ReadonlyMap<string, number> {
  const counts = new Map<string, Map<number, number>>();
  for (const link of links) {
    const staff = staffKey(sounding[link.soundingIndex]);
    const lane = laneNumber(performance, link.noteIndex);
    const lanes = counts.get(staff) ?? new Map<number, number>();
    counts.set(staff, lanes.set(lane, (lanes.get(lane) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([staff, lanes]) => {
      const [most] = [...lanes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      return [staff, most[0]];
    }),
  );
}
