/** Worker thread: engrave a score, cut it into pictures and write them. */
import { cutPages } from "../../render/svg/cutPages.js";
import { engrave } from "../../render/svg/engrave.js";
import { drawingFile } from "../drawings/engravingKey.js";
import type { SymbolicOutcome, SymbolicTask } from "../drawings/symbolicTask.js";
import { type Reply, replyOf } from "./reply.js";
import { writeArtifact } from "./writeArtifact.js";

export default function run(task: SymbolicTask): Promise<Reply<SymbolicOutcome>> {
  return replyOf(() => draw(task));
}

async function draw(task: SymbolicTask): Promise<SymbolicOutcome> {
  const engraving = await engrave(task.engrave);
  const result = cutPages(engraving, task.cut);
  const write = (relative: string, text: string) =>
    writeArtifact(task, drawingFile(task.engravingKey, relative), text);
  const manyPages = result.pages.length > 1;
  const number = (page: number) =>
    String(page).padStart(Math.max(2, String(result.pages.length).length), "0");
  const suffix = (page: number) => (manyPages ? `_page${number(page)}` : "");
  return {
    engraver: engraving.engraver,
    warnings: engraving.warnings,
    notes: result.notes.map(({ svg, ...note }) => ({
      ...note,
      file: write(task.noteFiles.get(note.noteheadId)!, svg),
    })),
    notDrawn: result.notDrawn,
    pages: result.pages.map(({ svg, bedSvg, ...page }) => ({
      ...page,
      svg: write(`svg/pages/page${number(page.page)}.svg`, svg),
      bed: write(`svg/pages/page${number(page.page)}_bed.svg`, bedSvg),
    })),
    layers: result.layers.map(({ page, layer, svg }) => ({
      page,
      layer,
      svg: write(`svg/layers/${layer}${suffix(page)}.svg`, svg),
    })),
    parts: result.parts.map(({ page, partId, svg }) => ({
      page,
      partId,
      svg: write(`svg/parts/${task.partStems.get(partId)}${suffix(page)}.svg`, svg),
    })),
  };
}
