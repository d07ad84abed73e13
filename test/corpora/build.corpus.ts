/** Other people's scores: every build ends well, or is refused by a named rule. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow, MAIN, ROOT, readJson, temporaryFolder } from "../e2e/cli.js";

const data = path.join(ROOT, "../shared/data");
const missing = existsSync(data) ? "" : ` (SKIPPED: ${data} is not there)`;

/** The only file that may be refused: its XML is not well-formed. */
const REFUSED: Record<string, string> = { "32ad-Notations5.musicxml": "XML_MALFORMED" };

const isScore = (file: string) => /\.(xml|musicxml|mxl)$/.test(file);
const scoresIn = (folder: string) =>
  missing
    ? []
    : readdirSync(path.join(data, folder), { recursive: true, encoding: "utf8" }).filter(isScore).sort();

interface Built {
  readonly status: number | null;
  readonly stderr: string;
}

function build(score: string, out: string): Promise<Built> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, "build", score, "--out", out, "--workers", "1"]);
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("close", (status) => resolve({ status, stderr }));
  });
}

const dir = temporaryFolder();

/** `LEITMOTION_CORPORA=quick` (the build machine) takes one of so many, and no large one. */
const isQuick = process.env.LEITMOTION_CORPORA === "quick";

describe.each([
  { folder: "musicxml-suite/xmlFiles", oneOf: 6 },
  { folder: "openscore", oneOf: 6 },
  { folder: "partitura-scores", oneOf: 6 },
])("$folder", ({ folder, oneOf }) => {
  const files = scoresIn(folder);
  const isSmall = (file: string) => statSync(path.join(data, folder, file)).size < 30_000;
  const isTaken = (i: number) => !isQuick || (i % oneOf === 0 && isSmall(files[i]));

  it.skipIf(missing)(`builds every score${missing}`, { timeout: 1_800_000 }, async () => {
    expect(files.length).toBeGreaterThan(20);
    const faults: string[] = [];
    const queue = [...files.keys()].filter(isTaken);
    expect(queue.length).toBeGreaterThan(3);
    const work = async () => {
      for (let i = queue.shift(); i !== undefined; i = queue.shift()) {
        const out = path.join(dir, `${path.basename(folder)}-${i}`);
        const { status, stderr } = await build(path.join(data, folder, files[i]), out);
        faults.push(...faultsOf(files[i], status, stderr, out));
        rmSync(out, { recursive: true, force: true });
      }
    };
    await Promise.all([work(), work()]);
    expect(faults).toEqual([]);
  });
});

/** What is wrong with a build: its exit, or a drawing or sound that is missing without a word. */
function faultsOf(file: string, status: number | null, stderr: string, out: string): string[] {
  const refusal = REFUSED[path.basename(file)];
  if (refusal)
    return status === 1 && stderr.includes(`[${refusal}]`) ? [] : [`${file}: not refused by ${refusal}`];
  if (status !== 0) return [`${file}: exit ${status}, ${stderr.trim().split("\n").at(-1)}`];
  const run = readJson<{ status: string; totals: Record<string, number>; warnings: { code: string }[] }>(
    out,
    "manifests/run.json",
  );
  const wavs = filesBelow(out).filter((name) => /^audio\/notes\//.test(name)).length;
  const faults: string[] = [];
  if (run.status !== "done") faults.push(`${file}: ${run.status}`);
  if (wavs !== run.totals.sounding_notes)
    faults.push(`${file}: ${wavs} WAVs of ${run.totals.sounding_notes}`);
  return faults;
}
