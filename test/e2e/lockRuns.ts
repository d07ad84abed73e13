/**
 * Eight builds of one folder at once, over and over; in every second round half of them are killed.
 *
 *     npm run race -- [--rounds 20] [--seed 1] [--notes 100] [--processes 8]
 *
 * Prints how long those that were turned away took, and says so if one took over 2 s; exits with 1 on any violation.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Seeded } from "../fuzz/seeded.js";
import { race, raceWithKills } from "./lockRace.js";
import { makeMusic } from "./madeMusic.js";
import { freshScene } from "./scenes.js";

const REFUSED_WITHIN_MS = 2000;

/** Called by runScript.js. @returns exit code */
export async function main(option: (name: string, fallback: string) => string): Promise<number> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-race-"));
  const number = (name: string, fallback: number) => Number(option(name, String(fallback)));
  try {
    const random = new Seeded(number("seed", 1));
    const scene = await freshScene(dir, makeMusic(number("notes", 100)));
    console.log(`${(scene.durationMs / 1000).toFixed(1)} s undisturbed`);
    let violations = 0;
    const refusedMs: number[] = [];
    for (let n = 0; n < number("rounds", 20); n++) {
      const out = path.join(dir, `race-${n}`);
      const count = number("processes", 8);
      const found =
        n % 2 === 0 ? await race(scene, out, count) : await raceWithKills(scene, out, count, random);
      if (n % 2 === 0) refusedMs.push(...found.refusedMs);
      violations += found.violations.length;
      const slowest = Math.round(Math.max(0, ...found.refusedMs));
      console.log(
        `${n + 1}: ${found.winners} worked, slowest refusal ${slowest} ms`,
        found.violations.slice(0, 8),
      );
    }
    const sorted = refusedMs.sort((a, b) => a - b);
    const slowest = sorted.at(-1) ?? 0;
    console.log(
      `refused after ${Math.round(sorted[sorted.length >> 1] ?? 0)} ms (median), ${Math.round(slowest)} ms (slowest)`,
    );
    if (slowest > REFUSED_WITHIN_MS) console.log(`more than ${REFUSED_WITHIN_MS} ms: is the machine busy?`);
    return violations === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
