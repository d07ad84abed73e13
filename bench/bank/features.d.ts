export declare const RATE_HZ: number;
export declare function gridOf(
  left: Float32Array,
  right: Float32Array,
  timesS?: readonly number[],
): number[][];
export declare function envelope(
  left: Float32Array,
  right: Float32Array,
  windowMs: number,
  hopMs: number,
  seconds: number,
): Float64Array;
export declare function onsetSample(left: Float32Array, right: Float32Array): number;
export declare function powerSpectrum(left: Float32Array, right: Float32Array, start: number): Float64Array;
