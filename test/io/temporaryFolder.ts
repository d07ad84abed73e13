import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";

/** A fresh folder for each test of the file; removed afterwards. */
export function temporaryFolder(): { readonly dir: string; at(name: string): string } {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), "leitmotion-test-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  return {
    get dir() {
      return dir;
    },
    at: (name) => path.join(dir, name),
  };
}
