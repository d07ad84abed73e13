/**
 * Situations in which a build is disturbed: into a new folder, or into one that holds a finished build of an earlier
 * version of the score. Each knows what an undisturbed build makes of it.
 */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { type MadeMusic, plainSpot, withoutNote, withPitch } from "./madeMusic.js";
import { writeMusic } from "./madeScore.js";
import { complaintOf, type Ended, run } from "./processes.js";
import { type Content, contentOf, copyTree } from "./trees.js";

export interface Scene {
  readonly name: string;
  /** A new output folder in which the disturbed build is to run; its parent is there. */
  prepare(out: string): void;
  /** Arguments of the build into it. */
  args(out: string): string[];
  /** What an undisturbed build makes. */
  readonly expected: Content;
  /** An undisturbed build or what ends a disturbed one. */
  run(out: string): Promise<Ended>;
  /** How long it takes, as last measured. */
  durationMs: number;
  /** The tree itself. */
  readonly finished: string;
}

export type Run = (args: readonly string[]) => Promise<Ended>;

/** Build and fail loudly. @returns milliseconds */
export async function mustBuild(args: readonly string[], runs: Run = run): Promise<number> {
  const ended = await runs(args);
  const complaint = complaintOf(ended);
  if (complaint.length > 0) throw new Error(`An undisturbed build failed: ${complaint[0]}`);
  return ended.durationMs;
}

export interface SceneOptions {
  /** Extra arguments of every build. */
  readonly flags?: readonly string[];
  /** How undisturbed builds are run, if not as processes; only those say how long a process takes. */
  readonly runs?: Run;
}

/** A build into a folder that is not there. */
export async function freshScene(dir: string, music: MadeMusic, options: SceneOptions = {}): Promise<Scene> {
  return makeScene("fresh", dir, music, options, () => {});
}

/**
 * A build of `music` over a finished build of what was before: another pitch in one part, and in another part a note
 * that is gone now, so that files are written, moved and left alone.
 */
export async function editScene(dir: string, music: MadeMusic, options: SceneOptions = {}): Promise<Scene> {
  const place = path.join(dir, "edit");
  mkdirSync(path.join(place, "before"), { recursive: true });
  const now = withoutNote(withPitch(music, plainSpot(music, 1), 1), plainSpot(music, 3));
  const { score, midi } = writeMusic(path.join(place, "before"), music);
  const earlier = path.join(place, "earlier");
  await mustBuild(["build", score, "--midi", midi, "--out", earlier, ...(options.flags ?? [])], options.runs);
  return makeScene("edit", dir, now, options, (out) => copyTree(earlier, out));
}

async function makeScene(
  name: string,
  dir: string,
  music: MadeMusic,
  { flags = [], runs = run }: SceneOptions,
  prepare: (out: string) => void,
): Promise<Scene> {
  const place = path.join(dir, name);
  mkdirSync(path.join(place, "now"), { recursive: true });
  const { score, midi } = writeMusic(path.join(place, "now"), music);
  const args = (out: string) => ["build", score, "--midi", midi, "--out", out, ...flags];
  const finished = path.join(place, "finished");
  prepare(finished);
  const durationMs = await mustBuild(args(finished), runs);
  const expected = contentOf(finished);
  return { name, prepare, args, run: (out) => runs(args(out)), expected, durationMs, finished };
}

/** Measure again how long it takes: a machine may have more or less to do than before. */
export async function measureAgain(scene: Scene, out: string): Promise<void> {
  scene.prepare(out);
  scene.durationMs = await mustBuild(scene.args(out));
  rmSync(out, { recursive: true, force: true });
}
