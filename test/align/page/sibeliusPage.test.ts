import { describe, expect, it } from "vitest";
import { corners } from "../../../bench/pages/corners.js";
import { findHeads } from "../../../src/align/page/findHeads.js";
import { readMusicXml } from "../../../src/formats/musicxml/readMusicXml.js";
import { writeNoteIds } from "../../../src/formats/musicxml/writeNoteIds.js";
import { type FlatSvg, flattenSvg } from "../../../src/formats/svg/flattenSvg.js";
import { readForeignPage } from "../../../src/formats/svg/readForeignPage.js";
import type { Scope } from "../../../src/formats/svg/styleSheet.js";
import { parseSvg } from "../../../src/formats/svg/svgTree.js";
import { engrave } from "../../../src/render/svg/engrave.js";
import type { PageSetup } from "../../../src/render/svg/pageSetup.js";
import { drawAsText, SIBELIUS, SMUFL, type TextHand } from "./sibeliusPage.js";

/** Small sheets: every score takes several systems and pages. */
const SHEET: PageSetup = {
  widthMm: 130,
  heightMm: 80,
  staffHeightMm: 6,
  marginMm: { left: 10, right: 10, top: 10, bottom: 10 },
};

/** Engraved pages by name: both hands draw the same ones. */
const engraved = new Map<string, Promise<readonly FlatSvg[]>>();

async function drawn(name: string, hand: TextHand) {
  const bytes = Buffer.from(corners()[name]);
  if (!engraved.has(name)) engraved.set(name, engravedPages(bytes));
  const copies = (await engraved.get(name)!).map((flat) => drawAsText(flat, hand));
  const heads = copies.flatMap((copy, page) =>
    copy.heads.map(({ shape, ...head }) => ({ ...head, page, note: noteOf(shape.scope) })),
  );
  const score = readMusicXml(bytes, { fileName: `${name}.musicxml` });
  return { score, svgs: copies.map(({ svg }) => svg), heads };
}

async function engravedPages(bytes: Uint8Array): Promise<FlatSvg[]> {
  const musicXml = writeNoteIds(bytes, { fileName: "score.musicxml" }, (index) => `n-${index}`);
  const { pages } = await engrave({ musicXml, layout: "page", pageSetup: SHEET });
  return pages.map(({ svg }) => flattenSvg(parseSvg(svg)));
}

/** Number of the note around an element, from the ID it was engraved with. */
function noteOf(scope: Scope | null): number {
  if (scope === null) throw new Error("A head belongs to no note");
  const id = /^n-(\d+)$/.exec(scope.element.attributes.id ?? "");
  return id === null ? noteOf(scope.parent) : Number(id[1]);
}

function pagesOf(svgs: readonly string[]) {
  return svgs.map((svg, k) => {
    const file = `page-${k + 1}.svg`;
    return { file, ...readForeignPage(Buffer.from(svg), { fileName: file }) };
  });
}

describe("a page as Sibelius writes it", () => {
  it("has full heads of four staff spaces, small ones of 60 %, on whole inner units", async () => {
    const { svgs } = await drawn("graces", SIBELIUS);
    const glyphs = svgs.flatMap((svg) => [
      ...svg.matchAll(/x="([^"]*)" y="([^"]*)" font-family="Helsinki Std" font-size="(\d+)"[^>]*>\uf0cf/g),
    ]);
    expect(new Set(glyphs.map(([, , , size]) => size))).toEqual(new Set(["96", "58"]));
    for (const [, x, y] of glyphs) expect([x, y].join(" ")).toMatch(/^-?\d+ -?\d+$/);
  });

  it("has staves of 75 %: lines 24 inner units apart, each one stroke from end to end", async () => {
    const { svgs } = await drawn("graces", SIBELIUS);
    const [svg] = svgs;
    const lines = [
      ...svg.matchAll(/stroke-width="2.25"[^>]*>\s*<polyline[^>]*points="(\d+),(\d+) (\d+),(\d+) "/g),
    ];
    const [first, ...others] = lines.filter(([, , y1, , y2]) => y1 === y2).slice(0, 5);
    expect(others.map(([, , y]) => Number(y) - Number(first[2]))).toEqual([24, 48, 72, 96]);
    for (const [, left, , right] of others) expect([left, right]).toEqual([first[1], first[3]]);
  });

  it("tells nothing by IDs or classes", async () => {
    const { svgs } = await drawn("graces", SIBELIUS);
    for (const svg of svgs) expect(svg).not.toMatch(/\s(?:id|class|data-[\w-]+)=/);
  });
});

describe.each([
  ["Sibelius", SIBELIUS],
  ["SMuFL text", SMUFL],
] as const)("every note is found where %s put it", (_, hand) => {
  it.each(["graces", "seconds", "ledgers", "octaves", "transposing", "crossing"])("%s", async (name) => {
    const { score, svgs, heads } = await drawn(name, hand);
    expect(svgs.length).toBeGreaterThan(1);
    const found = new Map(findHeads(pagesOf(svgs), score).heads.map((head) => [head.noteIndex, head]));
    expect([...found.keys()].sort((a, b) => a - b)).toEqual(
      heads.map(({ note }) => note).sort((a, b) => a - b),
    );
    for (const { note, page, x, y, width } of heads) {
      const { box, ...head } = found.get(note)!;
      expect(head.page).toBe(page);
      expect(Math.abs((box[0] + box[2]) / 2 - x) / width).toBeLessThan(0.35);
      expect(Math.abs((box[1] + box[3]) / 2 - y) / width).toBeLessThan(0.05);
    }
  });
});
