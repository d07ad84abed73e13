/** Which heads are proved: every condition is worked out anew from the answer and the geometry. */
import type { ClusterMeaning, ClusterMeanings } from "./cellContents.js";
import { HeadStems } from "./headStems.js";
import type { PageDoubt } from "./pageSolution.js";
import type { Claim, ProofCase, ProofFault } from "./proofCase.js";
import { proveBars } from "./proveBars.js";
import { proveForms } from "./proveForms.js";
import { proveClasses, proveComplete, provePlaces, proveStems } from "./proveHeads.js";
import { groupBy, proveOrder } from "./proveOrder.js";
import { proveStaves, proveUnisons } from "./proveUnisons.js";
import { SOLVER } from "./solverConstants.js";

export interface PageProof {
  readonly doubts: readonly PageDoubt[];
  /** Why a note is not proved, by note index. Notes of `claims` that are missing here are proved. */
  readonly doubtOf: ReadonlyMap<number, PageDoubt>;
  /** Of these, the notes that another head would fit as well. */
  readonly ambiguous: ReadonlySet<number>;
  /** Whether at least half of the notes found a head that is right in itself. */
  readonly isSamePiece: boolean;
}

/**
 * Prove an answer.
 *
 * A note is proved only if all of this holds; a fault that lies on its page, or concerns the whole piece, takes the proof
 * from it as well: measures and bars correspond; no head and no note is left over, none stands elsewhere; class, size and
 * stem of every head are right; heads come in the order of time; nothing else in a unison fits as well.
 *
 * @cost n log n in heads and glyphs
 */
export function provePages(proof: ProofCase): PageProof {
  const stems = new HeadStems(proof.geometry, new Set(proof.claims.map(({ head }) => head)));
  const meanings = meaningsOf(proof.claims);
  const faults = [
    ...proveBars(proof),
    ...proveComplete(proof),
    ...provePlaces(proof),
    ...proveClasses(proof, meanings),
    ...proveStems(proof, stems),
    ...proveOrder(proof),
    ...proveUnisons(proof, meanings, stems),
    ...proveStaves(proof),
    ...proveForms(proof, meanings),
  ];
  const isSamePiece = fitsPiece(proof, faults);
  if (!isSamePiece) faults.unshift({ scope: { kind: "piece" }, doubt: OTHER_PIECE });
  return { doubts: faults.map(({ doubt }) => doubt), ...spread(proof, faults), isSamePiece };
}

const OTHER_PIECE: PageDoubt = {
  page: null,
  systemOnPage: null,
  measureIndex: null,
  noteIndex: null,
  shape: null,
  kind: "other-piece",
  text: "Fewer than half of the notes have a head where it should be: these pages show another piece",
};

/** What most heads of each form stand for. */
function meaningsOf(claims: readonly Claim[]): ClusterMeanings {
  const meanings = new Map<number, ClusterMeaning>();
  for (const [cluster, members] of groupBy(claims, ({ head }) => head.cluster)) {
    const kinds = [...groupBy(members, ({ note }) => `${note.headClass} ${note.small}`).values()];
    const most = kinds.reduce((a, b) => (b.length > a.length ? b : a));
    meanings.set(cluster, { headClass: most[0].note.headClass, small: most[0].note.small });
  }
  return meanings;
}

const DISQUALIFYING: ReadonlySet<PageDoubt["kind"]> = new Set(["rescued", "class", "no-stem", "order"]);

function fitsPiece({ claims, expected, geometry }: ProofCase, faults: readonly ProofFault[]): boolean {
  const isBare = geometry.verticals.length === 0;
  const unfit = new Set<number>();
  let extra = 0;
  for (const { doubt } of faults) {
    if (isBare && doubt.kind === "no-stem") continue;
    if (doubt.noteIndex !== null && DISQUALIFYING.has(doubt.kind)) unfit.add(doubt.noteIndex);
    if (doubt.kind === "extra") extra++;
  }
  const required = expected.notes.filter((note) => note !== null && !note.optional).length;
  const fit = claims.filter(({ note }) => !unfit.has(note.index)).length;
  return fit - extra >= SOLVER.samePieceShare * required;
}

/** The first fault that takes each note's proof. */
function spread(proof: ProofCase, faults: readonly ProofFault[]): Pick<PageProof, "doubtOf" | "ambiguous"> {
  const doubtOf = new Map<number, PageDoubt>();
  const ambiguous = new Set<number>();
  const ofPage = new Map<number, PageDoubt>();
  let ofPiece: PageDoubt | null = null;
  for (const { scope, doubt } of faults) {
    if (scope.kind === "piece") ofPiece ??= doubt;
    else if (scope.kind === "page" && !ofPage.has(scope.page)) ofPage.set(scope.page, doubt);
    else if (scope.kind === "notes") {
      for (const note of scope.notes) {
        ambiguous.add(note);
        if (!doubtOf.has(note)) doubtOf.set(note, doubt);
      }
    }
    if (doubt.noteIndex !== null && !doubtOf.has(doubt.noteIndex)) doubtOf.set(doubt.noteIndex, doubt);
  }
  for (const { note, head } of proof.claims) {
    const doubt = doubtOf.get(note.index) ?? ofPage.get(head.page) ?? ofPiece;
    if (doubt !== null) doubtOf.set(note.index, doubt);
  }
  return { doubtOf, ambiguous };
}
