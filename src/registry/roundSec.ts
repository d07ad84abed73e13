/** Seconds on disk have six decimals. */
export function roundSec(sec: number): number {
  return Math.max(0, Math.round(sec * 1e6) / 1e6);
}
