/** The middle of some values, the upper one of an even count; 0 for none. @cost n log n */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  return Float64Array.from(values).sort()[values.length >> 1];
}
