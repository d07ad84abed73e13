/** Which stems heads hang on, and which way these go. */
import { firstAtOrAfter } from "../../core/sortedSearch.js";
import type { Candidate, PageGeometry, VerticalLine } from "./pageGeometry.js";
import { SOLVER } from "./solverConstants.js";

export interface HeadStem {
  /** Index in `geometry.verticals`. */
  readonly line: number;
  /** The side of the head it stands at, and how far from that side's edge, in spaces. */
  readonly side: "left" | "right";
  readonly asideSpace: number;
}

/** Stems of the heads of some pages. */
export class HeadStems {
  private readonly touching = new Map<number, HeadStem[]>();
  /** Vertical range of the heads on each line. */
  private readonly ranges = new Map<number, [number, number]>();

  /** @cost logarithm of the upright lines for each head */
  constructor(
    private readonly geometry: PageGeometry,
    heads: Iterable<Candidate>,
  ) {
    const pages = new Map<number, { xs: number[]; lines: number[] }>();
    geometry.verticals.forEach(({ page, x }, index) => {
      const list = pages.get(page) ?? { xs: [], lines: [] };
      pages.set(page, list);
      list.xs.push(x);
      list.lines.push(index);
    });
    for (const list of pages.values()) sortByX(list);
    for (const head of heads) {
      const list = pages.get(head.page);
      if (list !== undefined) this.addHead(head, list.xs, list.lines);
    }
  }

  /** Nearest first. */
  stemsOf(head: Candidate): readonly HeadStem[] {
    return this.touching.get(head.index) ?? [];
  }

  /** Where the stem goes: its end farther from its heads. */
  directionOf(line: number): "up" | "down" {
    const { top, bottom } = this.geometry.verticals[line];
    const [highest, lowest] = this.ranges.get(line) ?? [top, bottom];
    return highest - top >= bottom - lowest ? "up" : "down";
  }

  /** How far, in spaces, the nearest stem that goes this way is from its side of the head; null without one. */
  stemThatGoes(way: "up" | "down", head: Candidate): { line: number; distanceSpace: number } | null {
    const side = way === "up" ? "right" : "left";
    let best: { line: number; distanceSpace: number } | null = null;
    for (const { line, side: own, asideSpace } of this.stemsOf(head)) {
      if (own !== side || this.directionOf(line) !== way) continue;
      if (best === null || asideSpace < best.distanceSpace) best = { line, distanceSpace: asideSpace };
    }
    return best;
  }

  private addHead(head: Candidate, xs: readonly number[], lines: readonly number[]): void {
    const space = spaceOf(this.geometry, head);
    const [left, , right] = head.box;
    const aside = SOLVER.stemAside * space;
    const beyond = SOLVER.stemBeyond * space;
    const found: HeadStem[] = [];
    for (let k = firstAtOrAfter(xs, left - aside); k < xs.length && xs[k] <= right + aside; k++) {
      const { top, bottom } = this.geometry.verticals[lines[k]];
      if (top > head.y + beyond || bottom < head.y - beyond) continue;
      const [toLeft, toRight] = [Math.abs(xs[k] - left), Math.abs(xs[k] - right)];
      const asideUnit = Math.min(toLeft, toRight);
      if (asideUnit > aside) continue;
      const side = toLeft < toRight ? "left" : "right";
      found.push({ line: lines[k], side, asideSpace: asideUnit / space });
      const range = this.ranges.get(lines[k]);
      if (range === undefined) this.ranges.set(lines[k], [head.y, head.y]);
      else this.ranges.set(lines[k], [Math.min(range[0], head.y), Math.max(range[1], head.y)]);
    }
    found.sort((a, b) => a.asideSpace - b.asideSpace || this.lengthOf(a.line) - this.lengthOf(b.line));
    this.touching.set(head.index, found);
  }

  private lengthOf(line: number): number {
    const { top, bottom }: VerticalLine = this.geometry.verticals[line];
    return bottom - top;
  }
}

/** The staff space at a candidate. */
export function spaceOf(geometry: PageGeometry, { system, readings }: Candidate): number {
  return geometry.systems[system].staves[readings[0].staff].space;
}

function sortByX(list: { xs: number[]; lines: number[] }): void {
  const order = list.xs.map((_, k) => k).sort((a, b) => list.xs[a] - list.xs[b]);
  const { xs, lines } = list;
  list.xs = order.map((k) => xs[k]);
  list.lines = order.map((k) => lines[k]);
}
