/** Chords: the score's chord symbols, or what the sounding notes amount to. */
import { CHORD_KINDS } from "../analysis/chord.js";
import { analyseChordSpans } from "../analysis/chordSpans.js";
import { spellRoot } from "../analysis/spelling.js";
import type { ScoreClock } from "../core/scoreClock.js";
import type { HarmonyMark } from "../core/scoreMarks.js";
import type { SongMapDocument } from "../schema/songMap.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { labelHarmony } from "./harmonyLabel.js";
import type { SoundingRecord } from "./soundingRecords.js";
import { stateSpans } from "./stateSpans.js";

type Chords = SongMapDocument["chords"];

/** A score with fewer chord symbols than one in so many measures has no chord chart, just a stray symbol. */
const MEASURES_PER_SYMBOL = 16;

/** Whether the chord symbols tell the harmony of the piece. */
export function hasChordChart({ score }: UnfoldedScore): boolean {
  return score.harmonies.length * MEASURES_PER_SYMBOL >= Math.max(1, score.measures.length);
}

/** Chord symbols of the part that has most of them, each until the next one, repeats unfolded. */
export function writtenChords(unfolded: UnfoldedScore, clock: ScoreClock): Chords {
  const chords: Chords = [];
  const marks = busiestPart(unfolded.score.harmonies);
  for (const { startSec, endSec, mark } of stateSpans(unfolded, clock, marks)) {
    const label = labelHarmony(mark);
    if (label) chords.push({ start: startSec, end: endSec, label: label.label, text: label.text, conf: 1 });
  }
  return chords;
}

function busiestPart(marks: readonly HarmonyMark[]): HarmonyMark[] {
  const counts = new Map<number, number>();
  for (const { partIndex } of marks) counts.set(partIndex, (counts.get(partIndex) ?? 0) + 1);
  const [busiest] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return marks.filter((mark) => mark.partIndex === busiest?.[0]);
}

/** The map's own beats, downbeats and bars, seconds. */
export type HarmonyGrid = Pick<SongMapDocument, "beats" | "downbeats" | "bars">;

/**
 * Chords of the sounding notes, beat by beat (bar by bar where there are no beats), spelled as the key signature in
 * force at their start spells them.
 *
 * @param fifthsAt  sounding key signature at a time, 0 where there is none
 */
export function analysedChords(
  sounding: readonly SoundingRecord[],
  grid: HarmonyGrid,
  fifthsAt: (sec: number) => number,
): Chords {
  const bars = new Set([...grid.bars.flatMap(({ start, end }) => [start, end]), ...grid.downbeats]);
  const edgesSec = [...new Set([...grid.beats, ...bars])].sort((a, b) => a - b);
  const barEdges = new Set<number>();
  edgesSec.forEach((sec, i) => {
    if (bars.has(sec)) barEdges.add(i);
  });
  const notes = sounding.filter((note) => note.isPitched);
  return analyseChordSpans(notes, { edgesSec, barEdges }).map(({ startSec, endSec, chord, confidence }) => ({
    start: startSec,
    end: endSec,
    label: `${spellRoot(chord.root, fifthsAt(startSec), CHORD_KINDS[chord.kind][2] === 6)}:${chord.kind}`,
    conf: Math.round(confidence * 1e4) / 1e4,
  }));
}
