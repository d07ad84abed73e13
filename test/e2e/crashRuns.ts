/**
 * Builds killed at random moments, and run again.
 *
 *     npm run crash -- [--rounds 200] [--seed 1] [--notes 300] [--stops 20]
 *
 * Half of the kills hit a build into a new folder, half a build over an earlier version of the score. After each, every
 * document must parse and every manifest entry be true; after the second run the folder must be what an undisturbed
 * build makes, and nothing else; late kills must have kept 80 % of the finished sounds. Prints a table; exits with 1
 * on any violation.
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Seeded } from "../fuzz/seeded.js";
import { KEPT, killRound, LATE, litterOf, type Round, stopRound } from "./crashRounds.js";
import { makeMusic } from "./madeMusic.js";
import { editScene, freshScene, measureAgain, type Scene } from "./scenes.js";

export interface CrashPlan {
  readonly rounds: number;
  /** Rounds with SIGTERM; every second one with SIGINT after it. */
  readonly stops: number;
  readonly seed: number;
  /** Kills begin at this share of a build's time (0 if left out). */
  readonly from?: number;
}

/** All rounds, one after the other. Kills are spread evenly over the time of a build, at random inside each slice. */
export async function crashRounds(
  dir: string,
  scenes: readonly Scene[],
  { rounds, stops, seed, from = 0 }: CrashPlan,
  tell: (round: Round, n: number) => void = () => {},
): Promise<Round[]> {
  const random = new Seeded(seed);
  const done: Round[] = [];
  const note = (round: Round) => {
    done.push(round);
    tell(round, done.length);
  };
  for (let n = 0; n < rounds; n++) {
    if (n > 0 && n % MEASURED_EVERY === 0)
      for (const scene of scenes) await measureAgain(scene, path.join(dir, "measured"));
    const share = from + ((n + random.next()) / rounds) * (REACH - from);
    note(await killRound(scenes[n % scenes.length], path.join(dir, `kill-${n}`), share));
  }
  for (let n = 0; n < stops; n++) {
    const share = ((n + random.next()) / stops) * STOP_REACH;
    const scene = scenes[(n >> 1) % scenes.length];
    note(await stopRound(scene, path.join(dir, `stop-${n}`), share, n % 2 === 1));
  }
  return done;
}

/** Rounds after which the undisturbed builds are timed again. */
const MEASURED_EVERY = 20;
/** Stops reach so far, counted from the moment at which the build holds its folder. */
const STOP_REACH = 0.7;
/** Kills reach a little beyond the usual end. */
const REACH = 1.05;

/** The figures of "done when", as lines. */
export function summary(rounds: readonly Round[]): string[] {
  const late = rounds.filter((round) => round.killed && round.share > LATE && round.finished > 0);
  const worst = Math.min(1, ...late.map((round) => round.kept / round.finished));
  const broken = rounds.filter((round) => round.violations.length > 0);
  return [
    `${rounds.length} rounds, ${rounds.filter((round) => round.killed).length} of them ended by the signal`,
    `${broken.length} with violations`,
    `late kills (after ${LATE * 100} %): ${late.length}, least kept ${(worst * 100).toFixed(0)} % (bound ${KEPT * 100} %)`,
  ];
}

/** Called by runScript.js. @returns exit code */
export async function main(option: (name: string, fallback: string) => string): Promise<number> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-crash-"));
  const number = (name: string, fallback: number) => Number(option(name, String(fallback)));
  try {
    const music = makeMusic(number("notes", 300), number("seed", 1));
    const scenes = [await freshScene(dir, music), await editScene(dir, music)];
    let violations = 0;
    for (const scene of scenes) {
      const litter = litterOf(scene.finished);
      if (litter.length > 0) violations++;
      console.log(`${scene.name}: ${(scene.durationMs / 1000).toFixed(1)} s undisturbed`, litter.join(" "));
    }
    console.log("round  scene  after  share  killed  kept");
    const plan = { rounds: number("rounds", 200), stops: number("stops", 20), seed: number("seed", 1) };
    const rounds = await crashRounds(dir, scenes, plan, (round, n) => console.log(row(round, n)));
    violations += rounds.reduce((sum, round) => sum + round.violations.length, 0);
    console.log(summary(rounds).join("\n"));
    return violations === 0 ? 0 : 1;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function row({ scene, killedAfterMs, share, killed, finished, kept, violations }: Round, n: number): string {
  const cells = [
    String(n).padStart(5),
    scene.padEnd(5),
    `${(killedAfterMs / 1000).toFixed(2)} s`.padStart(6),
    `${Math.round(share * 100)} %`.padStart(5),
    (killed ? "yes" : "no").padEnd(6),
    `${kept}/${finished}`,
  ];
  return [cells.join("  "), ...violations.slice(0, 8).map((line) => `       ${line}`)].join("\n");
}
