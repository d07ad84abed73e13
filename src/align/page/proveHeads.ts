/** Has every note its head, every head its note, and does each look as it should? */
import type { ClusterMeanings } from "./cellContents.js";
import type { HeadStems } from "./headStems.js";
import type { PageDoubt } from "./pageSolution.js";
import { type Claim, nameNote, noteDoubt, type ProofCase, type ProofFault } from "./proofCase.js";

/** Notes without a head, heads without a note: each takes the proof from its page. */
export function proveComplete(proof: ProofCase): ProofFault[] {
  return [...findMissing(proof), ...findExtra(proof)];
}

function findMissing(proof: ProofCase): ProofFault[] {
  const { expected, claims, score } = proof;
  const served = new Set(claims.map(({ note }) => note.index));
  const pages = pagesOfMeasures(proof);
  const faults: ProofFault[] = [];
  for (const note of expected.notes) {
    if (note === null || note.optional || served.has(note.index)) continue;
    const doubt = noteDoubt(proof, "missing", `No head found for ${nameNote(score, note.index)}`, note, null);
    for (const page of pages.get(note.measureIndex) ?? [null]) {
      const scope = page === null ? ({ kind: "piece" } as const) : ({ kind: "page", page } as const);
      faults.push({ scope, doubt: { ...doubt, page } });
    }
  }
  return faults;
}

function pagesOfMeasures({ measuresOf, geometry }: ProofCase): Map<number, Set<number>> {
  const pages = new Map<number, Set<number>>();
  measuresOf.forEach((intervals, system) => {
    for (const measure of intervals.flat()) {
      const own = pages.get(measure) ?? new Set<number>();
      pages.set(measure, own);
      own.add(geometry.systems[system].page);
    }
  });
  return pages;
}

function findExtra({ geometry, claims }: ProofCase): ProofFault[] {
  const clusters = new Set(claims.map(({ head }) => head.cluster));
  const used = new Set(claims.map(({ head }) => head.index));
  const { candidates, strays, systems } = geometry;
  const extra = candidates.filter(({ index, cluster }) => clusters.has(cluster) && !used.has(index));
  const astray = strays.filter(({ cluster }) => clusters.has(cluster));
  const fault = (glyph: { page: number; system: number; shape: number }, text: string): ProofFault => ({
    scope: { kind: "page", page: glyph.page },
    doubt: {
      page: glyph.page,
      systemOnPage: systems[glyph.system]?.placeOnPage ?? null,
      measureIndex: null,
      noteIndex: null,
      shape: glyph.shape,
      kind: "extra",
      text,
    },
  });
  return [
    ...extra.map((glyph) => fault(glyph, "A head on this page is no note's")),
    ...astray.map((glyph) => fault(glyph, "A head on this page stands between line and space")),
  ];
}

/** Every head must stand in its note's measure, on its staff and step. Else it was brought from elsewhere. */
export function provePlaces(proof: ProofCase): ProofFault[] {
  const { staffOf, measuresOf, score } = proof;
  return proof.claims
    .filter(({ note, head }) => {
      const isThere = measuresOf[head.system][head.interval].includes(note.measureIndex);
      const mapping = staffOf[head.system];
      const stands = head.readings.some(
        ({ staff, step }) => mapping[staff] === note.staff && step === note.step,
      );
      return !(isThere && stands);
    })
    .map((claim) =>
      onPage(proof, claim, "rescued", `The head of ${nameNote(score, claim.note.index)} stands elsewhere`),
    );
}

/** Class and size of every head agree with type, grace and cue, in the meaning that most heads of its form have. */
export function proveClasses(proof: ProofCase, meanings: ClusterMeanings): ProofFault[] {
  const shared = new Map<number, Claim[]>();
  for (const claim of proof.claims) {
    const list = shared.get(claim.head.index) ?? [];
    shared.set(claim.head.index, list);
    list.push(claim);
  }
  const faults: ProofFault[] = [];
  for (const claims of shared.values()) {
    const wrong = claims.filter(({ note, head }) => {
      const meaning = meanings.get(head.cluster);
      const isOfClass = meaning?.headClass === note.headClass || meaning?.headClass === note.plainClass;
      return !isOfClass || meaning.small !== note.small;
    });
    for (const claim of wrong) {
      const text = `The head of ${nameNote(proof.score, claim.note.index)} looks like another kind of note`;
      const whole = onPage(proof, claim, "class", text);
      // Where another note of the head agrees, only the sharing is in doubt.
      const notes = claims.map(({ note }) => note.index);
      faults.push(wrong.length < claims.length ? { ...whole, scope: { kind: "notes", notes } } : whole);
    }
  }
  return faults;
}

/** Notes shorter than a whole touch a stem. */
export function proveStems(proof: ProofCase, stems: HeadStems): ProofFault[] {
  return proof.claims
    .filter(({ note, head }) => note.needsStem && stems.stemsOf(head).length === 0)
    .map((claim) =>
      onPage(proof, claim, "no-stem", `The head of ${nameNote(proof.score, claim.note.index)} has no stem`),
    );
}

function onPage(proof: ProofCase, { note, head }: Claim, kind: PageDoubt["kind"], text: string): ProofFault {
  return { scope: { kind: "page", page: head.page }, doubt: noteDoubt(proof, kind, text, note, head) };
}
