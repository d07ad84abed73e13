/** How far a curve reaches in one coordinate: its ends, and where it turns between them. */

/** Lowest and highest value, reused by the caller so that nothing is allocated for each curve. */
export interface Extent {
  low: number;
  high: number;
}

export function extend(extent: Extent, value: number): void {
  if (value < extent.low) extent.low = value;
  if (value > extent.high) extent.high = value;
}

/** A quadratic curve from p0 (in the extent already) to p2. */
export function extendQuadratic(extent: Extent, p0: number, p1: number, p2: number): void {
  extend(extent, p2);
  if (p1 >= extent.low && p1 <= extent.high) return; // within the hull of its ends, or of what is covered already
  const t = (p0 - p1) / (p0 - 2 * p1 + p2);
  if (t > 0 && t < 1) extend(extent, (1 - t) ** 2 * p0 + 2 * (1 - t) * t * p1 + t * t * p2);
}

/** A cubic curve from p0 (in the extent already) to p3. */
export function extendCubic(extent: Extent, p0: number, p1: number, p2: number, p3: number): void {
  extend(extent, p3);
  const { low, high } = extent;
  if (p1 >= low && p1 <= high && p2 >= low && p2 <= high) return;
  // The derivative is 3 (a t² - 2 b t + c).
  const a = p3 - p0 + 3 * (p1 - p2);
  const b = 2 * p1 - p0 - p2;
  const c = p1 - p0;
  const root = Math.sqrt(b * b - a * c);
  if (!(root >= 0)) return; // it never turns
  // The stable form of the two roots; a quadratic or a line gives one of them, or none that is finite.
  const q = b + (b < 0 ? -root : root);
  for (const t of [q / a, c / q]) {
    if (t > 0 && t < 1) {
      const u = 1 - t;
      extend(extent, u * u * u * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t * p3);
    }
  }
}
