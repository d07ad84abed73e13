/** Disks and folders that refuse: made by the system where it lets us, which takes a superuser. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** Size of a disk, KiB, as `mount` takes it. */
type Mount = (dir: string, sizeKib: number) => void;

export const mountTmpfs: Mount = (dir, sizeKib) => {
  mkdirSync(dir, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeKib}k`, "tmpfs", dir], { stdio: "pipe" });
};

export const unmount = (dir: string) => execFileSync("umount", ["-l", dir], { stdio: "pipe" });

/** May this process mount? */
export const canMount = ((): boolean => {
  const trial = mkdtempSync(path.join(os.tmpdir(), "leitmotion-mount-"));
  try {
    mountTmpfs(trial, 64);
    unmount(trial);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
})();

/** A new disk of a size, unmounted when the test ends. */
export function smallDisk(dir: string, sizeKib: number): string {
  mountTmpfs(dir, sizeKib);
  onTestFinished(() => void unmount(dir));
  return dir;
}

/** The same disk again, read-only from now on. */
export function makeReadOnly(dir: string): void {
  execFileSync("mount", ["-o", "remount,ro", dir], { stdio: "pipe" });
}
