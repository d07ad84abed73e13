/** One build killed at a moment, looked at, and run again to the end. */
import { readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { complaintOf, type Ended, faultLines, start } from "./processes.js";
import { runHere } from "./runHere.js";
import type { Scene } from "./scenes.js";
import { contentOf, differences, listTree, stampsOf, untruthsOf } from "./trees.js";

export interface Round {
  readonly scene: string;
  readonly killedAfterMs: number;
  /** Share of an undisturbed build's time; may pass 1. */
  readonly share: number;
  /** False if the build had ended before. */
  readonly killed: boolean;
  /** Notes' sounds that were finished at the kill, and how many of them the second run left alone. */
  readonly finished: number;
  readonly kept: number;
  /** One line each; none is what we want. */
  readonly violations: string[];
}

/** From which share of the time on a kill is a late one, and how much of the work it must then keep. */
export const LATE = 0.8;
export const KEPT = 0.8;

/** Build, SIGKILL after a share of the usual time, look, build again, compare. The folder is removed. */
export async function killRound(scene: Scene, out: string, share: number): Promise<Round> {
  scene.prepare(out);
  const killedAfterMs = share * scene.durationMs;
  const { child, ended } = start(scene.args(out));
  const timer = setTimeout(() => child.kill("SIGKILL"), killedAfterMs);
  const first = await ended;
  clearTimeout(timer);
  const killed = first.signal === "SIGKILL";
  const violations = [...(killed ? [] : complaintOf(first)), ...(isThere(out) ? untruthsOf(out) : [])];
  const sounds = finishedSounds(scene, out);
  const before = isThere(out) ? stampsOf(out) : new Map();
  const again = await runHere(scene.args(out));
  violations.push(...complaintOf(again), ...differences(scene.expected, contentOf(out)));
  const after = stampsOf(out);
  const kept = sounds.filter((name) => before.get(name) === after.get(name)).length;
  if (killed && share > LATE && kept < KEPT * sounds.length)
    violations.push(`kept ${kept} of ${sounds.length}`);
  rmSync(out, { recursive: true, force: true });
  return { scene: scene.name, killedAfterMs, share, killed, finished: sounds.length, kept, violations };
}

const isThere = (dir: string) => statSync(dir, { throwIfNoEntry: false }) !== undefined;

/** Sounds of notes that are what they will be in the end. */
function finishedSounds(scene: Scene, out: string): string[] {
  if (!isThere(out)) return [];
  const now = contentOfSounds(out);
  return [...now].filter(([name, hash]) => scene.expected.get(name) === hash).map(([name]) => name);
}

function contentOfSounds(out: string): Map<string, string> {
  const notes = path.join(out, "audio/notes");
  if (!isThere(notes)) return new Map();
  return new Map([...contentOf(notes)].map(([name, hash]) => [`audio/notes/${name}`, hash]));
}

/** Build, SIGTERM when it holds the folder and a share of the usual time has gone by (`twice`: and SIGINT at once after it), build again, compare. */
export async function stopRound(scene: Scene, out: string, share: number, twice: boolean): Promise<Round> {
  scene.prepare(out);
  const { child, ended } = start(scene.args(out));
  const wait = share * scene.durationMs;
  await Promise.race([holdsFolder(out, child.pid!).then(() => sleep(wait)), ended]);
  const stopped = child.kill("SIGTERM") && child.exitCode === null;
  if (twice) {
    await sleep(20);
    child.kill("SIGINT");
  }
  const first = await ended;
  const violations = stopViolations(first, stopped, twice);
  if (isThere(out)) violations.push(...untruthsOf(out));
  const again = await runHere(scene.args(out));
  violations.push(...complaintOf(again), ...differences(scene.expected, contentOf(out)));
  rmSync(out, { recursive: true, force: true });
  return {
    scene: scene.name,
    killedAfterMs: wait,
    share,
    killed: first.status === 130,
    finished: 0,
    kept: 0,
    violations,
  };
}

/** Before, Node itself is still starting and nobody listens. */
async function holdsFolder(out: string, pid: number): Promise<void> {
  const state = path.join(out, ".leitmotion");
  const isLock = (name: string) => name.startsWith("lock-");
  while (isAlive(pid) && !(isThere(state) && readdirSync(state).some(isLock))) await sleep(10);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** @param twice  a second signal came after the first */
function stopViolations(ended: Ended, stopped: boolean, twice: boolean): string[] {
  if (ended.status === 0) return [];
  if (!stopped) return [`exit ${ended.status} before the signal`];
  const how = ended.signal ?? `exit ${ended.status}`;
  // The second signal may end the process itself: to a shell that is 130 as well.
  if (twice) return ended.status === 130 || ended.signal !== null ? [] : [`second signal: ${how}`];
  const lines = faultLines(ended);
  const isTold = lines.length === 1 && lines[0].endsWith("[INTERRUPTED]");
  return ended.status === 130 && isTold ? [] : [`SIGTERM: ${how}, ${lines.join(" | ")}`];
}

/** Names that no finished tree may have. */
export function litterOf(dir: string): string[] {
  return listTree(dir).filter((name) => /\.tmp$|\/lock-\d+$|journal/.test(name));
}
