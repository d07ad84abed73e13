/**
 * Is a page's bed with all its notes the page? `build --only symbolic` on made pages (make.js), drawn at 2000 pixels.
 *
 *     node bench/pages/pixels.js [--pages DIR] [--only WRITER/PIECE] [--every N]
 *
 * Per case: share of pixels that differ by more than a quarter between bed + notes and (a) our copy of the page, (b) the
 * page as it was given. Texts are left out of (b), and so are glyphs that are texts there. Anti-aliased edges are
 * covered twice where a note's outline meets another: differences below a quarter do not count.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Resvg } from "@resvg/resvg-js";

const { values } = parseArgs({
  options: {
    pages: { type: "string", default: path.join(os.tmpdir(), "leitmotion-pages") },
    only: { type: "string", default: "" },
    every: { type: "string", default: "1" },
    assert: { type: "boolean", default: false },
  },
});
const MAIN = path.join(
  process.env.LEITMOTION_DIST ?? path.join(import.meta.dirname, "../../dist"),
  "cli/main.js",
);
const WIDTH_PX = 2000;
const MOST = 0.001;

function draw(svg) {
  const { pixels, width, height } = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "width", value: WIDTH_PX },
    font: { loadSystemFonts: false },
  }).render();
  return { ink: pixels, width, height };
}

function difference(a, b) {
  if (a.width !== b.width || Math.abs(a.height - b.height) > 1) return 1;
  const count = Math.min(a.ink.length, b.ink.length) / 4;
  let different = 0;
  for (let i = 0; i < count; i++) if (Math.abs(a.ink[4 * i + 1] - b.ink[4 * i + 1]) > 64) different++;
  return different / count;
}

const inner = (svg) => svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");

function measure(folder, out) {
  const score = path.join(folder, "score.musicxml");
  execFileSync(process.execPath, [
    MAIN,
    "build",
    score,
    "--page",
    folder,
    "--only",
    "symbolic",
    "--quiet",
    "--out",
    out,
  ]);
  const symbolic = JSON.parse(readFileSync(path.join(out, "manifests/symbolic.json"), "utf8"));
  const worst = { copy: 0, given: 0 };
  for (const { page, svg, bed, file } of symbolic.pages) {
    const read = (relative) => readFileSync(path.join(out, relative), "utf8");
    const notes = symbolic.entries
      .filter(({ place }) => place?.page === page)
      .map(({ place, svg: { path: note } }) =>
        read(note).replace("<svg ", `<svg x="${place.crop[0]}" y="${place.crop[1]}" `),
      );
    const sheet = read(bed.path);
    const whole = draw(`${/^<svg[^>]*>/.exec(sheet)[0]}${inner(sheet)}${notes.join("")}</svg>`);
    worst.copy = Math.max(worst.copy, difference(draw(read(svg.path)), whole));
    const given = readFileSync(path.join(folder, file), "utf8").replace(/<text[\s\S]*?<\/text>/g, "");
    if (!/<text[^>]*>\s*[\ue000-\uf8ff]/.test(readFileSync(path.join(folder, file), "utf8")))
      worst.given = Math.max(worst.given, difference(draw(given), whole));
  }
  return { ...worst, pages: symbolic.pages.length };
}

if (!existsSync(values.pages)) throw new Error(`No folder ${values.pages}: run bench/pages/make.js first`);
const cases = readdirSync(values.pages, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(path.join(values.pages, name)).map((piece) => `${name}/${piece}`))
  .filter((name) => name.includes(values.only))
  .filter((_, i) => i % Number(values.every) === 0);
const out = mkdtempSync(path.join(os.tmpdir(), "leitmotion-pixels-"));
let failed = 0;
try {
  for (const name of cases) {
    const { copy, given, pages } = measure(path.join(values.pages, name), path.join(out, "run"));
    rmSync(path.join(out, "run"), { recursive: true });
    const isOver = copy >= MOST || given >= MOST;
    if (isOver) failed++;
    console.log(
      `${name.padEnd(48)} ${String(pages).padStart(3)} pages  copy ${(100 * copy).toFixed(4)} %  given ${(100 * given).toFixed(4)} %${isOver ? "  OVER" : ""}`,
    );
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
console.log(`${cases.length} cases, ${failed} at or above ${100 * MOST} %`);
if (values.assert && failed > 0) process.exitCode = 1;
