/** What decides how a score is drawn, asked without starting the engraver. */
import path from "node:path";
import { modulePath } from "../../core/loadModule.js";
import { sha256Hex } from "../../io/hash.js";
import type { EngraveInput } from "../../render/svg/engrave.js";
import { artifactKey } from "../earlier/artifactKey.js";
import { packageVersion } from "../packageVersion.js";
import type { FileToMake } from "../workers/writeArtifact.js";
import type { NamedBytes } from "./solveUserPages.js";
import type { Drawing, UserPagesInput } from "./symbolicTask.js";

/** Of the processor `symbolic`: raise it when the same score would be drawn or cut otherwise. */
export const SYMBOLIC_VERSION = "1.0.0";

/** Hash of all that the pictures are made from, file names included, and of the version of what draws them. */
export function engravingKey({ source, cut, noteFiles, partStems }: Drawing): string {
  const origin = "engrave" in source ? engravingFacts(source.engrave) : userPageFacts(source.userPages);
  return artifactKey("symbolic", SYMBOLIC_VERSION, ...origin, cut, [...noteFiles], [...partStems]);
}

function engravingFacts({ musicXml, ...page }: EngraveInput): unknown[] {
  return [engraverVersion(), sha256Hex(musicXml), page];
}

/** The score stands for itself: its notes, and their IDs. */
function userPageFacts({ pages, musicFonts, score, headIds, limits }: UserPagesInput): unknown[] {
  const facts = ({ file, bytes }: NamedBytes) => [file, sha256Hex(bytes)];
  const scoreHash = sha256Hex(JSON.stringify(score));
  return [packageVersion(), pages.map(facts), musicFonts.map(facts), scoreHash, headIds, limits];
}

/** A drawing of that engraving. */
export function drawingFile(engraving: string, relative: string): FileToMake {
  return { path: relative, artifactKey: artifactKey("symbolic", SYMBOLIC_VERSION, engraving, relative) };
}

/** Of the installed package, which does not export its package.json. */
function engraverVersion(): string {
  return packageVersion(path.resolve(modulePath("verovio/esm"), "../.."));
}
