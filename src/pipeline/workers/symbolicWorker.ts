/** Worker thread: engrave a score or read the user's pages of it, cut them into pictures and write these. */
import { cutPages } from "../../render/svg/cutPages.js";
import { cutSheets, type SymbolicResult } from "../../render/svg/cutSheets.js";
import { drawingFile } from "../drawings/engravingKey.js";
import type { SymbolicOutcome, SymbolicTask } from "../drawings/symbolicTask.js";
import { type Reply, replyOf } from "./reply.js";
import { writeArtifact } from "./writeArtifact.js";

export default function run(task: SymbolicTask): Promise<Reply<SymbolicOutcome>> {
  return replyOf(async () => writeDrawings(task, await draw(task)));
}

/** Pictures, and how they came about. */
interface Drawn extends Pick<SymbolicOutcome, "engraver" | "warnings" | "doubts"> {
  readonly result: SymbolicResult;
  readonly findingOf: (noteheadId: string) => SymbolicOutcome["notes"][number]["finding"];
  readonly givenOf: (page: number) => SymbolicOutcome["pages"][number]["given"];
}

/** The engraver is loaded only to engrave, the solver only for the user's pages. */
async function draw({ source, cut }: SymbolicTask): Promise<Drawn> {
  if ("engrave" in source) {
    const { engrave } = await import("../../render/svg/engrave.js");
    const engraving = await engrave(source.engrave);
    const { engraver, warnings } = engraving;
    const none = () => null;
    return {
      engraver,
      warnings,
      doubts: null,
      result: cutPages(engraving, cut),
      findingOf: none,
      givenOf: none,
    };
  }
  const { sheetsOfPages } = await import("../drawings/sheetsOfPages.js");
  const { program, doubts, sheets, findings, given } = await sheetsOfPages(source.userPages);
  return {
    engraver: program,
    warnings: [],
    doubts,
    result: cutSheets(sheets, cut),
    findingOf: (noteheadId) => findings.get(noteheadId) ?? null,
    givenOf: (page) => given[page - 1],
  };
}

function writeDrawings(task: SymbolicTask, drawn: Drawn): SymbolicOutcome {
  const { engraver, warnings, doubts, result, findingOf, givenOf } = drawn;
  const write = (relative: string, text: string) =>
    writeArtifact(task, drawingFile(task.engravingKey, relative), text);
  const manyPages = result.pages.length > 1;
  const number = (page: number) =>
    String(page).padStart(Math.max(2, String(result.pages.length).length), "0");
  const suffix = (page: number) => (manyPages ? `_page${number(page)}` : "");
  return {
    engraver,
    warnings,
    doubts,
    notes: result.notes.map(({ svg, ...note }) => ({
      ...note,
      file: write(task.noteFiles.get(note.noteheadId)!, svg),
      finding: findingOf(note.noteheadId),
    })),
    notDrawn: result.notDrawn,
    pages: result.pages.map(({ svg, bedSvg, ...page }) => ({
      ...page,
      given: givenOf(page.page),
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
