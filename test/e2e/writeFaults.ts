/** Builds whose calls to the disk fail, whose process ends in the middle of a write, whose disk is full. */
import { rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { complaintOf, type Ended, faultLines, run } from "./processes.js";
import type { Scene } from "./scenes.js";
import { contentOf, differences, untruthsOf } from "./trees.js";

/** Calls that can be made to fail, and how (src/io/disk.ts has the full list). */
export const CALLS = ["open", "write", "fsync", "rename", "link", "mkdir", "any"] as const;
export const ERRORS = ["ENOSPC", "EIO", "EACCES", "EMFILE", "EROFS"] as const;

export interface Trouble {
  readonly scene: string;
  readonly what: string;
  /** Exit code of the troubled build. */
  readonly status: number | null;
  /** One line each; none is what we want. */
  readonly violations: string[];
}

/** One build with a fault in it, then one without. The folder is removed. */
export async function faultRound(scene: Scene, out: string, fault: string): Promise<Trouble> {
  scene.prepare(out);
  const ended = await run(scene.args(out), { LEITMOTION_FAILPOINTS: "1", LEITMOTION_FAULT: fault });
  return closeRound(scene, out, fault, ended, troubleViolations(ended, out, scene));
}

/** One build that ends at a failpoint, as if by a power cut, then one that runs through. */
export async function failpointRound(
  scene: Scene,
  out: string,
  env: Record<string, string>,
  exitCode = 42,
): Promise<Trouble> {
  scene.prepare(out);
  const ended = await run(scene.args(out), env);
  const violations = ended.status === 0 ? differences(scene.expected, contentOf(out)) : untruthsIn(out);
  if (ended.status !== 0 && ended.status !== exitCode) violations.push(...complaintOf(ended));
  return closeRound(scene, out, Object.values(env).join(" "), ended, violations);
}

/** A build on a disk with so many KiB left, then one after room was made. `disk` is a mounted disk of its own. */
export async function fullDiskRound(scene: Scene, disk: string, freeKib: number): Promise<Trouble> {
  const out = path.join(disk, "out");
  const ballast = path.join(disk, "ballast");
  scene.prepare(out);
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - freeKib * 1024)));
  const ended = await run(scene.args(out));
  const violations = troubleViolations(ended, out, scene);
  rmSync(ballast);
  return closeRound(scene, out, `${freeKib} KiB left`, ended, violations);
}

async function closeRound(
  scene: Scene,
  out: string,
  what: string,
  { status }: Ended,
  violations: string[],
): Promise<Trouble> {
  const again = await scene.run(out);
  violations.push(...complaintOf(again).map((line) => `afterwards ${line}`));
  violations.push(...differences(scene.expected, contentOf(out)).map((line) => `afterwards ${line}`));
  rmSync(out, { recursive: true, force: true });
  return { scene: scene.name, what, status, violations };
}

/** It ended well with the right tree, or badly with one line that names the path; what is said is true either way. */
function troubleViolations(ended: Ended, out: string, scene: Scene): string[] {
  if (ended.status === 0) return differences(scene.expected, contentOf(out)).map((line) => `exit 0, ${line}`);
  const lines = faultLines(ended);
  const violations = untruthsIn(out);
  if (ended.status !== 1) violations.push(`${ended.signal ?? `exit ${ended.status}`}, not exit 1`);
  if (lines.length !== 1)
    violations.push(`${lines.length} lines of faults: ${lines.join(" | ") || ended.stderr}`);
  else if (!lines[0].includes(`path ${out}`)) violations.push(`the line names no path: ${lines[0]}`);
  else if (!/\[OUTPUT_(FULL|UNWRITABLE)\]$/.test(lines[0])) violations.push(`another fault: ${lines[0]}`);
  return violations;
}

const untruthsIn = (out: string) => (statSync(out, { throwIfNoEntry: false }) ? untruthsOf(out) : []);

/** How many calls of a kind a build's busiest thread makes: found by making ever later ones fail. */
export async function lastCall(scene: Scene, out: string, call: string): Promise<number> {
  const fails = async (n: number) => {
    scene.prepare(out);
    const env = { LEITMOTION_FAILPOINTS: "1", LEITMOTION_FAULT: `EIO@${call}:${n}` };
    const { status } = await run(scene.args(out), env);
    rmSync(out, { recursive: true, force: true });
    return status !== 0;
  };
  let low = 0;
  let high = 1;
  while (high < 1 << 16 && (await fails(high))) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fails(middle)) low = middle;
    else high = middle;
  }
  return low;
}
