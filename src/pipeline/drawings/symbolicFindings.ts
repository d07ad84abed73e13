/** What run.json says of the pages: the same whether they were drawn, or read, now or before. */
import { formatPitch } from "../../core/pitch.js";
import type { NoteRecord } from "../../schema/registry.js";
import type { SymbolicManifest } from "../../schema/symbolic.js";
import type { StageContext } from "../engine/processor.js";
import type { Workbench } from "../engine/workbench.js";

/** A fault of the score can make the engraver complain about every note. */
const MAX_ENGRAVER_WARNINGS = 20;

/** Heads found and expected, page by page; a printed head that is not drawn counts where its measure stands. */
export function reportPages(
  { bench, ledger }: StageContext,
  heads: readonly NoteRecord[],
  document: SymbolicManifest,
): void {
  const lost = new Set(document.notDrawn);
  const headless = headlessNotes(bench);
  const expected = new Map<number, number>();
  const found = new Map<number, number>();
  const count = (counts: Map<number, number>, page: number) => counts.set(page, (counts.get(page) ?? 0) + 1);
  let page = 1;
  for (const head of [...heads].sort((a, b) => a.score!.measureIndex - b.score!.measureIndex)) {
    if (head.page) page = head.page.page;
    if (head.page) count(found, page);
    const isExpected = head.score!.printed && !headless.has(head.universalId);
    if (head.page || isExpected) count(expected, page);
    // Of the user's pages their doubts say it.
    if (!head.page && isExpected && lost.has(head.universalId) && !document.pageDoubts) {
      const { partName, measure, pitch } = head.score!;
      const what = `${formatPitch(pitch)} in measure ${measure} of ${partName} is not drawn by the engraver`;
      ledger.warn("symbolic", "HEAD_NOT_DRAWN", what);
    }
  }
  ledger.report.pages = document.pages.map(({ page: number, file, svg, certainty = "proved" }) => ({
    page: number,
    file: file ?? svg.path!,
    headsExpected: expected.get(number) ?? 0,
    headsFound: found.get(number) ?? 0,
    certainty,
  }));
}

/** Noteheads that the score itself wants left out (`notehead` none): only their stems are drawn. */
function headlessNotes(bench: Workbench): Set<string> {
  const noteIds = bench.get("noteIds");
  const headless = bench.get("unfolded").notes.filter(({ note }) => note.notehead === "none");
  return new Set(headless.map(({ index }) => noteIds[index]));
}

/** What the engraver says; lines that differ in IDs and numbers only become one. */
export function engraverLines(warnings: readonly string[]): string[] {
  const kinds = new Map<string, string[]>();
  for (const warning of warnings) {
    const kind = warning.replace(/'[^']*'|\d+/g, "");
    const lines = kinds.get(kind);
    if (lines === undefined) kinds.set(kind, [warning]);
    else lines.push(warning);
  }
  return [...kinds.values()].slice(0, MAX_ENGRAVER_WARNINGS).map(([first, ...others]) => {
    const more = others.length > 0 ? ` (and ${others.length} more such lines)` : "";
    return first + more;
  });
}

export function reportWarnings(
  { ledger }: StageContext,
  {
    engraver,
    engraverWarnings,
    pageDoubts,
  }: Pick<SymbolicManifest, "engraver" | "engraverWarnings" | "pageDoubts">,
): void {
  for (const line of engraverWarnings) ledger.warn("symbolic", "ENGRAVER", line);
  for (const { code, message } of pageDoubts ?? []) ledger.warn("symbolic", code, message);
  if (!pageDoubts) ledger.report.versions.verovio = engraver;
}
