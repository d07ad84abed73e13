/** Foreign pages and their score → the drawn head of every note. */
import type { Score } from "../../core/score.js";
import { buildExpected } from "./expectedHeads.js";
import { HeadStems } from "./headStems.js";
import { headsOfNotes, type NoteHead, toFoundGroup } from "./noteHeads.js";
import type { PageGeometry, UserPage } from "./pageGeometry.js";
import type { FoundHead, PageSolution } from "./pageSolution.js";
import { readGeometry } from "./readGeometry.js";
import { type PageAttempt, solvePages } from "./solvePages.js";

export interface FindOptions {
  /** The geometry of the pages, if it is known already. */
  readonly geometry?: PageGeometry;
}

export function findHeads(pages: readonly UserPage[], score: Score, options: FindOptions = {}): PageSolution {
  const expect = (shifts: readonly number[]) => buildExpected(score, shifts);
  const expected = expect([]);
  const geometry =
    options.geometry ??
    readGeometry(pages, {
      oneLineStaves: expected.lineCounts.some((count) => count !== 5),
      staffCount: expected.staffCount,
    });
  const attempt = solvePages(geometry, geometry.systems, expect);
  const heads = noteHeads(geometry, attempt);
  return {
    heads: heads.map((head) => toFoundHead(head, geometry, attempt)),
    expected: [],
    pageOrder: pages.map((_, k) => k),
    certainty: pages.map(() => "likely"),
    isSamePiece: true,
    doubts: [],
    staffOf: [],
    measuresOf: [],
  };
}

function noteHeads(geometry: PageGeometry, attempt: PageAttempt): NoteHead[] {
  const groups = attempt.cells.flatMap(({ found }) => found.links.map(toFoundGroup));
  const stems = new HeadStems(
    geometry,
    groups.flatMap(({ heads }) => heads),
  );
  return groups.flatMap((group) => headsOfNotes(group, attempt.meanings, stems));
}

function toFoundHead(
  { note, head, method }: NoteHead,
  geometry: PageGeometry,
  attempt: PageAttempt,
): FoundHead {
  const mapping = attempt.plan.mappings.get(head.system)!;
  const reading = head.readings.find(
    ({ staff, step }) => mapping[staff] === note.staff && step === note.step,
  );
  return {
    noteIndex: note.index,
    page: head.page,
    shape: head.shape,
    system: head.system,
    systemOnPage: geometry.systems[head.system].placeOnPage,
    staff: reading?.staff ?? head.readings[0].staff,
    step: reading?.step ?? head.readings[0].step,
    box: head.box,
    certainty: "likely",
    method,
    doubt: "",
  };
}
