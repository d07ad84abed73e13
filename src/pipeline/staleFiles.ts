/** Files that an earlier run listed and this one does not: a changed note has other file names. */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS } from "../core/limits.js";
import { isFile, readInputFile } from "../io/readInputFile.js";
import { removeFile } from "../io/writeFileAtomic.js";
import type { OutputFolder } from "./outputFolder.js";

const MANIFESTS = ["manifests/symbolic.json", "manifests/audio.json"];
/** Where rendered files may lie; a manifest cannot make us remove anything else. */
const RENDERED = /^(svg|audio|midi|keyframes)\/[^/]+(\/[^/]+)?$/;

/**
 * Paths, relative to the folder, of all files that its living manifests call theirs.
 *
 * @throws LeitmotionError SCHEMA_INVALID if a manifest is no JSON
 */
export function listedFiles(dir: string): Set<string> {
  const found = new Set<string>();
  for (const name of MANIFESTS) {
    const file = path.join(dir, ...name.split("/"));
    if (isFile(file)) collectPaths(parse(file), found);
  }
  return found;
}

/** Remove what was listed before and is not listed now. */
export function removeUnlisted(out: OutputFolder, before: ReadonlySet<string>): void {
  const now = listedFiles(out.dir);
  for (const file of before) if (!now.has(file)) removeFile(out.resolve(file));
}

function parse(file: string): unknown {
  try {
    return JSON.parse(Buffer.from(readInputFile(file, DEFAULT_LIMITS)).toString("utf8"));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    const what = `The manifest is damaged: ${thrown.message}`;
    throw new LeitmotionError("SCHEMA_INVALID", what, { file }, { cause: thrown });
  }
}

/** Every `path` of an object that also has an `actual_filename`. */
function collectPaths(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectPaths(item, found);
  } else if (value !== null && typeof value === "object") {
    const { path: listed, actual_filename: name } = value as { path?: unknown; actual_filename?: unknown };
    if (
      typeof listed === "string" &&
      typeof name === "string" &&
      RENDERED.test(listed) &&
      !listed.includes("..")
    )
      found.add(listed);
    else for (const item of Object.values(value)) collectPaths(item, found);
  }
}
