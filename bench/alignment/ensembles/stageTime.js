/** When a written position is heard on stage: tempo that breathes, slows down and stands still. */
import { smoothWalk } from "./random.js";

const STEP_QUARTER = 0.25;
const DEFAULT_BPM = 96;

/**
 * @param {object} unfolded  unfolded score
 * @param {object} level     see levels.js
 * @returns {(quarter: number) => number}  seconds, growing; the first note lies after one second
 */
export function stageTime(random, unfolded, level) {
  const quarters = toQuarter(unfolded.endQuarter) + 1;
  const steps = Math.ceil(quarters / STEP_QUARTER) + 1;
  const walk = smoothWalk(random, { steps: quarters, deviation: level.tempo, memory: 12 });
  const slow = new Float64Array(steps).fill(1);
  const pauseSec = new Float64Array(steps);
  layRitards(random, unfolded, level, slow);
  layPauses(random, unfolded, level, pauseSec);
  const bpm = unfolded.score.tempoMarks[0]?.quarterBpm ?? DEFAULT_BPM;
  const sec = new Float64Array(steps + 1);
  sec[0] = 1;
  for (let i = 0; i < steps; i++) {
    const tempo = bpm * Math.exp(walk(i * STEP_QUARTER)) * slow[i];
    sec[i + 1] = sec[i] + (60 * STEP_QUARTER) / tempo + pauseSec[i];
  }
  return (quarter) => {
    const x = Math.min(steps - 1e-9, Math.max(0, quarter / STEP_QUARTER));
    const k = Math.floor(x);
    return sec[k] + (x - k) * (sec[k + 1] - sec[k]);
  };
}

export const toQuarter = ({ num, den }) => num / den;

/** Some measures slow down evenly to `ritardTo` of the tempo, and the last one always. */
function layRitards(random, { visits, endQuarter }, level, slow) {
  visits.forEach((visit, v) => {
    if (v < visits.length - 1 && !random.chance(level.ritardShare)) return;
    const from = Math.floor(toQuarter(visit.startQuarter) / STEP_QUARTER);
    const end = v + 1 < visits.length ? visits[v + 1].startQuarter : endQuarter;
    const to = Math.ceil(toQuarter(end) / STEP_QUARTER);
    for (let i = from; i < to; i++) slow[i] *= 1 - ((1 - level.ritardTo) * (i - from + 1)) / (to - from);
  });
}

/** Breaths lie in the step before a measure, a fermata's wait in the last step of its note. */
function layPauses(random, { visits, sounding }, level, pauseSec) {
  for (const visit of visits) {
    const step = Math.floor(toQuarter(visit.startQuarter) / STEP_QUARTER) - 1;
    if (step >= 0 && random.chance(level.breathShare)) pauseSec[step] += random.between(0.1, level.breathSec);
  }
  const held = new Set();
  for (const sound of sounding) {
    if (!sound.members.some(({ note }) => note.fermata)) continue;
    const end = toQuarter(sound.onsetQuarter) + toQuarter(sound.durationQuarter);
    const step = Math.max(0, Math.ceil(end / STEP_QUARTER) - 1);
    if (held.has(step)) continue;
    held.add(step);
    pauseSec[step] += random.between(...level.fermataSec);
  }
}
