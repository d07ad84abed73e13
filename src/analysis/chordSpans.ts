/** Which chord sounds when: beats grouped so that few chords explain much. */
import { pitchClassOf } from "./analyser.js";
import { analyseChord, CHORD_KINDS, type FoundChord } from "./chord.js";

/** A note as far as harmony goes. */
export interface HarmonyNote {
  readonly startSec: number;
  readonly endSec: number;
  readonly midi: number;
}

export interface ChordSpan {
  readonly startSec: number;
  readonly endSec: number;
  readonly chord: FoundChord;
  readonly confidence: number;
}

export interface ChordGrid {
  /** Where a chord may begin, seconds, strictly increasing; the last one only ends. */
  readonly edgesSec: readonly number[];
  /** Edges that no chord reaches across, by index: bar lines. Equal chords on both sides are one all the same. */
  readonly barEdges: ReadonlySet<number>;
}

/** A chord holds at most this many beats of one bar at a time. */
const MAX_CELLS = 8;
/** What a change of chord costs, in beats explained. */
const CHANGE_PRICE = 0.2;
/** What a seventh costs per beat: C for two beats and A minor for two are not A minor seventh for four. */
const SEVENTH_PRICE = 0.1;
/** What a beat counts when left without a chord. */
const SILENT_GAIN = 0.5;

/**
 * Analyse the harmony of notes on a grid of beats.
 *
 * Inside each bar the beats are cut into stretches so that the sum of beats · fit, less a price per stretch, is the
 * highest (dynamic programming); a stretch that no chord fits stays empty.
 *
 * @param notes  pitched notes in any order
 * @cost         linear in notes and beats
 * @source       the partitioning of B. Pardo, W. Birmingham, Computer Music Journal 26 (2002), on a beat grid
 */
export function analyseChordSpans(notes: readonly HarmonyNote[], grid: ChordGrid): ChordSpan[] {
  const cells = fillCells(notes, grid.edgesSec);
  const spans: ChordSpan[] = [];
  let from = 0;
  for (let edge = 1; edge < grid.edgesSec.length; edge++) {
    if (edge < cells.length && !grid.barEdges.has(edge)) continue;
    for (const { a, b, found } of partition(cells, from, edge)) {
      if (!found) continue;
      const span = { startSec: grid.edgesSec[a], endSec: grid.edgesSec[b] };
      spans.push({ ...span, chord: found.value, confidence: found.confidence });
    }
    from = edge;
  }
  return mergeEqual(spans);
}

/** What sounds between two neighbouring edges. */
interface Cell {
  readonly weights: number[];
  /** Lowest key heard for a quarter of the cell at least; Infinity where there is none. */
  lowest: number;
}

function fillCells(notes: readonly HarmonyNote[], edgesSec: readonly number[]): Cell[] {
  const cells: Cell[] = Array.from({ length: Math.max(0, edgesSec.length - 1) }, () => ({
    weights: new Array<number>(12).fill(0),
    lowest: Number.POSITIVE_INFINITY,
  }));
  for (const { startSec, endSec, midi } of notes) {
    for (let i = cellAt(edgesSec, startSec); i < cells.length && edgesSec[i] < endSec; i++) {
      const length = edgesSec[i + 1] - edgesSec[i];
      const share = (Math.min(endSec, edgesSec[i + 1]) - Math.max(startSec, edgesSec[i])) / length;
      if (!(share > 0)) continue;
      cells[i].weights[pitchClassOf(midi)] += share;
      if (share >= 0.25) cells[i].lowest = Math.min(cells[i].lowest, midi);
    }
  }
  return cells;
}

/** Index of the cell that holds a time; 0 before the first. */
function cellAt(edgesSec: readonly number[], sec: number): number {
  let low = 0;
  let high = edgesSec.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edgesSec[middle] <= sec) low = middle;
    else high = middle - 1;
  }
  return low;
}

type Found = ReturnType<typeof analyseChord>;

interface Stretch {
  readonly a: number;
  readonly b: number;
  readonly found: Found;
}

/** The best cut of the cells [from, to) into stretches. */
function partition(cells: readonly Cell[], from: number, to: number): Stretch[] {
  const best: { gain: number; stretch: Stretch | null }[] = [{ gain: 0, stretch: null }];
  for (let b = from + 1; b <= to; b++) {
    best[b - from] = { gain: Number.NEGATIVE_INFINITY, stretch: null };
    for (let a = b - 1; a >= Math.max(from, b - MAX_CELLS); a--) {
      const found = chordOf(cells, a, b);
      const gain = best[a - from].gain + (b - a) * gainPerBeat(found) - CHANGE_PRICE;
      if (gain > best[b - from].gain) best[b - from] = { gain, stretch: { a, b, found } };
    }
  }
  const stretches: Stretch[] = [];
  for (let s = best[to - from].stretch; s; s = best[s.a - from].stretch) stretches.unshift(s);
  return stretches;
}

function gainPerBeat(found: Found): number {
  if (!found) return SILENT_GAIN;
  return found.confidence - (CHORD_KINDS[found.value.kind].length > 3 ? SEVENTH_PRICE : 0);
}

/** Null also where the stretch begins or ends with a beat of silence. */
function chordOf(cells: readonly Cell[], a: number, b: number): Found {
  if (isSilent(cells[a]) || isSilent(cells[b - 1])) return null;
  const weights = new Array<number>(12).fill(0);
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = a; i < b; i++) {
    for (let p = 0; p < 12; p++) weights[p] += cells[i].weights[p];
    lowest = Math.min(lowest, cells[i].lowest);
  }
  return analyseChord({ weights, bass: Number.isFinite(lowest) ? pitchClassOf(lowest) : null });
}

function isSilent(cell: Cell): boolean {
  return cell.weights.every((w) => w === 0);
}

function mergeEqual(spans: readonly ChordSpan[]): ChordSpan[] {
  const merged: ChordSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    const same =
      last?.endSec === span.startSec &&
      last.chord.root === span.chord.root &&
      last.chord.kind === span.chord.kind;
    if (!last || !same) merged.push(span);
    else {
      const confidence = Math.max(last.confidence, span.confidence);
      merged[merged.length - 1] = { ...last, endSec: span.endSec, confidence };
    }
  }
  return merged;
}
