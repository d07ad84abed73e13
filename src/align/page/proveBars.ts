/** Do bars and measures of the whole piece correspond one to one? */
import { type ProofCase, type ProofFault, systemsInOrder } from "./proofCase.js";

/** Where a measure is drawn. */
interface DrawnMeasure {
  readonly measure: number;
  readonly system: number;
  readonly interval: number;
}

/**
 * Every measure that has notes must stand in one interval, which shows no other with notes, and all in their order. A
 * measure over two intervals or two in one take the proof from their pages if all their notes and heads fit, from the
 * whole piece if not; so does anything else. Empty measures may be left out: they are drawn as long rests. Staves must
 * keep their order.
 */
export function proveBars(proof: ProofCase): ProofFault[] {
  const drawn = listDrawn(proof);
  const isComplete = completeness(proof);
  return [
    ...findLost(proof, drawn),
    ...findCut(proof, drawn, isComplete),
    ...findJoined(proof, drawn, isComplete),
    ...findCrossed(proof),
  ];
}

/** Whether a measure has all its heads, and an interval only heads of notes. */
type LocalCheck = (place: DrawnMeasure) => boolean;

function completeness({ claims, expected, geometry }: ProofCase): LocalCheck {
  const served = new Set(claims.map(({ note }) => note.index));
  const used = new Set(claims.map(({ head }) => head.index));
  const clusters = new Set(claims.map(({ head }) => head.cluster));
  const incomplete = new Set<number>();
  for (const note of expected.notes) {
    if (note !== null && !note.optional && !served.has(note.index)) incomplete.add(note.measureIndex);
  }
  const overfull = new Set<string>();
  for (const { index, cluster, system, interval } of geometry.candidates) {
    if (clusters.has(cluster) && !used.has(index)) overfull.add(`${system} ${interval}`);
  }
  return ({ measure, system, interval }) =>
    !incomplete.has(measure) && !overfull.has(`${system} ${interval}`);
}

/** Only measures with notes. */
function listDrawn({ geometry, pageOrder, measuresOf, expected }: ProofCase): DrawnMeasure[] {
  return systemsInOrder(geometry, pageOrder).flatMap(({ index }) =>
    measuresOf[index].flatMap((measures, interval) =>
      measures
        .filter((measure) => hasNotes(measure, expected))
        .map((measure) => ({ measure, system: index, interval })),
    ),
  );
}

function hasNotes(measure: number, expected: ProofCase["expected"]): boolean {
  return expected.measures[measure].groups.some((group) => group.minHeads > 0);
}

function findLost(proof: ProofCase, drawn: readonly DrawnMeasure[]): ProofFault[] {
  const faults: ProofFault[] = [];
  const there = new Set(drawn.map(({ measure }) => measure));
  for (const { index } of proof.expected.measures) {
    if (!there.has(index) && hasNotes(index, proof.expected)) {
      faults.push(fault(proof, null, index, "lost", "is not drawn"));
    }
  }
  drawn.forEach((place, k) => {
    if (k > 0 && place.measure < drawn[k - 1].measure) {
      faults.push(fault(proof, place, place.measure, "page-order", "comes after a later one"));
    }
  });
  return faults;
}

function findCut(proof: ProofCase, drawn: readonly DrawnMeasure[], isComplete: LocalCheck): ProofFault[] {
  const faults: ProofFault[] = [];
  for (let k = 1; k < drawn.length; k++) {
    if (drawn[k].measure !== drawn[k - 1].measure) continue;
    const pieces = [drawn[k - 1], drawn[k]];
    for (const place of pieces) {
      const what = "lies over two intervals between bar lines";
      faults.push(fault(proof, place, place.measure, "cut", what, pieces.every(isComplete)));
    }
  }
  return faults;
}

function findJoined(proof: ProofCase, drawn: readonly DrawnMeasure[], isComplete: LocalCheck): ProofFault[] {
  const faults: ProofFault[] = [];
  for (let k = 1; k < drawn.length; k++) {
    const [a, b] = [drawn[k - 1], drawn[k]];
    if (a.system !== b.system || a.interval !== b.interval) continue;
    const isLocal = isComplete(a) && isComplete(b);
    faults.push(fault(proof, b, b.measure, "joined", "has no bar line of its own before it", isLocal));
  }
  return faults;
}

function fault(
  { geometry, score }: ProofCase,
  place: DrawnMeasure | null,
  measureIndex: number,
  kind: "lost" | "cut" | "joined" | "page-order",
  what: string,
  isLocal = false,
): ProofFault {
  const system = place === null ? null : geometry.systems[place.system];
  return {
    scope: isLocal && system !== null ? { kind: "page", page: system.page } : { kind: "piece" },
    doubt: {
      page: system?.page ?? null,
      systemOnPage: system?.placeOnPage ?? null,
      measureIndex,
      noteIndex: null,
      shape: null,
      kind,
      text: `Measure ${score.measures[measureIndex].number} ${what}`,
    },
  };
}

/** Staves of a system that do not come in the order of the score. */
function findCrossed({ geometry, staffOf }: ProofCase): ProofFault[] {
  const faults: ProofFault[] = [];
  for (const { index, page, placeOnPage } of geometry.systems) {
    const known = staffOf[index].filter((staff) => staff >= 0);
    if (known.every((staff, k) => k === 0 || staff > known[k - 1])) continue;
    faults.push({
      scope: { kind: "piece" },
      doubt: {
        page,
        systemOnPage: placeOnPage,
        measureIndex: null,
        noteIndex: null,
        shape: null,
        kind: "order",
        text: "The staves of this system are not in the order of the score",
      },
    });
  }
  return faults;
}
