/**
 * Which staves of the score are played on which lanes (channels of tracks) of the MIDI file.
 *
 * Content decides. The staff and the lane that explain each other best are joined, and what they explain is
 * taken away: a part that doubled this one finds nothing left here, and the second part of a track, or the
 * second track of a divided part, shows up alone. Then the next pair, until nothing of weight is left. Names,
 * then order, decide between equal contents (a part that doubles another throughout).
 */
import { findMeetings, type LaneMeetings } from "./laneMeetings.js";
import { nameHint, wordsOf } from "./laneNames.js";
import type { PerformedEvents } from "./performedEvents.js";
import type { ScoreEvents } from "./scoreEvents.js";
import { gatherByBin } from "./timesByBin.js";

/** Staves and lanes that belong together share a component number. */
export interface LaneAssignment {
  readonly ofGroup: Int32Array;
  readonly ofLane: Int32Array;
  readonly components: number;
}

/** Weight of one side lying wholly in the other against the likeness of both. */
const WHOLE_WEIGHT = 3;
/** What two components must still have in common to become one: share of the smaller side, and notes. */
const JOIN_SHARE = 0.2;
const JOIN_NOTES = 4;
/** Order in score and file decides what nothing else does. */
const ORDER_HINT = 1e-4;

/**
 * @param scoreSec  expected time of every score note, seconds
 * @returns         every staff and lane in a component, numbered from 0 by staff, then by lane
 * @cost  notes × lanes that hold their pitch, then (staves + lanes) × staves × lanes; nothing for one staff or lane
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
  return new Joining(score, performed, findMeetings(score, performed, scoreSec)).run();
}

type Listed = ReturnType<typeof gatherByBin>;

class Joining {
  readonly #meetings: LaneMeetings;
  readonly #groupSize: Int32Array;
  readonly #laneSize: Int32Array;
  /** Notes of each staff and lane that nothing explains yet. */
  readonly #groupRest: Int32Array;
  readonly #laneRest: Int32Array;
  /** `shared[g * lanes + l]`: meetings of staff g and lane l among those notes. */
  readonly #shared: Int32Array;
  readonly #hint: Float64Array;
  /** 1 for meetings of those notes. */
  readonly #open: Uint8Array;
  readonly #ofPair: Listed;
  readonly #ofRow: Listed;
  /** Component of each staff, then of each lane; -1 for none yet. */
  readonly #component: Int32Array;

  constructor(score: ScoreEvents, performed: PerformedEvents, meetings: LaneMeetings) {
    const groups = score.groups.length;
    const lanes = performed.lanes.length;
    this.#meetings = meetings;
    this.#groupSize = countOf(score.group, groups);
    this.#laneSize = countOf(performed.lane, lanes);
    this.#groupRest = this.#groupSize.slice();
    this.#laneRest = this.#laneSize.slice();
    this.#hint = hintPairs(score, performed);
    this.#open = new Uint8Array(meetings.count).fill(1);
    this.#ofPair = gatherByBin(meetings.pair, groups * lanes);
    this.#shared = this.#ofPair.start.slice(1).map((end, pair) => end - this.#ofPair.start[pair]);
    this.#ofRow = gatherByBin(meetings.row, performed.count);
    this.#component = new Int32Array(groups + lanes).fill(-1);
  }

  run(): LaneAssignment {
    const groups = this.#groupSize.length;
    const whole = this.#shared.slice();
    for (let pair = this.#bestPair(); pair >= 0; pair = this.#bestPair()) {
      this.#join(pair);
      this.#takeAway(pair);
    }
    this.#placeLeftOver(whole);
    const components = this.#renumber();
    return {
      ofGroup: this.#component.slice(0, groups),
      ofLane: this.#component.slice(groups),
      components,
    };
  }

  /** The pair that explains each other best among those that may be joined, or -1. */
  #bestPair(): number {
    const lanes = this.#laneSize.length;
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let pair = 0; pair < this.#shared.length; pair++) {
      const both = this.#shared[pair];
      if (both === 0) continue;
      const g = Math.floor(pair / lanes);
      const l = pair % lanes;
      const likeness = likenessOf(both, this.#groupRest[g], this.#laneRest[l]) + this.#hint[pair];
      if (likeness <= most || !this.#mayJoin(g, l, both)) continue;
      most = likeness;
      best = pair;
    }
    return best;
  }

  /** Two that are free always; else a free one or another component only for a good part of the smaller side. */
  #mayJoin(g: number, l: number, both: number): boolean {
    const isFree = this.#component[g] < 0 && this.#component[this.#groupSize.length + l] < 0;
    return (
      isFree || (both >= JOIN_NOTES && both >= JOIN_SHARE * Math.min(this.#groupSize[g], this.#laneSize[l]))
    );
  }

  #join(pair: number): void {
    const group = Math.floor(pair / this.#laneSize.length);
    const lane = this.#groupSize.length + (pair % this.#laneSize.length);
    const a = this.#component[group];
    const b = this.#component[lane];
    // A staff's number serves as the number of the component it begins.
    const joined = a >= 0 ? a : b >= 0 ? b : group;
    this.#component[group] = joined;
    this.#component[lane] = joined;
    if (a < 0 || b < 0) return;
    for (let i = 0; i < this.#component.length; i++) if (this.#component[i] === b) this.#component[i] = a;
  }

  /** What the two explain to each other takes part no longer: all meetings of those notes are closed. */
  #takeAway(pair: number): void {
    const { note, row } = this.#meetings;
    this.#groupRest[Math.floor(pair / this.#laneSize.length)] -= this.#shared[pair];
    this.#laneRest[pair % this.#laneSize.length] -= this.#shared[pair];
    for (let k = this.#ofPair.start[pair]; k < this.#ofPair.start[pair + 1]; k++) {
      const meeting = this.#ofPair.item[k];
      if (this.#open[meeting] === 0) continue;
      // A note's meetings stand side by side.
      for (let m = meeting; note[m] === note[meeting]; m--) this.#close(m);
      for (let m = meeting + 1; note[m] === note[meeting]; m++) this.#close(m);
      const end = this.#ofRow.start[row[meeting] + 1];
      for (let m = this.#ofRow.start[row[meeting]]; m < end; m++) this.#close(this.#ofRow.item[m]);
    }
  }

  #close(meeting: number): void {
    this.#shared[this.#meetings.pair[meeting]] -= this.#open[meeting];
    this.#open[meeting] = 0;
  }

  /** A staff or lane without a partner joins the one it shares most with, taken or not. */
  #placeLeftOver(whole: Int32Array): void {
    const groups = this.#groupSize.length;
    const lanes = this.#laneSize.length;
    const most = (count: number, sharedWith: (k: number) => number) => {
      let best = -1;
      for (let k = 0; k < count; k++) if (sharedWith(k) > (best < 0 ? 0 : sharedWith(best))) best = k;
      return best;
    };
    for (let g = 0; g < groups; g++) {
      if (this.#component[g] >= 0) continue;
      const lane = most(lanes, (l) => whole[g * lanes + l]);
      if (lane >= 0) this.#component[g] = this.#component[groups + lane];
    }
    for (let l = 0; l < lanes; l++) {
      if (this.#component[groups + l] >= 0) continue;
      const group = most(groups, (g) => whole[g * lanes + l]);
      if (group >= 0) this.#component[groups + l] = this.#component[group];
    }
  }

  /** From 0, by first appearance; whoever is still alone gets a number of its own. Returns how many there are. */
  #renumber(): number {
    const numbers = new Map<number, number>();
    let next = 0;
    this.#component.forEach((component, i) => {
      if (component < 0) this.#component[i] = next++;
      else {
        if (!numbers.has(component)) numbers.set(component, next++);
        this.#component[i] = numbers.get(component) as number;
      }
    });
    return next;
  }
}

/**
 * F measure of what two sides share, and more of it where one side lies wholly in the other: the lane of two parts
 * holds all of each, a part on two lanes holds all of both, but a part that is doubled at times holds neither.
 */
function likenessOf(both: number, groupRest: number, laneRest: number): number {
  const whole = both / Math.min(groupRest, laneRest);
  return (2 * both) / (groupRest + laneRest) + WHOLE_WEIGHT * whole;
}

function hintPairs(score: ScoreEvents, performed: PerformedEvents): Float64Array {
  const partWords = score.groups.map((group) => wordsOf(group.partName));
  const trackWords = performed.lanes.map((lane) => wordsOf(lane.trackName));
  const hint = new Float64Array(partWords.length * trackWords.length);
  for (let g = 0, pair = 0; g < partWords.length; g++) {
    for (let l = 0; l < trackWords.length; l++, pair++) {
      const order = ORDER_HINT * Math.abs(g / partWords.length - l / trackWords.length);
      hint[pair] = nameHint(partWords[g], trackWords[l]) - order;
    }
  }
  return hint;
}

function countOf(values: ArrayLike<number>, size: number): Int32Array {
  const count = new Int32Array(size);
  for (let i = 0; i < values.length; i++) count[values[i]]++;
  return count;
}
