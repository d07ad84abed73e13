/** leitmotion page PAGE SCORE: what is found on an engraved page, as a table and as the page with its findings. */
import path from "node:path";
import type { Command } from "commander";
import { EXIT, LeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS } from "../core/limits.js";
import { readInputFile } from "../io/readInputFile.js";
import { writeFileAtomic } from "../io/writeFileAtomic.js";
import type { PageReport } from "../pipeline/drawings/describePages.js";
import { collect, parseLimits } from "./options.js";
import { formatTable } from "./table.js";

interface PageFlags {
  out?: string;
  musicFont?: string[];
  limit?: string[];
  json?: boolean;
}

const EXAMPLES = `
Examples:
  $ leitmotion page trio.svg trio.musicxml
  $ leitmotion page pages/ symphony.mxl --out found       a folder of pages, numbered in their names`;

export function pageCommand(program: Command, setExit: (code: number) => void): void {
  program
    .command("page")
    .description("show which drawn head on an engraved page (SVG) is which note of the score")
    .argument("<page>", "SVG file, or a folder of them")
    .argument("<score>", "MusicXML or .mxl file")
    .option("--out <dir>", "folder for the pages with their findings (default: .)")
    .option(
      "--music-font <file>",
      "font of these pages (OTF, TTF, WOFF); may be given several times",
      collect,
    )
    .option("--limit <name=value>", "change a limit on foreign input; may be given several times", collect)
    .option("--json", "print the findings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(async (page: string, score: string, flags: PageFlags) => {
      const limits = flags.limit ? parseLimits(flags.limit) : DEFAULT_LIMITS;
      const named = (file: string) => ({ file: path.basename(file), bytes: readInputFile(file, limits) });
      const { describePages } = await import("../pipeline/drawings/describePages.js");
      const { listPages } = await import("../pipeline/listPages.js");
      const report = await describePages({
        score: named(score),
        pages: listPages([page]).map(named),
        musicFonts: (flags.musicFont ?? []).map(named),
        limits,
      });
      const written = writePages(report, flags.out ?? ".");
      const { annotated, ...findings } = report;
      process.stdout.write(flags.json ? `${JSON.stringify(findings, null, 2)}\n` : pageText(report, written));
      if (!report.is_same_piece) throw mismatch(report);
      setExit(EXIT.done);
    });
}

function writePages({ annotated }: PageReport, dir: string): string[] {
  return annotated.map(({ file, svg }) => {
    const target = path.join(dir, `${file.replace(/\.svgz?$/i, "")}_found.svg`);
    writeFileAtomic(path.resolve(target), Buffer.from(svg, "utf8"));
    return target;
  });
}

function mismatch({ pages, heads }: PageReport): LeitmotionError {
  const expected = pages.reduce((sum, page) => sum + page.heads_expected, 0);
  const what = `The pages do not show this score: ${heads.length} of ${expected} heads fit`;
  return new LeitmotionError("PAGE_MISMATCH", what, { file: pages[0].file });
}

const HEAD_COLUMNS = [
  "id",
  "measure",
  "part",
  "staff",
  "voice",
  "pitch",
  "page",
  "system",
  "x",
  "y",
  "box",
  "certainty",
  "method",
  "doubt",
];
const PAGE_COLUMNS = ["page", "file", "systems", "heads expected", "found", "proved", "likely", "ambiguous"];

export function pageText(report: PageReport, written: readonly string[]): string {
  const heads = report.heads.map((head) => [
    head.short_id,
    head.measure,
    head.part_name,
    String(head.staff),
    head.voice,
    head.pitch,
    String(head.page),
    String(head.system),
    head.x.toFixed(2),
    head.y.toFixed(2),
    head.box.map((value) => value.toFixed(1)).join(" "),
    head.certainty,
    head.method,
    head.doubt,
  ]);
  const pages = report.pages.map((page) =>
    [
      page.page,
      page.file,
      page.systems,
      page.heads_expected,
      page.heads_found,
      page.proved,
      page.likely,
      page.ambiguous,
    ].map(String),
  );
  const doubts = report.doubts.map(({ code, message }) => `${message} [${code}]\n`).join("");
  const drawn = `Drawn by ${report.program}. Findings: ${written.join(", ")}\n`;
  return `${formatTable(HEAD_COLUMNS, heads)}\n${formatTable(PAGE_COLUMNS, pages)}${doubts}${drawn}`;
}
