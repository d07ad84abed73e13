/** How much of its written length a note is held: articulations, slurs, breaths. */
import { add, compare, type Fraction } from "../core/fraction.js";
import { lookUp } from "../core/lookUp.js";
import type { NotatedNote, Score } from "../core/score.js";
import type { SoundingNote } from "./unfoldedScore.js";

/** Share of the written length without any sign; slurred notes are held in full. */
export const PLAIN_SHARE = 0.95;

/** Share of the written length; of several signs the shortest, but staccato under tenuto is portato. */
const ARTICULATION_SHARE: Readonly<Record<string, number>> = {
  staccatissimo: 0.25,
  spiccato: 0.25,
  staccato: 0.5,
  "detached-legato": 0.75,
  "breath-mark": 0.8,
  caesura: 0.8,
  tenuto: 1,
};

/**
 * Share of its written length that a sounding note is held, 0 < share <= 1. Signs of the first and the last member
 * of a tie chain count, a slur that of the last.
 *
 * @param slurred  `findSlurred` of the score
 */
export function lengthShare({ members }: SoundingNote, slurred: ReadonlySet<NotatedNote>): number {
  const last = members[members.length - 1].note;
  const signs = new Set([...members[0].note.articulations, ...last.articulations]);
  if (signs.has("staccato") && signs.has("tenuto")) return ARTICULATION_SHARE["detached-legato"];
  const shares = [...signs].flatMap((sign) => lookUp(ARTICULATION_SHARE, sign) ?? []);
  if (shares.length > 0) return Math.min(...shares);
  return slurred.has(last) ? 1 : PLAIN_SHARE;
}

/** Notes under a slur, the one where it ends left out. A slur is sought inside one voice of a part. */
export function findSlurred(score: Score): ReadonlySet<NotatedNote> {
  const lines = new Map<string, { note: NotatedNote; onset: Fraction }[]>();
  for (const note of score.notes) {
    const key = `${note.partIndex}|${note.voice}`;
    const onset = add(score.measures[note.measureIndex].startQuarter, note.measureQuarter);
    const line = lines.get(key);
    if (line) line.push({ note, onset });
    else lines.set(key, [{ note, onset }]);
  }
  const slurred = new Set<NotatedNote>();
  for (const line of lines.values()) {
    line.sort((a, b) => compare(a.onset, b.onset) || a.note.index - b.note.index);
    // Slurs nest, so a stop closes the youngest; only closed ones count: a lost stop would slur the rest of the piece.
    const depthChange = new Int32Array(line.length + 1);
    const open: number[] = [];
    line.forEach(({ note }, i) => {
      for (let n = 0; n < note.slurStop && open.length > 0; n++) {
        depthChange[open.pop()!]++;
        depthChange[firstOfChord(line, i)]--;
      }
      for (let n = 0; n < note.slurStart; n++) open.push(firstOfChord(line, i));
    });
    let depth = 0;
    line.forEach(({ note }, i) => {
      depth += depthChange[i];
      if (depth > 0) slurred.add(note);
    });
  }
  return slurred;
}

function firstOfChord(line: readonly { note: NotatedNote; onset: Fraction }[], i: number): number {
  while (i > 0 && line[i].note.chordIndex > 0 && compare(line[i - 1].onset, line[i].onset) === 0) i--;
  return i;
}
