/** Texts in the pieces that stand at places of their own. */
import type { TextRun } from "./textRuns.js";

/**
 * Split runs, in the text's own units, where a place is given, take blanks off the end of each piece and shifts into its
 * place: a music character between line breaks is that character alone, at its origin. Pieces of blanks vanish.
 *
 * A run that only has a height, or no place, stays with the one before it: where it begins depends on the font.
 */
export function textChunks(runs: readonly TextRun[]): TextRun[][] {
  const chunks: TextRun[][] = [];
  let lineY = 0;
  for (const run of runs) {
    const y = (run.y ?? lineY) + run.dy;
    lineY = y;
    const last = chunks.at(-1);
    if (run.x !== null || last === undefined)
      chunks.push([{ ...run, x: (run.x ?? 0) + run.dx, y, dx: 0, dy: 0 }]);
    else last.push(run);
  }
  return chunks.map(withoutTail).filter((chunk) => chunk.length > 0);
}

function withoutTail(chunk: TextRun[]): TextRun[] {
  for (let run = chunk.pop(); run !== undefined; run = chunk.pop()) {
    const text = run.text.trimEnd();
    if (text !== "") return [...chunk, { ...run, text }];
  }
  return chunk;
}
