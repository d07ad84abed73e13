/** When each notehead of a tie chain begins. */
import { type Fraction, formatFraction, toNumber } from "../core/fraction.js";
import type { SoundingNote } from "../score/unfoldedScore.js";

/** `proportional`: the rule alone; `score_grid`: a performed note that begins at the same score position wins. */
export type TieRefinement = "proportional" | "score_grid";

export interface MemberTiming {
  /** By the proportional rule. */
  readonly startSec: number;
  readonly confidence: number;
  /** By a peer; null where none begins at this score position. */
  readonly refined: { readonly startSec: number; readonly confidence: number } | null;
}

/** Confidence of a start that a peer has confirmed is at least this. */
const PEER_CONFIDENCE = 0.95;

/** 1 for the primary, then 0.9, 0.7, 0.5, 0.3, 0.3 … */
export function tieConfidence(position: number): number {
  return position === 0 ? 1 : Math.max(0.3, (9 - 2 * (position - 1)) / 10);
}

/** Onsets of performed notes by the score position and part at which their written note begins. */
export class PeerOnsets {
  readonly #byPosition = new Map<string, { partIndex: number; onsetSec: number }[]>();

  add(sounding: SoundingNote, onsetSec: number): void {
    const first = sounding.members[0];
    if (first.note.grace) return;
    const key = formatFraction(sounding.onsetQuarter);
    const list = this.#byPosition.get(key);
    const peer = { partIndex: first.note.partIndex, onsetSec };
    if (list) list.push(peer);
    else this.#byPosition.set(key, [peer]);
  }

  /** Lower median of the onsets at a position, those of the same part first; null if nothing begins there. */
  at(position: Fraction, partIndex: number): number | null {
    const peers = this.#byPosition.get(formatFraction(position)) ?? [];
    const own = peers.filter((p) => p.partIndex === partIndex);
    const onsets = (own.length > 0 ? own : peers).map((p) => p.onsetSec).sort((a, b) => a - b);
    return onsets.length === 0 ? null : onsets[(onsets.length - 1) >> 1];
  }
}

/**
 * Starts of the members of a matched chain.
 *
 *     start[k] = masterStart + (durations before k / all durations) × (masterEnd − masterStart)
 *
 * The refinement takes a peer's onset where one begins at the member's score position and not before the
 * chain itself.
 */
export function timeChain(
  sounding: SoundingNote,
  masterStartSec: number,
  masterEndSec: number,
  peers: PeerOnsets,
): MemberTiming[] {
  const total = toNumber(sounding.durationQuarter);
  let before = 0;
  return sounding.members.map((member, position) => {
    const share = total > 0 ? before / total : 0;
    before += toNumber(member.note.durationQuarter);
    const startSec = masterStartSec + share * (masterEndSec - masterStartSec);
    const confidence = tieConfidence(position);
    const peerSec = position === 0 ? null : peers.at(member.onsetQuarter, member.note.partIndex);
    const refined =
      peerSec !== null && peerSec >= masterStartSec
        ? { startSec: peerSec, confidence: Math.max(confidence, PEER_CONFIDENCE) }
        : null;
    return { startSec, confidence, refined };
  });
}
