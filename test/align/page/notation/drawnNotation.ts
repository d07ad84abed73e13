/** One staff drawn by hand, its heads given to notes, and what each thing on it is read as. */
import type { UserPage } from "../../../../src/align/page/pageGeometry.js";
import type { ShapeMeaning } from "../../../../src/align/page/pageNotation.js";
import type { FoundHead, PageSolution } from "../../../../src/align/page/pageSolution.js";
import { readGeometry } from "../../../../src/align/page/readGeometry.js";
import { readNotation } from "../../../../src/align/page/readNotation.js";
import type { Score } from "../../../../src/core/score.js";
import { withNote } from "../../../score/scoreBuilder.js";
import { bar, drawnPage, head, line, lines } from "../drawnPage.js";

/** Top line at 200, bottom line at 240: steps go up from there. */
export const yOf = (step: number) => 240 - 5 * step;

export interface Thing {
  readonly svg: string;
  /** Notes of which this is the head. */
  readonly notes?: readonly number[];
  readonly name?: string;
}

/** The score with type and dots of its notes, by note: as it is read from files, and not made of texts. */
export function typed(score: Score, ...types: readonly string[]): Score {
  return types.reduce((before, type, index) => {
    const noteType = type.replace(/[.]/g, "");
    return withNote(before, index, { noteType, dots: type.length - noteType.length });
  }, score);
}

/** A named thing that is no head. */
export const thing = (name: string, svg: string): Thing => ({ name, svg });
export const headAt = (x: number, step: number, ...notes: number[]): Thing => ({
  svg: head(x, yOf(step)),
  notes,
});
export const stemAt = (name: string, x: number, from: number, to: number): Thing =>
  thing(name, line(x, from, x, to, 1.2));

/** A filled outline with straight sides. */
export const polygon = (...points: readonly [number, number][]): string =>
  `<path d="M${points.map(([x, y]) => `${x} ${y}`).join("L")}z"/>`;
/** A sign of this size around a centre; no two sizes are of one form. */
export const sign = (x: number, y: number, width: number, height: number): string => {
  const [w, h] = [width / 2, height / 2];
  return polygon([x - w, y], [x, y - h], [x + w, y], [x + w / 2, y + h], [x - w / 2, y + h]);
};
export const dot = (x: number, y: number): string => `<circle cx="${x}" cy="${y}" r="2"/>`;

/**
 * Read a page of one system of one staff: a bar from 100 to 900, or bars between the lines given.
 *
 * @returns  the meaning of every named thing, and of all shapes in drawing order
 */
export function readDrawn(
  score: Score,
  things: readonly Thing[],
  { barXs = [900], drawFirst = true } = {},
): { named: Record<string, ShapeMeaning>; all: readonly ShapeMeaning[] } {
  const staff = [...lines(100, 200, 900), ...[100, ...barXs].map((x) => bar(x, 200))].map((svg) => ({ svg }));
  const drawn: Thing[] = drawFirst ? [...staff, ...things] : [...things, ...staff];
  const page = drawnPage(drawn.map(({ svg }) => svg));
  const geometry = readGeometry([page], { oneLineStaves: false, staffCount: 1 });
  const heads = drawn.flatMap((own, shape) => (own.notes ?? []).map((note) => found(page, shape, note)));
  const solution: PageSolution = {
    heads,
    expected: [],
    pageOrder: [0],
    certainty: ["proved"],
    isSamePiece: true,
    doubts: [],
    staffOf: [[0]],
    measuresOf: [barXs.map((_, i) => [i])],
  };
  const [all] = readNotation([page], geometry, solution, score);
  const named = drawn.flatMap(({ name }, shape) => (name === undefined ? [] : [[name, all[shape]]]));
  return { named: Object.fromEntries(named), all };
}

function found({ flat }: UserPage, shape: number, noteIndex: number): FoundHead {
  const drawn = flat.shapes[shape];
  if (drawn.kind === "text") throw new Error("A head of these tests is an outline");
  const { box } = drawn.outline;
  const step = Math.round((240 - (box[1] + box[3]) / 2) / 5);
  const place = { page: 0, system: 0, systemOnPage: 0, staff: 0 };
  return { noteIndex, shape, ...place, step, box, certainty: "proved", method: "order", doubt: "" };
}

/** Layer, part of a note, notes. */
export const short = ({ layer, group, notes }: ShapeMeaning): string =>
  [layer, group ?? "-", notes.join("+")].join(" ").trim();
