/** The program's own way from pages and score to heads. */
import { loadProgram } from "./program.js";

/**
 * @returns solve  from the texts of pages and the score: `pages` (as read), `solution`, and how long reading and solving took in milliseconds
 *          find   from pages as read and the score: the solution
 */
export async function loadSolver() {
  const program = await loadProgram("formats/svg/readForeignPage", "align/page/findHeads");
  const read = (svg, index) => {
    const file = `page-${index + 1}.svg`;
    return { file, ...program.readForeignPage(Buffer.from(svg), { fileName: file }) };
  };
  const solve = (svgs, score) => {
    const startMs = performance.now();
    const pages = svgs.map(read);
    const readMs = performance.now() - startMs;
    const solution = program.findHeads(pages, score);
    return { pages, solution, readMs, solveMs: performance.now() - startMs - readMs };
  };
  return { solve, find: (pages, score) => program.findHeads(pages, score) };
}
