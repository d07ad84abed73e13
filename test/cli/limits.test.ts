/** Every limit of the table can be set with --limit, and refuses what goes beyond it. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { buildOptionsOf } from "../../src/cli/buildCommand.js";
import { LeitmotionError } from "../../src/core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../../src/core/limits.js";
import { runBuild } from "../../src/pipeline/build.js";
import { filesBelow, ROOT, temporaryFolder } from "../e2e/cli.js";
import { engraveAsUser } from "../e2e/userPages.js";

const dir = temporaryFolder();
const trio = (name: string) => path.join(ROOT, "fixtures/trio-constellation", name);
const waltz = path.join(ROOT, "fixtures/waltz/score.musicxml");

const packed = path.join(dir, "trio.mxl");
const container = '<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>';
writeFileSync(
  packed,
  zipSync({
    "META-INF/container.xml": strToU8(container),
    "score.xml": readFileSync(trio("score.musicxml")),
  }),
);

async function build(score: string, input: { midi?: string; page?: string }, limit: string[]): Promise<void> {
  const { midi, page: given } = input;
  const from = given === undefined ? { pipeline: "align" } : { pipeline: "symbolic", page: [given] };
  const out = path.join(dir, "out");
  await runBuild(await buildOptionsOf(score, { midi, out, workers: "1", limit, ...from }));
}

const page = path.join(dir, "page.svg");
beforeAll(async () => {
  const { svgs } = await engraveAsUser(trio("score.musicxml"));
  writeFileSync(page, svgs[0]);
});

/** A limit that is too low for the input; with the defaults the input is fine. */
const cases: Record<keyof Limits, { low: number; score?: string; midi?: string; page?: string }> = {
  pageByte: { low: 100, page },
  pageElement: { low: 5, page },
  fileByte: { low: 100 },
  unpackedByte: { low: 100, score: packed },
  archiveEntry: { low: 1, score: packed },
  xmlDepth: { low: 3 },
  xmlNode: { low: 20 },
  xmlTreeNode: { low: 3 },
  part: { low: 1 },
  staff: { low: 1, score: path.join(ROOT, "fixtures/piano-two-voices/score.musicxml") },
  measure: { low: 4 },
  unfoldedMeasure: { low: 10, score: waltz },
  note: { low: 8 },
  track: { low: 2, midi: trio("take.mid") },
  event: { low: 10, midi: trio("take.mid") },
  tick: { low: 100, midi: trio("take.mid") },
  durationSec: { low: 11, midi: trio("take.mid") },
};

describe("--limit", () => {
  it.each(Object.entries(cases))("%s is read and obeyed", async (name, { low, score, ...files }) => {
    const input = score ?? trio("score.musicxml");
    await build(input, files, []);
    const before = filesBelow(dir);
    const refusal = await build(input, files, [`${name}=${low}`]).catch((thrown) => thrown);
    expect(refusal).toBeInstanceOf(LeitmotionError);
    expect(["LIMIT_EXCEEDED", "FILE_TOO_LARGE"]).toContain(refusal.code);
    expect(refusal.message).toContain(`limit ${name} = ${low}`);
    expect(refusal.place.file).toMatch(/score\.musicxml|trio\.mxl|take\.mid|page\.svg/);
    expect(filesBelow(dir)).toEqual(before);
  });

  it.each([
    "note",
    "note=",
    "note=many",
    "note=-1",
    "note=0",
    "note=1=2",
    "note=0x10",
    "notes=5",
    "constructor=5",
  ])("%s is refused with the names there are", async (setting) => {
    const parsed = buildOptionsOf(waltz, { workers: "1", limit: [setting] });
    await expect(parsed).rejects.toThrow(expect.objectContaining({ code: "OPTION_INVALID" }) as Error);
    await expect(parsed).rejects.toThrow(Object.keys(DEFAULT_LIMITS).join(", "));
  });

  it("the README's table names every limit with its default and what it bounds", () => {
    const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `(\w+)` \| ([\d\s]+) \| (\w+) \| (.+) \|$/gm)];
    const listed = rows.map(([, name, value]) => [name, Number(value.replace(/\D/g, ""))]);
    expect(listed).toEqual(Object.entries(DEFAULT_LIMITS));
    for (const [, name, , unit, meaning] of rows) {
      expect(unit.toLowerCase(), name).toMatch(
        /^(bytes|seconds|ticks|levels|elements|entries|parts|staves|measures|notes|tracks|events)$/,
      );
      expect(meaning.length, name).toBeGreaterThan(8);
    }
  });
});
