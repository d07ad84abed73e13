/** Notes that could change heads with each other: on one spot, or on two staves at one height. */
import type { ClusterMeanings } from "./cellContents.js";
import { type HeadStems, spaceOf } from "./headStems.js";
import type { Candidate } from "./pageGeometry.js";
import { type Claim, nameNote, noteDoubt, type ProofCase, type ProofFault } from "./proofCase.js";
import { groupBy } from "./proveOrder.js";
import { SOLVER } from "./solverConstants.js";
import { assignUnison, waysOf } from "./unisonHeads.js";

/**
 * Notes of one spot and moment are told apart only by class or by stems of their own; a head that they share must carry a
 * stem up and a stem down, and the program must share heads elsewhere too: one that draws two heads over each other has
 * lost one here. Where nothing tells, all notes of that spot in the measure are in doubt.
 */
export function proveUnisons(proof: ProofCase, meanings: ClusterMeanings, stems: HeadStems): ProofFault[] {
  const faults: ProofFault[] = [];
  const spots = groupBy(proof.claims, ({ note }) => `${note.measureIndex} ${note.staff} ${note.step}`);
  const unisons = [...spots.values()].flatMap((claims) =>
    [...groupBy(claims, ({ note }) => note.time).values()]
      .filter((group) => group.length > 1)
      .map((group) => ({ claims, group })),
  );
  const usual = usualCount(unisons.map(({ group }) => coinciding(group, proof)));
  for (const { claims, group } of unisons) {
    if (isClear(proof, group, usual, meanings, stems)) continue;
    const [{ note, head }] = group;
    const text = `${nameNote(proof.score, note.index)} could have the head of another note at the same place`;
    faults.push({
      scope: { kind: "notes", notes: claims.map((claim) => claim.note.index) },
      doubt: noteDoubt(proof, "shared", text, note, head),
    });
  }
  return faults;
}

/** How many heads the program draws where two notes share a place: 1 or 2, whichever is more common. */
function usualCount(counts: readonly number[]): number {
  const singles = counts.filter((count) => count === 1).length;
  const doubles = counts.filter((count) => count === 2).length;
  return singles > doubles ? 1 : 2;
}

/** Heads of one form drawn over each other, or a single one; 0 if they stand apart. */
function coinciding(group: readonly Claim[], { geometry }: ProofCase): number {
  const [first, ...others] = new Set(group.map(({ head }) => head));
  const within = SOLVER.coincide * spaceOf(geometry, first);
  const isThere = ({ cluster, x, y }: Candidate) =>
    cluster === first.cluster && Math.abs(x - first.x) <= within && Math.abs(y - first.y) <= within;
  return others.every(isThere) ? 1 + others.length : 0;
}

function isClear(
  proof: ProofCase,
  group: readonly Claim[],
  usual: number,
  meanings: ClusterMeanings,
  stems: HeadStems,
): boolean {
  const heads = [...new Set(group.map(({ head }) => head))];
  const count = coinciding(group, proof);
  if (count > 0) return count === usual && hasBothStems(group, heads[0], stems);
  if (heads.length < group.length) return false;
  const notes = group.map(({ note }) => note);
  const answer = assignUnison(notes, heads, meanings, stems);
  const isThatAnswer = group.every(({ head }, k) => heads[answer.headOf[k]] === head);
  return (
    isThatAnswer &&
    answer.cost <= SOLVER.unisonCost * notes.length &&
    answer.gap > SOLVER.unisonGap &&
    haveOwnStems(group, stems)
  );
}

/** Two notes on one head: one stem at its right side that goes up, one at its left that goes down. */
function hasBothStems(group: readonly Claim[], head: Candidate, stems: HeadStems): boolean {
  const voices = new Set(group.map(({ note }) => note.voice));
  if (group.length !== 2 || voices.size !== 2 || !group.every(({ note }) => note.needsStem)) return false;
  const [up, down] = [stems.stemThatGoes("up", head), stems.stemThatGoes("down", head)];
  return up !== null && down !== null && up.line !== down.line;
}

/** The stem that goes each note's way, else the nearest, must be another one for each. */
function haveOwnStems(group: readonly Claim[], stems: HeadStems): boolean {
  const ways = waysOf(group.map(({ note }) => note));
  const lines = group.flatMap(({ note, head }, k) => {
    if (!note.needsStem) return [];
    const way = ways[k];
    const going = way === null ? null : stems.stemThatGoes(way, head);
    return [going?.line ?? stems.stemsOf(head)[0]?.line];
  });
  return lines.every((line) => line !== undefined) && new Set(lines).size === lines.length;
}

/** Two heads of one moment that could each be read on the other's staff: nothing says which is whose. */
export function proveStaves(proof: ProofCase): ProofFault[] {
  const { staffOf } = proof;
  const faults: ProofFault[] = [];
  const spotsOf = ({ system, readings }: Candidate) =>
    readings
      .filter(({ staff }) => staffOf[system][staff] >= 0)
      .map(({ staff, step }) => `${staffOf[system][staff]} ${step}`);
  const twofold = proof.claims.filter(({ head }) => head.readings.length > 1);
  for (const column of groupBy(twofold, ({ note }) => `${note.measureIndex} ${note.time}`).values()) {
    for (const a of column) {
      const b = column.find(
        (other) =>
          other.note.staff > a.note.staff &&
          other.head !== a.head &&
          spotsOf(a.head).includes(`${other.note.staff} ${other.note.step}`) &&
          spotsOf(other.head).includes(`${a.note.staff} ${a.note.step}`),
      );
      if (b === undefined) continue;
      const text = `${nameNote(proof.score, a.note.index)} and a note of another staff stand at one height`;
      faults.push({
        scope: { kind: "notes", notes: [a.note.index, b.note.index] },
        doubt: noteDoubt(proof, "shared", text, a.note, a.head),
      });
    }
  }
  return faults;
}
