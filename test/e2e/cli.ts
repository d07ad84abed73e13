/** Run the built command line as a user would, in a folder of its own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

export const ROOT = path.resolve(import.meta.dirname, "../..");
/** The compiled program; LEITMOTION_DIST names another one. */
export const DIST = path.resolve(process.env.LEITMOTION_DIST ?? path.join(ROOT, "dist"));
export const MAIN = path.join(DIST, "cli/main.js");

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param env  extra environment variables */
export function leitmotion(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): CliResult {
  const done = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** A new folder, removed when the test file ends. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-test-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Files below a folder, relative, POSIX separators, sorted. */
export function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(path.join(dir, file)).isFile())
    .map((file) => file.split(path.sep).join("/"))
    .sort();
}

export function readJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(path.join(...parts), "utf8")) as T;
}
