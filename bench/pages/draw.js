/**
 * A made page with its heads coloured by part, as PNG: to be looked at. Ambiguous heads are ringed in red, likely
 * ones in orange.
 *
 *     node bench/pages/draw.js CASE_FOLDER [--page 1] [--truth] [--width 1600] --out page.png
 *
 * Draws what the program finds, or with `--truth` where the heads are known to be. Text in fonts that this machine lacks is
 * not drawn, its heads are.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Resvg } from "@resvg/resvg-js";
import { readCase } from "./cases.js";
import { loadProgram } from "./program.js";

const HUES = [210, 0, 130, 280, 35, 180, 320, 80];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    page: { type: "string", default: "1" },
    truth: { type: "boolean", default: false },
    width: { type: "string", default: "1600" },
    out: { type: "string", default: "page.png" },
  },
});
const made = readCase(positionals[0]);
const { readMusicXml } = await loadProgram("formats/musicxml/readMusicXml");
const score = readMusicXml(made.scoreXml, { fileName: "score.musicxml" });
const page = Number(options.page) - 1;
const heads = (options.truth ? made.truth.heads : await foundHeads()).filter((head) => head.page === page);
const marks = heads.map(markOf).join("\n");
const svg = made.pages[page].replace(/<\/svg>\s*$/, `${marks}</svg>`);
const image = new Resvg(svg, {
  background: "white",
  fitTo: { mode: "width", value: Number(options.width) },
  font: { loadSystemFonts: true },
});
writeFileSync(options.out, image.render().asPng());
console.log(`${path.resolve(options.out)}: ${heads.length} heads`);

async function foundHeads() {
  const { loadSolver } = await import("./solver.js");
  const { solve } = await loadSolver();
  return solve(made.pages, score).solution.heads.map(({ noteIndex, page, box, certainty }) => ({
    note: noteIndex,
    page,
    x: (box[0] + box[2]) / 2,
    y: (box[1] + box[3]) / 2,
    width: box[2] - box[0],
    height: box[3] - box[1],
    certainty,
  }));
}

function markOf({ note, x, y, width, height, certainty = "proved" }) {
  const { partIndex, staff } = score.notes[note];
  const colour = `hsl(${HUES[(partIndex + 3 * (staff - 1)) % HUES.length]}, 90%, 45%)`;
  // As style, since style sheets of the page come before attributes.
  const ellipse = (grow, paint) =>
    `<ellipse cx="${x}" cy="${y}" rx="${(width / 2) * grow}" ry="${(height / 2) * grow}" style="${paint}"/>`;
  const head = ellipse(1.05, `fill:${colour};fill-opacity:0.75;stroke:none`);
  const ringColour = certainty === "ambiguous" ? "red" : "orange";
  const ring = `fill:none;stroke:${ringColour};stroke-width:${height / 5}`;
  return certainty === "proved" ? head : head + ellipse(1.8, ring);
}
