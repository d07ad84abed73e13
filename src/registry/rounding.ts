/** Numbers on disk: seconds have six decimals, confidences four. */

export function roundSec(sec: number): number {
  return Math.max(0, Math.round(sec * 1e6) / 1e6);
}

export function roundUnit(x: number): number {
  return Math.min(1, Math.max(0, Math.round(x * 1e4) / 1e4));
}
