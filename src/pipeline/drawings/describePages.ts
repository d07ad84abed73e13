/** What `leitmotion page` shows: every head with its note, every page in figures and with its findings drawn on it. */

import type { FoundHead } from "../../align/page/pageSolution.js";
import type { Limits } from "../../core/limits.js";
import { formatPitch } from "../../core/pitch.js";
import type { Score } from "../../core/score.js";
import { readMusicXml } from "../../formats/musicxml/readMusicXml.js";
import { round3 } from "../../formats/svg/svgTree.js";
import { identifyPiece, mintNoteIds } from "../../registry/mintIds.js";
import { annotatePage } from "../../render/svg/annotatePage.js";
import type { Certainty, FindMethod } from "../../schema/pageFindings.js";
import { unfoldScore } from "../../score/unfoldScore.js";
import { pageDoubts, programsOf } from "./pageDoubts.js";
import { textOutliner } from "./sheetsOfPages.js";
import {
  type NamedBytes,
  type PageFindings,
  type ReadPage,
  readUserPages,
  solveUserPages,
} from "./solveUserPages.js";

export interface PageReport {
  readonly program: string;
  readonly is_same_piece: boolean;
  readonly pages: readonly {
    /** In the order of the score, from 1. */
    readonly page: number;
    readonly file: string;
    readonly systems: number;
    readonly heads_expected: number;
    readonly heads_found: number;
    readonly proved: number;
    readonly likely: number;
    readonly ambiguous: number;
  }[];
  /** In the order of the score's notes. */
  readonly heads: readonly {
    readonly universal_id: string;
    readonly short_id: string;
    readonly measure: string;
    readonly part_id: string;
    readonly part_name: string;
    readonly staff: number;
    readonly voice: string;
    readonly pitch: string;
    readonly page: number;
    readonly system: number;
    /** Where the head begins: left edge, height of its centre; and left, top, width, height. */
    readonly x: number;
    readonly y: number;
    readonly box: readonly [number, number, number, number];
    readonly certainty: Certainty;
    readonly method: FindMethod;
    readonly doubt: string;
  }[];
  readonly doubts: ReturnType<typeof pageDoubts>;
  /** By page, in the same order. */
  readonly annotated: readonly { readonly file: string; readonly svg: string }[];
}

export interface PagesToDescribe {
  readonly score: NamedBytes;
  readonly pages: readonly NamedBytes[];
  readonly musicFonts: readonly NamedBytes[];
  readonly limits: Limits;
}

interface SolvedPages extends PageFindings {
  readonly pages: readonly ReadPage[];
  readonly outlineText: Awaited<ReturnType<typeof textOutliner>>;
}

/** @throws LeitmotionError what the readers of score, pages and fonts throw */
export async function describePages(given: PagesToDescribe): Promise<PageReport> {
  const { limits } = given;
  const score = readMusicXml(given.score.bytes, { fileName: given.score.file, limits });
  const pages = readUserPages(given.pages, limits);
  const findings = solveUserPages(pages, score);
  const solved = { pages, ...findings, outlineText: await textOutliner(pages, given.musicFonts) };
  const { solution } = findings;
  const numberOf = new Map(solution.pageOrder.map((page, i) => [page, i + 1]));
  const idOf = headIds(score, given.score.file, limits);
  return {
    program: programsOf(solved.pages),
    is_same_piece: solution.isSamePiece,
    pages: solution.pageOrder.map((page, i) => ({ page: i + 1, ...pageFigures(solved, page) })),
    heads: solution.heads.map((head) => headRow(score, head, idOf(head.noteIndex), numberOf.get(head.page)!)),
    doubts: pageDoubts(score, pages, solution),
    annotated: solution.pageOrder.map((page) => annotated(score, solved, page)),
  };
}

function pageFigures({ pages, geometry, solution }: SolvedPages, page: number) {
  const heads = solution.heads.filter((head) => head.page === page);
  const count = (certainty: Certainty) => heads.filter((head) => head.certainty === certainty).length;
  const missing = solution.doubts.filter((doubt) => doubt.kind === "missing" && doubt.page === page).length;
  return {
    file: pages[page].file,
    systems: geometry.systems.filter((system) => system.page === page).length,
    heads_expected: heads.length + missing,
    heads_found: heads.length,
    proved: count("proved"),
    likely: count("likely"),
    ambiguous: count("ambiguous"),
  };
}

/** As a run without corrections, options and history would give them; "" for notes that no way reaches. */
function headIds(score: Score, fileName: string, limits: Limits): (noteIndex: number) => string {
  const unfolded = unfoldScore(score, { repeats: "written", limits });
  const ids = mintNoteIds(unfolded, identifyPiece(score, fileName).pieceId);
  const first = new Map<number, string>();
  for (const { index, note, pass } of unfolded.notes) if (pass === 1) first.set(note.index, ids[index]);
  return (noteIndex) => first.get(noteIndex) ?? "";
}

function headRow(score: Score, head: FoundHead, id: string, page: number): PageReport["heads"][number] {
  const note = score.notes[head.noteIndex];
  const part = score.parts[note.partIndex];
  const [left, top, right, bottom] = head.box.map(round3);
  return {
    universal_id: id,
    short_id: id.slice(0, 4),
    measure: score.measures[note.measureIndex].number,
    part_id: part.id,
    part_name: part.name,
    staff: note.staff,
    voice: note.voice,
    pitch: formatPitch(note.pitch),
    page,
    system: head.systemOnPage + 1,
    x: left,
    y: round3((top + bottom) / 2),
    box: [left, top, round3(right - left), round3(bottom - top)],
    certainty: head.certainty,
    method: head.method,
    doubt: head.doubt,
  };
}

function annotated(score: Score, { pages, geometry, solution, outlineText }: SolvedPages, page: number) {
  const staves = geometry.systems.filter((system) => system.page === page).flatMap(({ staves: all }) => all);
  const heads = solution.heads.filter((head) => head.page === page);
  const svg = annotatePage(pages[page].flat, {
    heads: heads.map(({ box, certainty, noteIndex }) => ({
      box,
      certainty,
      partIndex: score.notes[noteIndex].partIndex,
      label: labelOf(score, noteIndex),
    })),
    extra: solution.doubts.flatMap((doubt) =>
      doubt.kind === "extra" && doubt.page === page && doubt.shape !== null ? [doubt.shape] : [],
    ),
    spaceUnit: staves[0]?.space ?? pages[page].flat.viewBox[2] / 100,
    partNames: score.parts.map((part) => part.name),
    outlineText,
  });
  return { file: pages[page].file, svg };
}

function labelOf(score: Score, noteIndex: number): string {
  const { partIndex, measureIndex, pitch, voice } = score.notes[noteIndex];
  return `${score.parts[partIndex].name}, measure ${score.measures[measureIndex].number}, voice ${voice}: ${formatPitch(pitch)}`;
}
