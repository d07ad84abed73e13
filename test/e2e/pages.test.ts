/** A user's own pages: found, tied to their notes, cut out where they stand; or refused. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { comparePixels, contentOf, drawPixels } from "../render/svg/pixels.js";
import { ROOT, readJson, temporaryFolder } from "./cli.js";
import { runHere } from "./runHere.js";
import { engraveAsUser, type UserPages } from "./userPages.js";

interface Note {
  universal_id: string;
  notehead_id: string;
  page: {
    page: number;
    x: number;
    y: number;
    box: [number, number, number, number];
    anchor: [number, number];
    program: string;
    method: string;
    certainty: string;
  } | null;
}
interface Entry {
  notehead_id: string;
  place: { page: number; crop: [number, number, number, number] } | null;
  svg: { path: string };
}

const dir = temporaryFolder();
const fixture = (name: string) => path.join(ROOT, "fixtures", name, "score.musicxml");
const score = fixture("piano-two-voices");
let pages: UserPages;

function givenPages(folder: string, { svgs }: Pick<UserPages, "svgs">): string[] {
  mkdirSync(path.join(dir, folder), { recursive: true });
  return svgs.map((svg, i) => {
    const file = path.join(dir, folder, `page-${i + 1}.svg`);
    writeFileSync(file, svg);
    return file;
  });
}

const build = (args: readonly string[]) =>
  runHere(["build", ...args, "--only", "symbolic", "--quiet"], { cwd: dir });
const registry = (out: string) => readJson<{ notes: Note[] }>(dir, out, "manifests/registry.json").notes;

beforeAll(async () => {
  pages = await engraveAsUser(score);
  givenPages("given", pages);
});

describe("a build on the user's pages", () => {
  beforeAll(async () => {
    const done = await build([score, "--page", "given", "--out", "own"]);
    expect(done.stderr).toBe("");
    expect(done.status).toBe(0);
  });

  it("finds every head where it is drawn, and proves it", () => {
    const notes = registry("own");
    const drawn = [...pages.heads].sort((a, b) => a.box[0] - b.box[0] || a.box[1] - b.box[1]);
    const found = notes.map((note) => note.page!).sort((a, b) => a.box[0] - b.box[0] || a.box[1] - b.box[1]);
    expect(found).toHaveLength(drawn.length);
    found.forEach((page, i) => {
      // A hair stroke around each glyph of the engraver is kept on a user's page: 0.035 on each side.
      for (const [k, value] of page.box.entries())
        expect(Math.abs(value - drawn[i].box[k])).toBeLessThan(0.08);
      expect(page.x).toBe(page.box[0]);
      expect(page.y).toBeCloseTo(page.box[1] + page.box[3] / 2, 2);
      expect(page.certainty).toBe("proved");
    });
  });

  it("ties each head to the note that our own engraving puts there", async () => {
    expect((await build([score, "--out", "engraved"])).status).toBe(0);
    const own = new Map(registry("engraved").map((note) => [note.universal_id, note.page!]));
    for (const { universal_id: id, page } of registry("own")) {
      const engraved = own.get(id)!;
      expect(page!.page).toBe(engraved.page);
      for (const [k, value] of page!.box.entries())
        expect(Math.abs(value - engraved.box[k])).toBeLessThan(0.08);
      expect(engraved.method).toBe("engraved");
    }
  });

  it("draws bed and notes together as the user's page, to less than a thousandth at 2000 pixels", () => {
    const { entries, pages: sheets } = readJson<{
      entries: Entry[];
      pages: { page: number; width: number; height: number; bed: { path: string } }[];
    }>(dir, "own", "manifests/symbolic.json");
    for (const { page, width, height, bed } of sheets) {
      const read = (file: string) => readFileSync(path.join(dir, "own", file), "utf8");
      const notes = entries.filter(({ place }) => place?.page === page);
      const placed = notes.map(({ place, svg }) =>
        read(svg.path).replace("<svg ", `<svg x="${place!.crop[0]}" y="${place!.crop[1]}" `),
      );
      const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${contentOf(read(bed.path))}${placed.join("")}</svg>`;
      const given = pages.svgs[page - 1].replace("<svg ", `<svg width="${width}" height="${height}" `);
      const zoom = 2000 / width;
      const { share } = comparePixels(drawPixels(given, zoom), drawPixels(whole, zoom), 64);
      expect(share).toBeLessThan(0.001);
    }
  });

  it("says in run.json how many heads each page should have and has", () => {
    const run = readJson<{ pages: object[]; warnings: object[]; versions: { verovio: string | null } }>(
      dir,
      "own",
      "manifests/run.json",
    );
    const count = pages.heads.length;
    expect(run.pages).toEqual([
      { page: 1, file: "page-1.svg", heads_expected: count, heads_found: count, certainty: "proved" },
    ]);
    expect(run.warnings).toEqual([]);
    expect(run.versions.verovio).toBeNull();
  });

  it("does nothing a second time, and draws anew when the page has changed", async () => {
    const again = await runHere(["build", score, "--page", "given", "--out", "own", "--only", "symbolic"], {
      cwd: dir,
    });
    expect(again.stdout).toMatch(/^Up to date/m);
    const [file] = givenPages("moved", { svgs: [pages.svgs[0].replace("<svg ", '<svg data-edit="1" ')] });
    const changed = await runHere(["build", score, "--page", file, "--out", "own", "--only", "symbolic"], {
      cwd: dir,
    });
    expect(changed.stdout).toMatch(/^Done/m);
  });
});

describe("pages of a job manifest", () => {
  it("are found beside it", async () => {
    writeFileSync(path.join(dir, "score.musicxml"), readFileSync(score));
    const job = {
      job_id: "own-page",
      source_type: "score",
      artist: "",
      album: "",
      title: "Study",
      musicxml_path: "score.musicxml",
      svg_path: ["given/page-1.svg"],
    };
    writeFileSync(path.join(dir, "own-page.json"), JSON.stringify(job));
    expect((await build(["own-page.json", "--out", "of-job"])).status).toBe(0);
    expect(registry("of-job").every((note) => note.page?.certainty === "proved")).toBe(true);
  });
});

describe("pages that do not fit", () => {
  it("refuses another piece, and leaves nothing behind", async () => {
    const done = await build([fixture("waltz"), "--page", "given", "--out", "wrong"]);
    expect(done.status).toBe(1);
    expect(done.stderr).toMatch(/page-1\.svg.*\[PAGE_MISMATCH\]/s);
    expect(existsSync(path.join(dir, "wrong"))).toBe(false);
  });

  it("refuses a folder without pages", async () => {
    mkdirSync(path.join(dir, "empty"), { recursive: true });
    const done = await build([score, "--page", "empty", "--out", "none"]);
    expect(done.stderr).toMatch(/\[FILE_NOT_FOUND\]/);
    expect(existsSync(path.join(dir, "none"))).toBe(false);
  });

  it("says which head is missing, and proves nothing on its page", async () => {
    const { svgs } = await engraveAsUser(score, 3);
    expect(svgs[0].length).toBeLessThan(pages.svgs[0].length);
    const [file] = givenPages("erased", { svgs });
    const done = await build([score, "--page", file, "--out", "erased-out"]);
    expect(done.status).toBe(0);
    const run = readJson<{
      pages: { heads_expected: number; heads_found: number }[];
      warnings: { code: string }[];
    }>(dir, "erased-out", "manifests/run.json");
    const count = pages.heads.length;
    expect(run.pages[0]).toMatchObject({ heads_expected: count, heads_found: count - 1 });
    expect(run.warnings.map(({ code }) => code)).toContain("PAGE_MISSING");
    const certainties = registry("erased-out").map((note) => note.page?.certainty);
    expect(certainties.filter((certainty) => certainty === undefined)).toHaveLength(1);
    expect(certainties).not.toContain("proved");
  });
});

describe("leitmotion page", () => {
  it("prints every head and writes the page with its findings", async () => {
    const done = await runHere(["page", "given", score, "--out", "found"], { cwd: dir });
    expect(done.status).toBe(0);
    const rows = done.stdout.split("\n").filter((line) => / proved /.test(line) && !line.startsWith("page"));
    expect(rows.length).toBeGreaterThanOrEqual(pages.heads.length);
    const svg = readFileSync(path.join(dir, "found/page-1_found.svg"), "utf8");
    expect(svg.match(/<title>Piano, measure \d+, voice \d: /g)).toHaveLength(pages.heads.length);
  });
});
