/** What one voice of one part sings, in time order. */
import { add, equals, type Fraction } from "../core/fraction.js";
import type { LyricSyllable } from "../core/score.js";
import type { UnfoldedNote, UnfoldedScore } from "../score/unfoldedScore.js";

/** One note or chord of a voice. Grace notes are left out unless they carry a syllable. */
export interface SungEvent {
  readonly notes: readonly [UnfoldedNote, ...UnfoldedNote[]];
  readonly visitIndex: number;
  /** How often it has sounded, from 1. */
  readonly pass: number;
  /** Of all notes of the chord; empty texts (the running extenders) left out. */
  readonly lyrics: readonly LyricSyllable[];
  readonly slurStart: number;
  readonly slurStop: number;
  readonly isTied: boolean;
  /** It begins where the event before ends: no rest and no jump to elsewhere. */
  readonly isContinued: boolean;
}

export interface VoiceLine {
  readonly partIndex: number;
  readonly events: readonly SungEvent[];
}

/** The voices that carry lyrics. */
export function voiceLines(unfolded: UnfoldedScore): VoiceLine[] {
  const byVoice = new Map<string, UnfoldedNote[]>();
  for (const note of unfolded.notes) {
    const key = `${note.note.partIndex}|${note.note.voice}`;
    const line = byVoice.get(key);
    if (line) line.push(note);
    else byVoice.set(key, [note]);
  }
  const lines: VoiceLine[] = [];
  for (const notes of byVoice.values()) {
    if (!notes.some(({ note }) => note.lyrics.length > 0)) continue;
    lines.push({ partIndex: notes[0].note.partIndex, events: sungEvents(notes) });
  }
  return lines.sort((a, b) => a.partIndex - b.partIndex);
}

function sungEvents(notes: readonly UnfoldedNote[]): SungEvent[] {
  const chords: [UnfoldedNote, ...UnfoldedNote[]][] = [];
  for (const note of notes) {
    if (note.note.grace && !note.note.lyrics.some(hasText)) continue;
    const last = chords.at(-1);
    const isChord =
      last && equals(last[0].onsetQuarter, note.onsetQuarter) && !last[0].note.grace === !note.note.grace;
    if (isChord) last.push(note);
    else chords.push([note]);
  }
  return chords.map((chord, i) => sungEvent(chord, chords[i - 1]));
}

function sungEvent(chord: SungEvent["notes"], before: SungEvent["notes"] | undefined): SungEvent {
  return {
    notes: chord,
    visitIndex: chord[0].visitIndex,
    pass: chord[0].pass,
    lyrics: chord.flatMap(({ note }) => note.lyrics.filter(hasText)),
    slurStart: Math.max(...chord.map(({ note }) => note.slurStart)),
    slurStop: Math.max(...chord.map(({ note }) => note.slurStop)),
    isTied: chord.some(({ note }) => note.tieStop),
    isContinued: before !== undefined && equals(endOf(before), chord[0].onsetQuarter),
  };
}

function hasText(syllable: LyricSyllable): boolean {
  return syllable.text.trim() !== "";
}

function endOf(chord: SungEvent["notes"]): Fraction {
  return add(chord[0].onsetQuarter, chord[0].note.durationQuarter);
}
