/** What disks and people do to a run: full, read-only, taken away, interrupted. Nothing is left half-written. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { FAULTS } from "../../src/core/error.js";
import { filesBelow, MAIN, ROOT, readJson, temporaryFolder } from "./cli.js";
import { canMount, makeReadOnly, smallDisk } from "./disks.js";
import { runHere } from "./runHere.js";

const dir = temporaryFolder();
const waltz = path.join(ROOT, "fixtures/waltz/score.musicxml");
const skipped = canMount ? "" : " (SKIPPED: this user may not mount a disk)";
if (!canMount) console.warn(`SKIPPED: full and read-only disks: this user may not mount one`);

/** The one line of a fault. */
function faultLine(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => /\[[A-Z_]+\]$/.test(line));
  expect(lines, stderr).toHaveLength(1);
  return lines[0];
}

/** Every file is whole: documents parse, drawings are closed, no temporary name is left. */
function expectWholeFiles(out: string): void {
  for (const file of existsSync(out) ? filesBelow(out) : []) {
    expect(file).not.toMatch(/\.tmp$/);
    const text = readFileSync(path.join(out, file), "utf8");
    if (file.endsWith(".json")) JSON.parse(text);
    if (file.endsWith(".svg")) expect(text.trimEnd(), file).toMatch(/<\/svg>$/);
  }
}

describe("a disk", () => {
  // 8 KiB do not take the registry, 100 KiB some of the drawings.
  it.skipIf(!canMount).each([8, 100])(`of %i KiB is full in the middle${skipped}`, async (sizeKib) => {
    const disk = smallDisk(path.join(dir, `disk-${sizeKib}`), sizeKib);
    const out = path.join(disk, "out");
    const { status, stderr } = await runHere(["build", waltz, "--out", out, "--only", "symbolic"], {
      cwd: dir,
    });
    const line = faultLine(stderr);
    expect(line).toMatch(/^The disk is full \(path .*disk-\d+\/out\//);
    expect(line).toContain(`${FAULTS.OUTPUT_FULL.hint} [OUTPUT_FULL]`);
    expect(status).toBe(1);
    expectWholeFiles(out);
  });

  it.skipIf(!canMount)(`too small for the sounds is refused before any is rendered${skipped}`, async () => {
    const disk = smallDisk(path.join(dir, "disk-small"), 1500);
    const out = path.join(disk, "out");
    const { status, stderr } = await runHere(["build", waltz, "--out", out, "--only", "audio"], { cwd: dir });
    expect(faultLine(stderr)).toMatch(/need up to \d+ MB, and \d+ MB are free .*\[OUTPUT_FULL\]$/);
    expect(status).toBe(1);
    expect(existsSync(path.join(out, "audio"))).toBe(false);
    expect(readJson<{ status: string }>(out, "manifests/run.json").status).toBe("failed");
  });

  it.skipIf(!canMount)(`that is read-only is refused by its folder${skipped}`, async () => {
    const disk = smallDisk(path.join(dir, "disk-ro"), 1000);
    makeReadOnly(disk);
    for (const out of [disk, path.join(disk, "out")]) {
      const { status, stderr } = await runHere(["build", waltz, "--out", out], { cwd: dir });
      const line = faultLine(stderr);
      expect(line).toContain(`(path ${out})`);
      expect(line).toContain("[OUTPUT_UNWRITABLE]");
      expect(status).toBe(1);
    }
  });
});

/** Start a build and wait until a file of it is there. */
async function startUntil(out: string, args: string[], file: string) {
  const child = spawn(process.execPath, [MAIN, "build", waltz, "--out", out, "--workers", "1", ...args], {
    cwd: dir,
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("close", (code) => resolve(code));
  });
  for (let tries = 0; !existsSync(path.join(out, file)) && child.exitCode === null && tries < 3000; tries++) {
    await sleep(10);
  }
  return { child, ended, stderr: () => stderr };
}

describe("a run", () => {
  it("that is interrupted exits with 130, says so, and leaves whole files only", async () => {
    const out = path.join(dir, "interrupted");
    const { child, ended, stderr } = await startUntil(out, [], "manifests/audio.json");
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(faultLine(stderr())).toContain("[INTERRUPTED]");
    expectWholeFiles(out);
    expect(readJson<{ status: string }>(out, "manifests/run.json").status).toBe("interrupted");
  });

  it("whose folder vanishes does not say that all is well", async () => {
    const out = path.join(dir, "vanished");
    const { ended, stderr } = await startUntil(out, ["--only", "symbolic"], "manifests/symbolic.json");
    rmSync(out, { recursive: true, force: true, maxRetries: 5 });
    expect(await ended).toBe(1);
    expect(faultLine(stderr())).toMatch(/vanished.*\[OUTPUT_UNWRITABLE\]$/);
    expectWholeFiles(out);
  });
});
