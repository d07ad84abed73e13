/** The sounding notes of an unfolded score as typed arrays, and their distinct onsets (columns). */
import { toNumber } from "../core/fraction.js";
import { lastAtOrBefore } from "../core/sortedSearch.js";
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
  unfolded.sounding.forEach((sounding, i) => {
    quarter[i] = toNumber(sounding.onsetQuarter);
    durationQuarter[i] = toNumber(sounding.durationQuarter);
    pitch[i] = Math.min(127, Math.max(0, sounding.midi));
    grace[i] = sounding.members[0].note.grace ? 1 : 0;
  });
  const columns = buildColumns(quarter, pitch, grace);
  const { group, groups } = buildGroups(unfolded);
  const column = Int32Array.from(quarter, (q) => lastAtOrBefore(columns.quarter, q));
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
  const onlyGraces = grace.every((g) => g === 1);
  const wanted = quarter.filter((_, i) => onlyGraces || grace[i] === 0).sort();
  const distinct = wanted.filter((q, i) => i === 0 || q > wanted[i - 1]);
  const mask = new Int32Array(4 * distinct.length);
  const size = new Int32Array(distinct.length);
  for (let i = 0; i < quarter.length; i++) {
    if (grace[i] && !onlyGraces) continue;
    const column = lastAtOrBefore(distinct, quarter[i]);
    const word = 4 * column + (pitch[i] >>> 5);
    const bit = 1 << (pitch[i] & 31);
    if ((mask[word] & bit) === 0) size[column]++;
    mask[word] |= bit;
  }
  return { count: distinct.length, quarter: distinct, size, mask, byPitch: columnsByPitch(mask) };
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

function buildGroups(unfolded: UnfoldedScore): { group: Uint16Array; groups: ScoreGroup[] } {
  const group = new Uint16Array(unfolded.sounding.length);
  const groups: ScoreGroup[] = [];
  const numbers = new Map<string, number>();
  unfolded.sounding.forEach((sounding, i) => {
    const { partIndex, staff } = sounding.members[0].note;
    const key = `${partIndex}/${staff}`;
    if (!numbers.has(key)) {
      numbers.set(key, groups.length);
      groups.push({ partIndex, partName: unfolded.score.parts[partIndex]?.name ?? "", staff });
    }
    group[i] = numbers.get(key) as number;
  });
  return { group, groups };
}

/** Order the grace chords of each voice at each onset: the last before the main note has rank 1. */
function rankGraces(unfolded: UnfoldedScore): { graceRank: Uint16Array; graceRun: Uint16Array } {
  const graceRank = new Uint16Array(unfolded.sounding.length);
  const graceRun = new Uint16Array(unfolded.sounding.length);
  const runs = new Map<string, number[]>();
  unfolded.sounding.forEach((sounding, i) => {
    const first = sounding.members[0];
    if (!first.note.grace) return;
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
