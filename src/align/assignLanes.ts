/**
 * Which staves of the score are played on which lanes (channels of tracks) of the MIDI file.
 *
 * Content decides: how many notes of a staff have a performed note of their pitch at their time on a
 * lane. Equal content (a part that doubles another throughout) is decided by names, then by order.
 */
import { ALIGN } from "./alignConstants.js";
import type { Lane, PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";

/** Staves and lanes that belong together share a component number. */
export interface LaneAssignment {
  readonly ofGroup: Int32Array;
  readonly ofLane: Int32Array;
  readonly components: number;
}

/**
 * @param scoreSec  expected time of every score note, seconds
 * @cost  n log n + staves × lanes × log
 */
export function assignLanes(
  score: ScoreEvents,
  performed: PerformedEvents,
  scoreSec: Float64Array,
): LaneAssignment {
  const groups = score.groups.length;
  const lanes = performed.lanes.length;
  if (groups < 2 || lanes < 2) {
    return { ofGroup: new Int32Array(groups), ofLane: new Int32Array(lanes), components: 1 };
  }
  const shared = countShared(score, performed, scoreSec);
  return joinByContent(score, performed, shared);
}

/** `shared[g * lanes + l]`: notes of staff g with a performed note of their pitch and time on lane l. */
function countShared(score: ScoreEvents, performed: PerformedEvents, scoreSec: Float64Array): Float64Array {
  const lanes = performed.lanes.length;
  const shared = new Float64Array(score.groups.length * lanes);
  const byPitch = rowsByPitch(performed.pitch);
  const seen = new Int32Array(lanes).fill(-1);
  const order = Int32Array.from(scoreSec.keys()).sort(
    (a, b) => score.pitch[a] - score.pitch[b] || scoreSec[a] - scoreSec[b],
  );
  let pitch = -1;
  let from = 0;
  for (const note of order) {
    if (score.pitch[note] !== pitch) {
      pitch = score.pitch[note];
      from = 0;
    }
    const rows = byPitch[pitch];
    while (from < rows.length && performed.onsetSec[rows[from]] < scoreSec[note] - ALIGN.laneSec) from++;
    for (
      let k = from;
      k < rows.length && performed.onsetSec[rows[k]] <= scoreSec[note] + ALIGN.laneSec;
      k++
    ) {
      const lane = performed.lane[rows[k]];
      if (seen[lane] === note) continue;
      seen[lane] = note;
      shared[score.group[note] * lanes + lane]++;
    }
  }
  return shared;
}

/** Row numbers of each pitch, in onset order. */
export function rowsByPitch(pitch: Uint8Array): readonly number[][] {
  const rows: number[][] = Array.from({ length: 128 }, () => []);
  for (let i = 0; i < pitch.length; i++) rows[pitch[i]].push(i);
  return rows;
}

interface Candidate {
  readonly group: number;
  readonly lane: number;
  readonly share: number;
}

/** Best pairs first, one to one; then what is left joins the partner it shares most with. */
function joinByContent(score: ScoreEvents, performed: PerformedEvents, shared: Float64Array): LaneAssignment {
  const lanes = performed.lanes.length;
  const groupSize = countOf(score.group, score.groups.length);
  const laneSize = countOf(performed.lane, lanes);
  const candidates: Candidate[] = [];
  for (let g = 0; g < groupSize.length; g++) {
    for (let l = 0; l < lanes; l++) {
      const both = shared[g * lanes + l];
      if (both === 0) continue;
      const hint =
        nameHint(score.groups[g].partName, performed.lanes[l]) -
        1e-4 * Math.abs(g / groupSize.length - l / lanes);
      candidates.push({ group: g, lane: l, share: (2 * both) / (groupSize[g] + laneSize[l]) + hint });
    }
  }
  candidates.sort((a, b) => b.share - a.share || a.group - b.group || a.lane - b.lane);
  const ofGroup = new Int32Array(groupSize.length).fill(-1);
  const ofLane = new Int32Array(lanes).fill(-1);
  let components = 0;
  for (const { group, lane } of candidates) {
    if (ofGroup[group] < 0 && ofLane[lane] < 0) ofGroup[group] = ofLane[lane] = components++;
  }
  // A staff without a lane of its own joins the lane that holds most of it; likewise a lane.
  for (const { group, lane } of bySharedNotes(candidates, shared, lanes)) {
    if (ofGroup[group] < 0 && ofLane[lane] >= 0) ofGroup[group] = ofLane[lane];
    if (ofLane[lane] < 0 && ofGroup[group] >= 0) ofLane[lane] = ofGroup[group];
  }
  for (let g = 0; g < ofGroup.length; g++) if (ofGroup[g] < 0) ofGroup[g] = components++;
  for (let l = 0; l < lanes; l++) if (ofLane[l] < 0) ofLane[l] = components++;
  return { ofGroup, ofLane, components };
}

function bySharedNotes(candidates: readonly Candidate[], shared: Float64Array, lanes: number): Candidate[] {
  const both = (c: Candidate) => shared[c.group * lanes + c.lane];
  return [...candidates].sort((a, b) => both(b) - both(a) || a.group - b.group || a.lane - b.lane);
}

function countOf(values: Uint16Array, size: number): Int32Array {
  const count = new Int32Array(size);
  for (const value of values) count[value]++;
  return count;
}

/** 0.02 for equal names, 0.01 where one contains the other: decides only between nearly equal contents. */
function nameHint(partName: string, lane: Lane): number {
  const a = partName.trim().toLowerCase();
  const b = lane.trackName.trim().toLowerCase();
  if (a === "" || b === "") return 0;
  return a === b ? 0.02 : a.includes(b) || b.includes(a) ? 0.01 : 0;
}
