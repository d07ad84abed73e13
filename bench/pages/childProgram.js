/** Engravers outside: started in a folder of their own under the system's temp folder. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A quartet of 17 000 notes takes LilyPond ten minutes. */
const TIMEOUT_MS = 3_600_000;

/** Run a program and wait; its output is shown only if it fails. */
export function runProgram(command, args, cwd) {
  try {
    const env = { ...process.env, QT_QPA_PLATFORM: "offscreen", XDG_RUNTIME_DIR: cwd };
    execFileSync(command, args, { cwd, env, timeout: TIMEOUT_MS, stdio: "pipe", maxBuffer: 1e9 });
  } catch (error) {
    const said = String(error.stderr ?? error.message)
      .trim()
      .split("\n")
      .slice(-5)
      .join("\n");
    throw new Error(`${path.basename(command)} failed: ${said}`);
  }
}

export function isInstalled(command) {
  try {
    execFileSync("which", [command], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

/** Call with a new empty folder, which is gone afterwards. */
export async function inTempFolder(work) {
  const folder = mkdtempSync(path.join(tmpdir(), "leitmotion-pages-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
