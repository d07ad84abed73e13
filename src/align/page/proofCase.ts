/** A result to be proved, and the faults that a proof finds: the page's geometry and the answer, nothing of how it was found. */
import { formatPitch } from "../../core/pitch.js";
import type { Score } from "../../core/score.js";
import type { ExpectedHeads, ExpectedNote } from "./expectedHeads.js";
import type { Candidate, DrawnSystem, PageGeometry } from "./pageGeometry.js";
import type { PageDoubt, PageSolution } from "./pageSolution.js";

/** A note and the glyph that is said to be its head. */
export interface Claim {
  readonly note: ExpectedNote;
  readonly head: Candidate;
}

export interface ProofCase extends Pick<PageSolution, "pageOrder" | "staffOf" | "measuresOf"> {
  readonly score: Score;
  readonly geometry: PageGeometry;
  readonly expected: ExpectedHeads;
  /** At most one for each note. */
  readonly claims: readonly Claim[];
}

/** What it takes the proof from: everything, a page, or single notes. */
export type FaultScope =
  | { readonly kind: "piece" }
  | { readonly kind: "page"; readonly page: number }
  | { readonly kind: "notes"; readonly notes: readonly number[] };

export interface ProofFault {
  readonly scope: FaultScope;
  readonly doubt: PageDoubt;
}

/** Systems in the order of the score. */
export function systemsInOrder(geometry: PageGeometry, pageOrder: readonly number[]): DrawnSystem[] {
  const byPage = new Map<number, DrawnSystem[]>();
  for (const system of geometry.systems) {
    const list = byPage.get(system.page);
    if (list === undefined) byPage.set(system.page, [system]);
    else list.push(system);
  }
  return pageOrder.flatMap((page) => byPage.get(page) ?? []);
}

/** A doubt about a note, at its head if it has one. */
export function noteDoubt(
  { geometry }: ProofCase,
  kind: PageDoubt["kind"],
  text: string,
  note: ExpectedNote,
  head: Candidate | null,
): PageDoubt {
  return {
    page: head?.page ?? null,
    systemOnPage: head === null ? null : geometry.systems[head.system].placeOnPage,
    measureIndex: note.measureIndex,
    noteIndex: note.index,
    shape: head?.shape ?? null,
    kind,
    text,
  };
}

/** `A4 in measure 12 of Flute`. */
export function nameNote(score: Score, noteIndex: number): string {
  const note = score.notes[noteIndex];
  const measure = score.measures[note.measureIndex].number;
  return `${formatPitch(note.pitch)} in measure ${measure} of ${score.parts[note.partIndex].name}`;
}
