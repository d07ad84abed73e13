/** The time of every written note: from the MIDI note it is matched to, its tie chain, or the score's clock. */
import { add, toNumber } from "../core/fraction.js";
import type { Performance, PerformedNote } from "../core/performance.js";
import { quarterToSec, type ScoreClock } from "../core/scoreClock.js";
import type { NoteRecord } from "../schema/registry.js";
import type { SoundingNote, UnfoldedNote, UnfoldedScore } from "../score/unfoldedScore.js";
import { type MovedNotes, type NoteSpan, setSeams, spanByHand, timingByHand } from "./movedNotes.js";
import { PeerOnsets, type TieRefinement, timeChain } from "./tieTiming.js";

/** How the score plays a note of its own accord, seconds; one per sounding note, in that order. */
export interface SelfPlayed {
  readonly onsetSec: number;
  readonly durationSec: number;
}

export interface TimingSources {
  readonly unfolded: UnfoldedScore;
  readonly performance: Performance | null;
  /** Links of sounding notes to performed ones; empty without a MIDI file. */
  readonly links: readonly { soundingIndex: number; noteIndex: number; confidence: number }[];
  /** Sounding notes that share the stroke of another one (`findSharedStrokes`). */
  readonly sharedStrokes: ReadonlyMap<number, number>;
  readonly clock: ScoreClock;
  /** null when a MIDI file was given. */
  readonly selfPlayed: readonly SelfPlayed[] | null;
  readonly tieRefinement: TieRefinement;
  /** Notes whose times are the user's, by `UnfoldedNote.index`. */
  readonly moved: MovedNotes;
}

/** One notehead in time, before any rounding. */
export interface TimedMember {
  readonly unfolded: UnfoldedNote;
  readonly position: number;
  readonly timing: NoteRecord["timing"];
  /** The proportional rule's times, whatever the registry uses. */
  readonly calculated: { readonly startSec: number; readonly endSec: number; readonly confidence: number };
  readonly calculatedSource: NoteRecord["timing"]["source"];
  readonly refined: { readonly startSec: number; readonly confidence: number } | null;
}

export interface TimedSounding {
  readonly sounding: SoundingNote;
  readonly played: PerformedNote | null;
  /** Confidence of the match, 0–1; 0 if there is none. */
  readonly matchConfidence: number;
  readonly masterStartSec: number;
  readonly masterEndSec: number;
  readonly members: readonly TimedMember[];
}

/** A written note that a given MIDI file does not play: its time is a guess from its neighbours. */
const NOT_PLAYED_CONFIDENCE = 0.3;

/** One entry per sounding note, in order. */
export function timeNotes(sources: TimingSources): TimedSounding[] {
  const { unfolded, performance, links, sharedStrokes, moved } = sources;
  const linkOf = new Map(links.map((link) => [link.soundingIndex, link]));
  const peers = new PeerOnsets();
  for (const link of links) {
    const note = performance?.notes[link.noteIndex];
    const sounding = unfolded.sounding[link.soundingIndex];
    if (note) peers.add(sounding, moved.get(sounding.members[0].index)?.startSec ?? note.onsetSec);
  }
  return unfolded.sounding.map((sounding) => {
    const link = linkOf.get(sharedStrokes.get(sounding.index) ?? sounding.index);
    if (!link || !performance) return timeWritten(sounding, sources);
    const played = performance.notes[link.noteIndex];
    const holder = unfolded.sounding[link.soundingIndex];
    const span = spanByHand(holder, { startSec: played.onsetSec, endSec: played.offsetSec }, moved);
    const timed = timePlayed(sounding, { span, isShared: holder !== sounding, link }, peers, sources);
    return holder === sounding ? { ...timed, played, matchConfidence: link.confidence } : timed;
  });
}

/** A performed note as it sounds for a written one. */
interface PlayedSpan {
  readonly span: NoteSpan;
  /** The performed note belongs to another written note, its unison. */
  readonly isShared: boolean;
  readonly link: { readonly confidence: number };
}

/** Without the performed note itself: a shared one is not the note's own. */
function timePlayed(
  sounding: SoundingNote,
  { span: heard, isShared, link }: PlayedSpan,
  peers: PeerOnsets,
  { tieRefinement: refinement, moved }: TimingSources,
): TimedSounding {
  const span = spanByHand(sounding, heard, moved);
  const chain = timeChain(sounding, span.startSec, span.endSec, peers);
  const isChain = chain.length > 1;
  const starts = chain.map((m) => m.startSec);
  const chosen = chain.map((m) =>
    refinement === "score_grid" && m.refined ? m.refined.startSec : m.startSec,
  );
  setSeams(sounding, chosen, moved);
  for (let k = 1; k < chosen.length; k++) chosen[k] = Math.max(chosen[k], chosen[k - 1]);
  const members = chain.map((member, position): TimedMember => {
    const peer = refinement === "score_grid" ? member.refined : null;
    const confidence = isChain ? member.confidence : link.confidence;
    const isByHand = position === 0 && moved.has(sounding.members[0].index);
    const heardSource = isShared ? "aligned_to_peer" : "midi_exact";
    const playedSource = isByHand ? "corrected_by_hand" : heardSource;
    const calculatedSource = position === 0 ? playedSource : "calculated_approximation";
    return {
      unfolded: sounding.members[position],
      position,
      timing: timingByHand(sounding.members[position], moved, {
        startSec: chosen[position],
        endSec: Math.max(chosen[position], chosen[position + 1] ?? span.endSec),
        source: peer ? "aligned_to_peer" : calculatedSource,
        confidence: peer ? peer.confidence : confidence,
      }),
      calculated: {
        startSec: starts[position],
        endSec: starts[position + 1] ?? span.endSec,
        confidence,
      },
      calculatedSource,
      refined: member.refined,
    };
  });
  return {
    sounding,
    played: null,
    matchConfidence: 0,
    masterStartSec: span.startSec,
    masterEndSec: span.endSec,
    members,
  };
}

/** From the score's own performance, or from the clock where the MIDI file leaves the note out. */
function timeWritten(sounding: SoundingNote, sources: TimingSources): TimedSounding {
  const { clock, selfPlayed, moved } = sources;
  const self = selfPlayed?.[sounding.index] ?? null;
  const confidence = selfPlayed ? 1 : NOT_PLAYED_CONFIDENCE;
  const starts = sounding.members.map((member, position) =>
    position === 0 && self ? self.onsetSec : quarterToSec(clock, toNumber(member.onsetQuarter)),
  );
  const end = self
    ? self.onsetSec + self.durationSec
    : quarterToSec(clock, toNumber(add(sounding.onsetQuarter, sounding.durationQuarter)));
  const span = spanByHand(sounding, { startSec: starts[0], endSec: end }, moved);
  starts[0] = span.startSec;
  setSeams(sounding, starts, moved);
  for (let k = 1; k < starts.length; k++) starts[k] = Math.max(starts[k], starts[k - 1]);
  const endSec = Math.max(starts[starts.length - 1], span.endSec);
  const members = sounding.members.map((unfolded, position): TimedMember => {
    const times = { startSec: starts[position], endSec: starts[position + 1] ?? endSec, confidence };
    const source = "score_only" as const;
    return {
      unfolded,
      position,
      timing: timingByHand(unfolded, moved, { ...times, source }),
      calculated: times,
      calculatedSource: source,
      refined: null,
    };
  });
  return {
    sounding,
    played: null,
    matchConfidence: 0,
    masterStartSec: starts[0],
    masterEndSec: endSec,
    members,
  };
}
