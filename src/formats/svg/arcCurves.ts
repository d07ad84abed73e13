/** Elliptical arcs of path data as cubic curves. */

export type Point = readonly [number, number];
export type Cubic = readonly [number, number, number, number, number, number];

/**
 * Cubics along an arc, none longer than a quarter turn: each point lies within 0.03 % of the radius of the true arc.
 *
 * @param start  current point
 * @param end    where the arc ends, absolute
 * @param arc    rx, ry, rotation in degrees, large-arc flag, sweep flag (further numbers are not looked at)
 * @returns      control and end points, absolute; a straight cubic where a radius is 0; none where the arc has no length
 * @source       SVG 1.1, appendix F.6 (endpoint to centre, radii out of range)
 */
export function arcToCubics(start: Point, end: Point, arc: readonly number[]): Cubic[] {
  const [rx, ry] = [Math.abs(arc[0]), Math.abs(arc[1])];
  if (start[0] === end[0] && start[1] === end[1]) return [];
  if (rx === 0 || ry === 0) return [[...start, ...end, ...end]];
  const angle = ((arc[2] % 360) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // Into the frame in which the ellipse is the unit circle.
  const flat = ([x, y]: Point): Point => [(cos * x + sin * y) / rx, (cos * y - sin * x) / ry];
  const [from, to] = [flat(start), flat(end)];
  const { centre, radius } = circleThrough(from, to, arc[3] !== arc[4]);
  const first = Math.atan2(from[1] - centre[1], from[0] - centre[0]);
  let turn = Math.atan2(to[1] - centre[1], to[0] - centre[0]) - first;
  if (arc[4] === 1 && turn < 0) turn += 2 * Math.PI;
  if (arc[4] === 0 && turn > 0) turn -= 2 * Math.PI;
  const back = (x: number, y: number): Point => [cos * rx * x - sin * ry * y, sin * rx * x + cos * ry * y];
  const pieces = Math.max(1, Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9));
  const cubics: Cubic[] = [];
  for (let i = 0; i < pieces; i++) {
    const [a, b] = [first + (turn * i) / pieces, first + (turn * (i + 1)) / pieces];
    const k = (4 / 3) * Math.tan((b - a) / 4);
    const at = (x: number, y: number) => back(centre[0] + radius * x, centre[1] + radius * y);
    const control1 = at(Math.cos(a) - k * Math.sin(a), Math.sin(a) + k * Math.cos(a));
    const control2 = at(Math.cos(b) + k * Math.sin(b), Math.sin(b) - k * Math.cos(b));
    cubics.push([...control1, ...control2, ...(i === pieces - 1 ? end : at(Math.cos(b), Math.sin(b)))]);
  }
  return cubics;
}

/** The unit circle through two points, grown if they are too far apart for it. */
function circleThrough(from: Point, to: Point, isLeft: boolean): { centre: Point; radius: number } {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const half = Math.hypot(dx, dy) / 2;
  const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  if (half >= 1) return { centre: middle, radius: half };
  const distance = (Math.sqrt(1 - half * half) / (2 * half)) * (isLeft ? 1 : -1);
  return { centre: [middle[0] - dy * distance, middle[1] + dx * distance], radius: 1 };
}
