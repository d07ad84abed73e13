/** Which version of another program is installed. */
import { execFile } from "node:child_process";

const TIMEOUT_MS = 5000;

/**
 * First line that a program prints when asked for its version.
 *
 * @param args  how to ask, e.g. `["-version"]`
 * @returns     null if there is no such program, it fails, or it does not answer within 5 s
 */
export function programVersion(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: TIMEOUT_MS, windowsHide: true }, (error, stdout, stderr) => {
      const line = `${stdout}\n${stderr}`.split("\n").find((text) => text.trim() !== "");
      resolve(error ? null : (line?.trim() ?? null));
    });
  });
}
