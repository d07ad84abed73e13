/** What decides how a score is drawn, asked without starting the engraver. */
import { createRequire } from "node:module";
import path from "node:path";
import { sha256Hex } from "../../io/hash.js";
import { artifactKey } from "../earlier/artifactKey.js";
import { packageVersion } from "../packageVersion.js";
import type { FileToMake } from "../workers/writeArtifact.js";
import type { Drawing } from "./symbolicTask.js";

/** Of the processor `symbolic`: raise it when the same score would be drawn or cut otherwise. */
export const SYMBOLIC_VERSION = "1.0.0";

/** Hash of the engraver's version and of all it is given, file names included. */
export function engravingKey({ engrave, cut, noteFiles, partStems }: Drawing): string {
  const { musicXml, ...page } = engrave;
  return artifactKey(
    "symbolic",
    SYMBOLIC_VERSION,
    engraverVersion(),
    sha256Hex(musicXml),
    page,
    cut,
    [...noteFiles],
    [...partStems],
  );
}

/** A drawing of that engraving. */
export function drawingFile(engraving: string, relative: string): FileToMake {
  return { path: relative, artifactKey: artifactKey("symbolic", SYMBOLIC_VERSION, engraving, relative) };
}

/** Of the installed package, which does not export its package.json. */
function engraverVersion(): string {
  const entry = createRequire(import.meta.url).resolve("verovio/esm");
  return packageVersion(path.resolve(entry, "../../package.json"));
}
