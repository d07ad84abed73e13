/** Several builds that want one folder at once. */
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Seeded } from "../fuzz/seeded.js";
import { complaintOf, type Ended, faultLines, start } from "./processes.js";
import { runHere } from "./runHere.js";
import type { Scene } from "./scenes.js";
import { contentOf, differences } from "./trees.js";

export interface Race {
  /** Builds that ended well. */
  readonly winners: number;
  /** Time that those which were turned away took, from their start. */
  readonly refusedMs: number[];
  readonly violations: string[];
}

/** Start `count` builds into one folder: one works, the others say who does. The folder is removed. */
export async function race(scene: Scene, out: string, count: number): Promise<Race> {
  scene.prepare(out);
  const started = Array.from({ length: count }, () => start(scene.args(out)));
  const pids = started.map(({ child }) => child.pid!);
  const ended = await Promise.all(started.map((one) => one.ended));
  const winners = ended.filter(({ status }) => status === 0);
  const refused = ended.filter(({ status }) => status !== 0);
  const violations = [
    ...(winners.length === 1 ? [] : [`${winners.length} of ${count} worked`]),
    ...refused.flatMap((one) => refusalViolations(one, out, pids)),
    ...differences(scene.expected, contentOf(out)),
  ];
  rmSync(out, { recursive: true, force: true });
  return { winners: winners.length, refusedMs: refused.map((one) => one.durationMs), violations };
}

/** Being turned away takes exit 1 and one line that names the process at work and the folder. */
function refusalViolations(ended: Ended, out: string, pids: readonly number[]): string[] {
  const lines = faultLines(ended);
  const [line = ""] = lines;
  const isOne = ended.status === 1 && lines.length === 1 && ended.stdout === "";
  const namesHolder = pids.some((pid) => new RegExp(`\\b${pid}\\b`).test(line)) || /at once/.test(line);
  if (isOne && line.endsWith("[OUTPUT_LOCKED]") && namesHolder && line.includes(out)) return [];
  return [`exit ${ended.status ?? ended.signal}: ${lines.join(" | ") || ended.stderr.slice(-300)}`];
}

/** The same, and half of them are killed on the way; then one more build, which must end as if nothing had been. */
export async function raceWithKills(scene: Scene, out: string, count: number, random: Seeded): Promise<Race> {
  scene.prepare(out);
  const started = Array.from({ length: count }, () => start(scene.args(out)));
  const doomed = started.filter((_, n) => n % 2 === random.below(2) || random.below(4) === 0);
  await Promise.all(
    doomed.map(async ({ child }) => {
      await sleep(random.next() * scene.durationMs);
      child.kill("SIGKILL");
    }),
  );
  const ended = await Promise.all(started.map((one) => one.ended));
  const pids = started.map(({ child }) => child.pid!);
  const refused = ended.filter(({ status, signal }) => status !== 0 && signal === null);
  const again = await runHere(scene.args(out));
  const violations = [
    ...refused.flatMap((one) => refusalViolations(one, out, pids)),
    ...complaintOf(again),
    ...differences(scene.expected, contentOf(out)),
  ];
  rmSync(out, { recursive: true, force: true });
  const winners = ended.filter(({ status }) => status === 0).length;
  return { winners, refusedMs: refused.map((one) => one.durationMs), violations };
}
