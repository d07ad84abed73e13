/** Do heads stand from left to right in the order of time? */
import { median } from "../../core/median.js";
import { spaceOf } from "./headStems.js";
import { type Claim, nameNote, noteDoubt, type ProofCase, type ProofFault } from "./proofCase.js";
import { SOLVER } from "./solverConstants.js";

/** Claims of one interval, by moment. */
type Column = readonly Claim[];

/**
 * In each interval, strictly within each voice (the leftmost and the rightmost head of a chord both lie farther right than
 * those of the chord before); across voices with the slack that displaced heads need.
 */
export function proveOrder(proof: ProofCase): ProofFault[] {
  const faults: ProofFault[] = [];
  const placed = groupBy(
    proof.claims,
    ({ note, head }) => `${head.system} ${head.interval} ${note.measureIndex}`,
  );
  for (const claims of placed.values()) {
    const space = Math.max(...claims.map(({ head }) => spaceOf(proof.geometry, head)));
    for (const voice of groupBy(claims, ({ note }) => note.voice).values()) {
      const late = firstBackwards(columnsOf(voice), (a, b) => advances(a, b, SOLVER.voiceAdvance * space));
      if (late !== null) faults.push(fault(proof, late, "does not stand right of the one before"));
    }
    // Graces are kept to their own voices: others do not make room for them.
    const columns = columnsOf(claims.filter(({ note }) => !note.isGrace));
    let farthest = -Infinity;
    for (const column of columns) {
      const x = median(column.map(({ head }) => head.x));
      if (x < farthest - SOLVER.columnSlack * space) {
        faults.push(fault(proof, column[0], "stands left of earlier ones"));
        break;
      }
      farthest = Math.max(farthest, x);
    }
  }
  return faults;
}

function advances(before: Column, after: Column, least: number): boolean {
  const [a, b] = [before, after].map((column) => column.map(({ head }) => head.x));
  return Math.min(...b) >= Math.min(...a) + least && Math.max(...b) >= Math.max(...a) + least;
}

function firstBackwards(
  columns: readonly Column[],
  isRight: (a: Column, b: Column) => boolean,
): Claim | null {
  for (let k = 1; k < columns.length; k++) if (!isRight(columns[k - 1], columns[k])) return columns[k][0];
  return null;
}

function columnsOf(claims: readonly Claim[]): Column[] {
  const byTime = groupBy(claims, ({ note }) => note.time);
  return [...byTime].sort(([a], [b]) => a - b).map(([, column]) => column);
}

function fault(proof: ProofCase, { note, head }: Claim, what: string): ProofFault {
  const text = `The head of ${nameNote(proof.score, note.index)} ${what}`;
  return { scope: { kind: "page", page: head.page }, doubt: noteDoubt(proof, "order", text, note, head) };
}

export function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
