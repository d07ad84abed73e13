/** Worker thread: find the notes of a score on the user's pages. */
import type { Limits } from "../../core/limits.js";
import type { Score } from "../../core/score.js";
import { readMusicFont } from "../../formats/font/outlineFont.js";
import {
  type NamedBytes,
  type PageFindings,
  readUserPages,
  solveUserPages,
} from "../drawings/solveUserPages.js";
import { type Reply, replyOf } from "./reply.js";

export interface PagesTask {
  readonly pages: readonly NamedBytes[];
  /** Only looked at: a font that cannot be read is to stop the run before anything is written. */
  readonly musicFonts: readonly NamedBytes[];
  readonly score: Score;
  readonly limits: Limits;
}

export default function run({ pages, musicFonts, score, limits }: PagesTask): Promise<Reply<PageFindings>> {
  return replyOf(async () => {
    for (const { file, bytes } of musicFonts) await readMusicFont(bytes, file);
    return solveUserPages(readUserPages(pages, limits), score);
  });
}
