/** Tempo from when score positions are heard. */
import type { Analyser } from "./analyser.js";

export interface TempoQuestion {
  /** Score positions in quarters, strictly increasing. */
  readonly quarters: readonly number[];
  /** When they are heard, not decreasing; as many as `quarters`. */
  readonly secs: readonly number[];
}

export interface FoundTempo {
  /** All quarters divided by all minutes. */
  readonly globalBpm: number;
  /** `[second, quarters per minute]` from there on; seconds strictly increasing, neighbouring tempi different. */
  readonly curve: [sec: number, bpm: number][];
}

/** Tempi nearer than this are one, relative: it is the rounding of microseconds in MIDI. */
const SAME_TEMPO = 1e-5;

/**
 * Tempo between each two positions. Stretches in which the clock stands still have none. Confidence is that of a
 * steady beat: 1 less the deviation of the tempi about their mean, weighted by time.
 */
export const analyseTempo: Analyser<TempoQuestion, FoundTempo> = ({ quarters, secs }) => {
  const curve: [number, number][] = [];
  let [played, minutes, square] = [0, 0, 0];
  for (let i = 0; i + 1 < quarters.length; i++) {
    const lengthMin = (secs[i + 1] - secs[i]) / 60;
    const lengthQuarter = quarters[i + 1] - quarters[i];
    if (!(lengthMin > 0)) continue;
    const bpm = lengthQuarter / lengthMin;
    played += lengthQuarter;
    minutes += lengthMin;
    square += bpm * bpm * lengthMin;
    const last = curve.at(-1);
    if (!last || Math.abs(bpm - last[1]) > SAME_TEMPO * bpm) curve.push([secs[i], bpm]);
  }
  if (!(minutes > 0)) return null;
  const globalBpm = played / minutes;
  const deviation = Math.sqrt(Math.max(0, square / minutes - globalBpm * globalBpm)) / globalBpm;
  return { value: { globalBpm, curve }, confidence: Math.max(0, Math.min(1, 1 - deviation)) };
};
