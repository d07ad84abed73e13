/** Real scores from the folder of test data beside the repository, where it is present. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";
import { writeNoteIds } from "../../../src/formats/musicxml/writeNoteIds.js";
import { cutPages } from "../../../src/render/svg/cutPages.js";
import { engrave } from "../../../src/render/svg/engrave.js";
import { pageSetupOf } from "../../../src/render/svg/pageSetup.js";
import { svgIdOf } from "../../../src/render/svg/svgIds.js";
import { comparePixels, compose, drawPixels } from "./pixels.js";
import { studyId } from "./study.js";

const DATA = path.resolve(import.meta.dirname, "../../../../shared/data");

async function cutFile(file: string, layout: "page" | "scroll") {
  const bytes = readFileSync(file);
  const options = { fileName: path.basename(file) };
  const score = readMusicXml(bytes, options);
  const musicXml = writeNoteIds(bytes, options, (index) => svgIdOf(studyId(index)));
  const engraving = await engrave({ musicXml, layout, pageSetup: pageSetupOf(score.layout) });
  const result = cutPages(engraving, {
    notes: score.notes.map((note) => ({
      noteheadId: studyId(note.index),
      partId: score.parts[note.partIndex].id,
    })),
    parts: score.parts.map((part) => ({ partId: part.id, staffCount: part.staffCount })),
  });
  return { score, result };
}

const SCORES = [
  ["sibelius-trio/SS 9.musicxml", 9],
  ["openscore/lied-lc5092551.mxl", 165],
  ["openscore/lied-lc6491411.mxl", 242],
] as const;
const missing = SCORES.map(([name]) => name).filter((name) => !existsSync(path.join(DATA, name)));
if (missing.length > 0) console.warn(`Skipped: not in ../shared/data: ${missing.join(", ")}`);
const present = SCORES.filter(([name]) => !missing.includes(name));

it.skipIf(present.length === 0).each(present)(
  "%s: every notehead found, page = bed + notes = layers",
  async (name, heads) => {
    const file = path.join(DATA, name);
    const { result } = await cutFile(file, "page");
    expect(result.notDrawn).toEqual([]);
    expect(result.notes).toHaveLength(heads);
    for (const { page, svg, bedSvg } of result.pages) {
      const whole = drawPixels(svg, 0.5);
      const layers = result.layers.filter((layer) => layer.page === page).map((layer) => layer.svg);
      for (const other of [
        compose(result, page, [bedSvg], result.notes),
        compose(result, page, layers, []),
      ]) {
        const { max, share } = comparePixels(whole, drawPixels(other, 0.5));
        expect(max).toBeLessThanOrEqual(32);
        expect(share).toBeLessThanOrEqual(5e-5);
      }
    }
  },
);

it.skipIf(missing.includes(SCORES[0][0]))(
  "the trio's page has the size its score asks for, and its parts their notes",
  async () => {
    const file = path.join(DATA, SCORES[0][0]);
    const { result } = await cutFile(file, "page");
    // 1524 x 2031 tenths at 0.15 mm, in tenths of a millimetre.
    expect(result.pages.map(({ width, height }) => [width, height])).toEqual([[2286, 3047]]);
    expect(result.parts.map(({ svg }) => svg.match(/id="n-/g)?.length)).toEqual([3, 6]);
  },
);
