/** The sounding notes of an unfolded score as typed arrays, and their distinct onsets (columns). */
import { toNumber } from "../core/fraction.js";
import type { UnfoldedScore } from "../score/unfoldedScore.js";
import { columnsByPitch, type PitchColumns } from "./pitchColumns.js";

/** One row per sounding note, same index as `UnfoldedScore.sounding`. */
export interface ScoreEvents {
  readonly count: number;
  readonly quarter: Float64Array;
  readonly durationQuarter: Float64Array;
  readonly pitch: Uint8Array;
  /** 1 for a grace note. */
  readonly grace: Uint8Array;
  /** Places before the main note in its run of grace chords: 1 is the nearest; 0 for other notes. */
  readonly graceRank: Uint16Array;
  /** Length of that run. */
  readonly graceRun: Uint16Array;
  /** Staff of a part, numbered through the score; `groups` names them. */
  readonly group: Uint16Array;
  readonly groups: readonly ScoreGroup[];
  /** Column of the onset, or of the last onset before it (-1 before the first). */
  readonly column: Int32Array;
  readonly columns: ScoreColumns;
}

export interface ScoreGroup {
  readonly partIndex: number;
  readonly partName: string;
  readonly staff: number;
}

/** Distinct onsets of the notes that are no grace notes, ascending. */
export interface ScoreColumns {
  readonly count: number;
  readonly quarter: Float64Array;
  /** Number of different pitches. */
  readonly size: Int32Array;
  /** Pitch sets, four words of 32 pitches per column. */
  readonly mask: Int32Array;
  readonly byPitch: PitchColumns;
}

/** @cost n log n */
export function buildScoreEvents(unfolded: UnfoldedScore): ScoreEvents {
  const count = unfolded.sounding.length;
  const quarter = new Float64Array(count);
  const durationQuarter = new Float64Array(count);
  const pitch = new Uint8Array(count);
  const grace = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const { onsetQuarter, durationQuarter: duration, midi, members } = unfolded.sounding[i];
    quarter[i] = toNumber(onsetQuarter);
    durationQuarter[i] = toNumber(duration);
    pitch[i] = midi < 0 ? 0 : midi > 127 ? 127 : midi;
    grace[i] = members[0].note.grace ? 1 : 0;
  }
  const columns = buildColumns(quarter, pitch, grace);
  const { group, groups } = buildGroups(unfolded);
  const column = columnsBefore(quarter, columns.quarter);
  const { graceRank, graceRun } = rankGraces(unfolded);
  return {
    count,
    quarter,
    durationQuarter,
    pitch,
    grace,
    graceRank,
    graceRun,
    group,
    groups,
    column,
    columns,
  };
}

/** A score of nothing but grace notes has them as its columns. */
function buildColumns(quarter: Float64Array, pitch: Uint8Array, grace: Uint8Array): ScoreColumns {
  const onlyGraces = !grace.includes(0);
  const onsets = new Float64Array(quarter.length);
  let count = 0;
  for (let i = 0; i < quarter.length; i++) {
    if (grace[i] && !onlyGraces) continue;
    if (count === 0 || quarter[i] > onsets[count - 1]) onsets[count++] = quarter[i];
  }
  const distinct = onsets.slice(0, count);
  const mask = new Int32Array(4 * count);
  const size = new Int32Array(count);
  let column = 0;
  for (let i = 0; i < quarter.length; i++) {
    if (grace[i] && !onlyGraces) continue;
    if (quarter[i] > distinct[column]) column++;
    const word = 4 * column + (pitch[i] >>> 5);
    const bit = 1 << (pitch[i] & 31);
    if ((mask[word] & bit) === 0) size[column]++;
    mask[word] |= bit;
  }
  return { count, quarter: distinct, size, mask, byPitch: columnsByPitch(mask) };
}

/** Column of each onset or of the last one before it, -1 before the first; both in order. */
function columnsBefore(quarter: Float64Array, columns: Float64Array): Int32Array {
  const column = new Int32Array(quarter.length);
  let next = 0;
  for (let i = 0; i < quarter.length; i++) {
    while (next < columns.length && columns[next] <= quarter[i]) next++;
    column[i] = next - 1;
  }
  return column;
}

/** For each pitch the most parts that have it at one onset: 1 for all pitches of a solo. */
export function countVoices({ count, pitch, column, group, groups }: ScoreEvents): Uint8Array {
  const voices = new Uint8Array(128).fill(1);
  if (groups.every(({ partIndex }) => partIndex === groups[0].partIndex)) return voices;
  const parts: Set<number>[] = Array.from({ length: 128 }, () => new Set());
  const at = new Int32Array(128).fill(-2);
  for (let i = 0; i < count; i++) {
    const p = pitch[i];
    if (column[i] !== at[p]) parts[p].clear();
    at[p] = column[i];
    parts[p].add(groups[group[i]].partIndex);
    voices[p] = Math.max(voices[p], Math.min(255, parts[p].size));
  }
  return voices;
}

function buildGroups({ sounding, score }: UnfoldedScore): { group: Uint16Array; groups: ScoreGroup[] } {
  const group = new Uint16Array(sounding.length);
  const groups: ScoreGroup[] = [];
  const numbers = new Map<number, number>();
  let lastKey = Number.NaN;
  let number = 0;
  for (let i = 0; i < sounding.length; i++) {
    const { partIndex, staff } = sounding[i].members[0].note;
    const key = staff * score.parts.length + partIndex;
    if (key !== lastKey) {
      number = numbers.get(key) ?? groups.length;
      lastKey = key;
      if (number === groups.length) {
        numbers.set(key, number);
        groups.push({ partIndex, partName: score.parts[partIndex]?.name ?? "", staff });
      }
    }
    group[i] = number;
  }
  return { group, groups };
}

/** Order the grace chords of each voice at each onset: the last before the main note has rank 1. */
function rankGraces(unfolded: UnfoldedScore): { graceRank: Uint16Array; graceRun: Uint16Array } {
  const graceRank = new Uint16Array(unfolded.sounding.length);
  const graceRun = new Uint16Array(unfolded.sounding.length);
  const runs = new Map<string, number[]>();
  unfolded.sounding.forEach((sounding, i) => {
    const first = sounding.members[0];
    if (first.note.grace === null) return;
    const { partIndex, voice, grace } = first.note;
    const key = [
      first.visitIndex,
      sounding.onsetQuarter.num,
      sounding.onsetQuarter.den,
      partIndex,
      voice,
      grace.kind,
    ];
    const run = runs.get(key.join("/"));
    if (run) run.push(i);
    else runs.set(key.join("/"), [i]);
  });
  for (const run of runs.values()) {
    const orders = [...new Set(run.map((i) => unfolded.sounding[i].members[0].note.grace?.order ?? 0))];
    orders.sort((a, b) => b - a);
    for (const i of run) {
      graceRank[i] = 1 + orders.indexOf(unfolded.sounding[i].members[0].note.grace?.order ?? 0);
      graceRun[i] = orders.length;
    }
  }
  return { graceRank, graceRun };
}
