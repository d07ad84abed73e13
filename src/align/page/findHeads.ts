/** Engraved pages and their score → the drawn head of every note, and how sure each is. */
import type { Score } from "../../core/score.js";
import { CERTAINTIES, type Certainty } from "../../schema/pageFindings.js";
import { bareGeometry } from "./bareGeometry.js";
import { buildExpected, type ExpectedHeads } from "./expectedHeads.js";
import { HeadStems } from "./headStems.js";
import { headsOfNotes, type NoteHead, toFoundGroup } from "./noteHeads.js";
import type { PageGeometry, UserPage } from "./pageGeometry.js";
import { solveInOrder } from "./pageOrder.js";
import type { FoundHead, PageDoubt, PageSolution } from "./pageSolution.js";
import { nameNote, type ProofCase } from "./proofCase.js";
import { type PageProof, provePages } from "./provePages.js";
import { readGeometry } from "./readGeometry.js";
import { rescueHeads } from "./rescueHeads.js";
import type { PageAttempt } from "./solvePages.js";

export interface FindOptions {
  /** What `readPageGeometry` gave for these pages and this score, if it is known already. */
  readonly geometry?: PageGeometry;
}

/** Staves, bars and possible heads of pages, read with what the score says of its staves. */
export function readPageGeometry(pages: readonly UserPage[], score: Score): PageGeometry {
  return geometryFor(pages, buildExpected(score));
}

function geometryFor(pages: readonly UserPage[], expected: ExpectedHeads): PageGeometry {
  const { lineCounts, staffCount } = expected;
  const geometry = readGeometry(pages, {
    oneLineStaves: lineCounts.some((count) => count !== USUAL_LINES),
    staffCount,
  });
  if (geometry.systems.length > 0 || pages.length !== 1) return geometry;
  return bareGeometry(pages[0], expected) ?? geometry;
}

const USUAL_LINES = 5;

/**
 * Find every note's head on engraved pages, whoever drew them.
 *
 * The score says which steps come in which order; the geometry says what stands where. Finding may guess, proving may not:
 * `proved` heads have passed `provePages`, which knows only the answer and the pages.
 *
 * @param pages  in any order; the score's is found
 * @returns      heads by note index; notes on tablature staves are not looked for, and named in the doubts
 * @cost         n log n in the shapes of the pages and the notes
 */
export function findHeads(pages: readonly UserPage[], score: Score, options: FindOptions = {}): PageSolution {
  const unshifted = buildExpected(score);
  const geometry = options.geometry ?? geometryFor(pages, unshifted);
  const expect = (shifts: readonly number[]) =>
    shifts.some((shift) => shift !== 0) ? buildExpected(score, shifts) : unshifted;
  const { attempt, pageOrder } = solveInOrder(geometry, pages.length, expect);
  const found = headsOf(geometry, attempt);
  const { staffOf, measuresOf } = planOf(geometry, attempt);
  const { expected } = attempt;
  const proof: ProofCase = { score, geometry, expected, pageOrder, staffOf, measuresOf, claims: found };
  const verdict = provePages(proof);
  const heads = found.map((head) => toFoundHead(head, proof, verdict));
  return {
    heads,
    expected: expected.notes.flatMap((note) => (note === null || note.optional ? [] : [note.index])),
    pageOrder,
    certainty: pages.map((_, page) =>
      verdict.isSamePiece ? worstOf(heads.filter((head) => head.page === page)) : "ambiguous",
    ),
    isSamePiece: verdict.isSamePiece,
    doubts: [...orderDoubts(pages, pageOrder), ...verdict.doubts, ...tablatureDoubts(score, expected)],
    staffOf,
    measuresOf,
  };
}

/** By note index. */
function headsOf(geometry: PageGeometry, attempt: PageAttempt): NoteHead[] {
  const groups = attempt.cells.flatMap(({ found }) => found.links.map(toFoundGroup));
  groups.push(...rescueHeads(attempt));
  const stems = new HeadStems(geometry, new Set(groups.flatMap(({ heads }) => heads)));
  const heads = groups.flatMap((group) => headsOfNotes(group, attempt.meanings, stems));
  return heads.sort((a, b) => a.note.index - b.note.index);
}

/** Staves of each system and measures of each interval, by system. */
function planOf(
  geometry: PageGeometry,
  { plan, bars }: PageAttempt,
): Pick<PageSolution, "staffOf" | "measuresOf"> {
  const measuresOf: number[][][] = geometry.systems.map(({ intervals }) => intervals.map(() => []));
  for (const cell of plan.cells) {
    for (const index of cell.bars)
      measuresOf[bars[index].system.index][bars[index].place].push(...cell.measures);
  }
  const staffOf = geometry.systems.map(
    ({ index, staves }) => plan.mappings.get(index) ?? staves.map(() => -1),
  );
  return { staffOf, measuresOf };
}

function toFoundHead({ note, head, method }: NoteHead, proof: ProofCase, verdict: PageProof): FoundHead {
  const mapping = proof.staffOf[head.system];
  const reading = head.readings.find(
    ({ staff, step }) => mapping[staff] === note.staff && step === note.step,
  );
  const { staff, step } = reading ?? head.readings[0];
  const doubt = verdict.doubtOf.get(note.index);
  const isGuess = method === "guessed" || verdict.ambiguous.has(note.index) || !verdict.isSamePiece;
  return {
    noteIndex: note.index,
    page: head.page,
    shape: head.shape,
    system: head.system,
    systemOnPage: proof.geometry.systems[head.system].placeOnPage,
    staff,
    step,
    box: head.box,
    certainty: doubt === undefined ? "proved" : isGuess ? "ambiguous" : "likely",
    method,
    doubt: doubt?.text ?? "",
  };
}

function worstOf(heads: readonly FoundHead[]): Certainty {
  return CERTAINTIES[Math.max(0, ...heads.map(({ certainty }) => CERTAINTIES.indexOf(certainty)))];
}

const NOWHERE = { page: null, systemOnPage: null, measureIndex: null, noteIndex: null, shape: null };

function orderDoubts(pages: readonly UserPage[], pageOrder: readonly number[]): PageDoubt[] {
  return pageOrder.flatMap((page, place): PageDoubt[] => {
    if (page === place) return [];
    return [
      {
        ...NOWHERE,
        page,
        kind: "page-order",
        text: `${pages[page].file} comes as page ${place + 1} of the score`,
      },
    ];
  });
}

function tablatureDoubts(score: Score, { tablature }: ExpectedHeads): PageDoubt[] {
  return tablature.map((noteIndex) => ({
    ...NOWHERE,
    measureIndex: score.notes[noteIndex].measureIndex,
    noteIndex,
    kind: "missing",
    text: `${nameNote(score, noteIndex)} stands on a tablature staff, which is not read`,
  }));
}
