/** Pages as the solver sees them, made from a few words: staves, bar lines, and heads by their steps. */
import { findHeads } from "../../../src/align/page/findHeads.js";
import type {
  Candidate,
  DrawnStaff,
  DrawnSystem,
  GlyphCluster,
  PageGeometry,
  StepReading,
  UserPage,
  VerticalLine,
} from "../../../src/align/page/pageGeometry.js";
import type { PageSolution } from "../../../src/align/page/pageSolution.js";
import type { Score } from "../../../src/core/score.js";

const SPACE = 10;
const STAFF_DISTANCE = 12 * SPACE;
const SYSTEM_DISTANCE = 40 * SPACE;
const STEM = 3.5 * SPACE;

/** Width and height in spaces. */
const FORMS = {
  black: [1.18, 1],
  half: [1.18, 1.02],
  whole: [1.7, 1],
  grace: [0.7, 0.6],
  sharp: [1, 1.4],
  cross: [1.1, 1.05],
  /** The line through the flag of a grace note. */
  stroke: [1.2, 1.75],
} as const;

export interface HeadSpec {
  /** Left edge, in spaces from the left end of the system. */
  readonly x: number;
  /** Half spaces above the bottom line of its staff. */
  readonly step: number;
  readonly staff?: number;
  readonly form?: keyof typeof FORMS;
  /** Of its own; without one, black and half heads have a stem up. */
  readonly stem?: "up" | "down" | "both" | "none";
}

export interface SystemSpec {
  readonly page?: number;
  /** Lines of each staff; one staff of five by default. */
  readonly staves?: readonly number[];
  /** Right ends of the intervals, in spaces. */
  readonly bars: readonly number[];
  readonly heads: readonly HeadSpec[];
}

/** The heads of one voice, evenly from `x`, `gap` spaces apart. */
export function row(x: number, steps: readonly number[], more: Partial<HeadSpec> = {}, gap = 4): HeadSpec[] {
  return steps.map((step, k) => ({ x: x + gap * k, step, ...more }));
}

/** Every head is the shape of its number: through all systems in order. */
export function madeGeometry(specs: readonly SystemSpec[]): PageGeometry {
  const systems: DrawnSystem[] = [];
  const candidates: Candidate[] = [];
  const verticals: VerticalLine[] = [];
  const names = Object.keys(FORMS) as (keyof typeof FORMS)[];
  const members = names.map((): number[] => []);
  for (const spec of specs) {
    const page = spec.page ?? 0;
    const placeOnPage = systems.filter((system) => system.page === page).length;
    const system = makeSystem(spec, systems.length, page, placeOnPage);
    systems.push(system);
    for (const head of spec.heads) {
      const candidate = makeCandidate(head, system, candidates.length, names);
      members[candidate.cluster].push(candidate.index);
      candidates.push(candidate);
      verticals.push(...stemsOf(head, candidate));
    }
  }
  const clusters = names.map((name, index): GlyphCluster => {
    const [widthSpace, heightSpace] = FORMS[name];
    return {
      index,
      kind: "outline",
      widthSpace,
      heightSpace,
      family: "",
      character: "",
      members: members[index],
    };
  });
  return { systems, candidates, clusters, verticals, strays: [] };
}

function makeSystem(spec: SystemSpec, index: number, page: number, placeOnPage: number): DrawnSystem {
  const top = 10 * SPACE + SYSTEM_DISTANCE * placeOnPage;
  const right = spec.bars.at(-1)! * SPACE;
  const staves = (spec.staves ?? [5]).map((lineCount, place): DrawnStaff => {
    const staffTop = top + STAFF_DISTANCE * place;
    const height = (lineCount === 1 ? 2 : 4) * SPACE;
    const lines = { top: staffTop, bottom: staffTop + height, space: SPACE, left: 0, right, lineCount };
    return { page, system: index, place, ...lines, shapes: [], barXs: [] };
  });
  const intervals = spec.bars.map((bar, k) => ({
    left: (spec.bars[k - 1] ?? 0) * SPACE,
    right: bar * SPACE,
  }));
  const bottom = staves.at(-1)!.bottom;
  return { index, page, placeOnPage, staves, left: 0, right, top, bottom, intervals };
}

function makeCandidate(
  head: HeadSpec,
  system: DrawnSystem,
  index: number,
  names: readonly string[],
): Candidate {
  const form = head.form ?? "black";
  const [width, height] = FORMS[form];
  const x = head.x * SPACE;
  const y = system.staves[head.staff ?? 0].bottom - (head.step * SPACE) / 2;
  const readings = system.staves
    .map((staff): StepReading & { far: number } => {
      const exact = (staff.bottom - y) / (SPACE / 2);
      const far = Math.max(0, staff.top - y, y - staff.bottom);
      return {
        staff: staff.place,
        step: Math.round(exact),
        deviation: exact - Math.round(exact),
        hasLedgers: true,
        far,
      };
    })
    .filter(({ step }) => step >= -14 && step <= 22)
    .sort((a, b) => a.far - b.far);
  const bar = system.intervals.findIndex(({ right }) => x + 0.3 * SPACE < right);
  return {
    index,
    page: system.page,
    shape: index,
    run: 0,
    system: system.index,
    interval: bar < 0 ? system.intervals.length - 1 : bar,
    cluster: names.indexOf(form),
    box: [x, y - (height * SPACE) / 2, x + width * SPACE, y + (height * SPACE) / 2],
    x,
    y,
    readings,
  };
}

function stemsOf({ form = "black", stem }: HeadSpec, { page, box, y }: Candidate): VerticalLine[] {
  const way = stem ?? (form === "whole" || form === "sharp" ? "none" : "up");
  const lines: VerticalLine[] = [];
  const add = (x: number, top: number, bottom: number) =>
    lines.push({ page, x, top, bottom, width: 1, shapes: [] });
  if (way === "up" || way === "both") add(box[2], y - STEM, y);
  if (way === "down" || way === "both") add(box[0], y, y + STEM);
  return lines;
}

/** Solve made pages; the drawing itself is not looked at. */
export function solve(score: Score, systems: readonly SystemSpec[]): PageSolution {
  return solveGeometry(score, madeGeometry(systems));
}

export function solveGeometry(score: Score, geometry: PageGeometry): PageSolution {
  const pageCount = Math.max(...geometry.systems.map(({ page }) => page)) + 1;
  const pages = Array.from(
    { length: pageCount },
    (_, page): UserPage => ({ file: `page-${page}.svg`, flat: FLAT }),
  );
  return findHeads(pages, score, { geometry });
}

const FLAT: UserPage["flat"] = { viewBox: [0, 0, 1000, 1000], shapes: [] };

/** `3 proved`: shape and certainty of each note's head, by note. */
export function gist({ heads }: PageSolution): string[] {
  const texts: string[] = [];
  for (const { noteIndex, shape, certainty } of heads) texts[noteIndex] = `${shape} ${certainty}`;
  return Array.from(texts, (text) => text ?? "none");
}
