/** Tremolos: one note repeated, or two in alternation. */
import { lookUp } from "../core/lookUp.js";
import type { NotatedNote } from "../core/score.js";
import { MIN_STROKE_SEC, type Stroke } from "./ornaments.js";
import type { Moment, PlayedNote } from "./voiceLines.js";

/** Beams that a note type has of its own: the strokes of a tremolo come on top. */
const TYPE_BEAMS: Readonly<Record<string, number>> = {
  eighth: 1,
  "16th": 2,
  "32nd": 3,
  "64th": 4,
  "128th": 5,
};

/** Strokes of a single-note tremolo, or null without one: measured, but never faster than 40 ms. */
export function playTremolo(
  note: NotatedNote,
  durationQuarter: number,
  durationSec: number,
): Stroke[] | null {
  if (note.tremoloStrokes <= 0 || durationQuarter <= 0) return null;
  const beams = note.tremoloStrokes + (lookUp(TYPE_BEAMS, note.noteType ?? "") ?? 0);
  const written = Math.round(durationQuarter * 2 ** beams);
  const count = Math.max(1, Math.min(written, Math.floor(durationSec / MIN_STROKE_SEC)));
  const each = durationSec / count;
  return Array.from({ length: count }, (_, i) => ({
    pitch: note.soundingMidi,
    startSec: i * each,
    durationSec: each,
  }));
}

/**
 * Two-note tremolos of a voice: first and second note (or chord) alternate from the start of the first to the end of
 * the second, so the second begins earlier than it is written.
 *
 * @returns strokes of the notes concerned, from their (changed) starts
 */
export function playDoubleTremolos(line: readonly Moment[]): Map<PlayedNote, Stroke[]> {
  const strokes = new Map<PlayedNote, Stroke[]>();
  const mains = line.filter((m) => m.kind === "main");
  for (let i = 0; i + 1 < mains.length; i++) {
    const [first, second] = [mains[i], mains[i + 1]];
    const start = first.notes.map(tremoloOf).find((t) => t?.kind === "start");
    const stop = second.notes.map(tremoloOf).find((t) => t?.kind === "stop");
    if (!start || !stop) continue;
    const from = Math.min(...first.notes.map((n) => n.startSec));
    const to = Math.max(...second.notes.map((n) => n.endSec));
    const written = Math.round((second.quarter - first.quarter) * 2 ** start.strokes);
    const pairs = Math.max(1, Math.min(written, Math.floor((to - from) / MIN_STROKE_SEC / 2)));
    const each = (to - from) / (2 * pairs);
    alternate(first.notes, from, to, each, pairs, strokes);
    alternate(second.notes, from + each, to, each, pairs, strokes);
  }
  return strokes;
}

function alternate(
  notes: readonly PlayedNote[],
  startSec: number,
  endSec: number,
  each: number,
  count: number,
  strokes: Map<PlayedNote, Stroke[]>,
): void {
  for (const note of notes) {
    note.startSec = startSec;
    note.endSec = Math.min(endSec, startSec + (2 * count - 1) * each);
    const pitch = note.sound.midi;
    strokes.set(
      note,
      Array.from({ length: count }, (_, i) => ({ pitch, startSec: 2 * i * each, durationSec: each })),
    );
  }
}

function tremoloOf(note: PlayedNote) {
  return note.sound.members[0].note.doubleTremolo;
}
