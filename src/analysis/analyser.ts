/** The one shape of analysers: something heard or read goes in, one finding or none comes out. */

export interface Finding<T> {
  readonly value: T;
  /** 0 … 1: how well the finding explains what went in. */
  readonly confidence: number;
}

/** Null where nothing can be said: silence has no key. An analyser never fills in a likely value. */
export type Analyser<Input, T> = (input: Input) => Finding<T> | null;

/** Weight of each pitch class, C first: 12 values >= 0, such as seconds sounded. */
export type PitchClassWeights = readonly number[];

/** A pitch class by itself: C is 0, B is 11. */
export function pitchClassOf(midi: number): number {
  return ((midi % 12) + 12) % 12;
}
