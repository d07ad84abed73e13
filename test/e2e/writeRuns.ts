/**
 * Every call to the disk made to fail, one after the other; every failpoint; disks filled to many levels.
 *
 *     npm run faults -- [--notes 24] [--every 1] [--seed 1] [--levels 50] [--scenes edit,fresh] [--calls write,rename]
 *
 * Each is followed by a build without trouble, which must end as if nothing had been. Exits with 1 on any violation.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { FAILPOINTS } from "../../src/io/failpoint.js";
import { canMount, mountTmpfs, unmount } from "./disks.js";
import { makeMusic, withTwins } from "./madeMusic.js";
import { editScene, freshScene, type Scene } from "./scenes.js";
import {
  CALLS,
  ERRORS,
  failpointRound,
  faultRound,
  fullDiskRound,
  lastCall,
  type Trouble,
} from "./writeFaults.js";

type Option = (name: string, fallback: string) => string;

/** Failpoints are tried at these passages. */
const PASSAGES = [1, 2, 5, 20];
const DISK_KIB = 128 * 1024;

/** Called by runScript.js. @returns exit code */
export async function main(option: Option): Promise<number> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-faults-"));
  try {
    const music = withTwins(makeMusic(Number(option("notes", "24")), Number(option("seed", "1"))));
    const flags = ["--rate", "44100", "--bits", "16"];
    const wanted = option("scenes", "edit,fresh").split(",");
    const all = [await editScene(dir, music, { flags }), await freshScene(dir, music, { flags })];
    const scenes = all.filter((scene) => wanted.includes(scene.name));
    let broken = 0;
    const tell = ({ scene, what, status, violations }: Trouble) => {
      if (violations.length === 0) return;
      broken++;
      console.log(`${scene} ${what}: exit ${status}`);
      for (const line of violations.slice(0, 8)) console.log(`    ${line}`);
    };
    for (const scene of scenes) await failCalls(scene, dir, option, tell);
    await endAtFailpoints(scenes, dir, tell);
    for (const scene of scenes) await fillDisks(scene, dir, Number(option("levels", "50")), tell);
    console.log(broken === 0 ? "no violations" : `${broken} rounds with violations`);
    return broken === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Every call in turn, each with one of the errors, and (writes) with a short one. */
async function failCalls(scene: Scene, dir: string, option: Option, tell: (trouble: Trouble) => void) {
  const every = Number(option("every", "1"));
  const calls = option("calls", CALLS.join(",")).split(",");
  for (const call of calls) {
    const last = await lastCall(scene, path.join(dir, "probe"), call);
    let failed = 0;
    let rounds = 0;
    for (let n = 1; n <= last + 2; n += every) {
      const faults = [`${ERRORS[n % ERRORS.length]}@${call}:${n}`];
      if (call === "write" || call === "any") faults.push(`ENOSPC@${call}:${n}`);
      if (call === "write") faults.push(`SHORT@${call}:${n}`);
      for (const fault of new Set(faults)) {
        const trouble = await faultRound(scene, path.join(dir, "faulty"), fault);
        rounds++;
        if (trouble.status !== 0) failed++;
        tell(trouble);
      }
    }
    console.log(`${scene.name} ${call}: ${last} calls, ${rounds} rounds, ${failed} builds failed`);
  }
}

async function endAtFailpoints(scenes: readonly Scene[], dir: string, tell: (trouble: Trouble) => void) {
  for (const name of FAILPOINTS) {
    let fired = 0;
    for (const scene of scenes) {
      for (const passage of PASSAGES) {
        const env = { LEITMOTION_FAILPOINTS: "1", LEITMOTION_FAILPOINT: `${name}:${passage}` };
        const trouble = await failpointRound(scene, path.join(dir, "ended"), env);
        if (trouble.status === 42) fired++;
        tell(trouble);
      }
    }
    console.log(`${name}: fired ${fired} times in ${scenes.length * PASSAGES.length} builds`);
    const violations = fired === 0 ? ["never fired"] : [];
    tell({ scene: "all", what: name, status: null, violations });
  }
}

async function fillDisks(scene: Scene, dir: string, levels: number, tell: (trouble: Trouble) => void) {
  if (!canMount) {
    console.log("SKIPPED: full disks: this user may not mount one");
    return;
  }
  let failed = 0;
  for (let level = 0; level < levels; level++) {
    const disk = path.join(dir, `disk-${scene.name}-${level}`);
    mkdirSync(disk);
    mountTmpfs(disk, DISK_KIB);
    try {
      // from nothing to 20 MiB, closer together where there is little
      const trouble = await fullDiskRound(scene, disk, Math.round(20_480 * (level / levels) ** 2));
      if (trouble.status !== 0) failed++;
      tell(trouble);
    } finally {
      unmount(disk);
    }
  }
  console.log(`${scene.name} full disk: ${levels} levels, ${failed} builds failed`);
}
