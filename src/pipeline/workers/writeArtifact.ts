/** Worker threads write the files of single notes here, and say what came of it. */
import { diskPath } from "../../io/diskPath.js";
import { sha256Hex } from "../../io/hash.js";
import { writeFileAtomic } from "../../io/writeFileAtomic.js";
import { writeIfChanged } from "../../io/writeIfChanged.js";
import type { FileFact } from "../output/outputFolder.js";

export interface FileToMake {
  /** Relative to the output folder, POSIX separators. */
  readonly path: string;
  readonly artifactKey: string;
}

export interface ArtifactFolder {
  /** Absolute. */
  readonly outDir: string;
  /** Leave a file that has these bytes already as it is; false where nothing can be there. */
  readonly compare: boolean;
}

/**
 * Write a whole file, safe against a crash of the program; a stage that wrote many syncs their folder at its end.
 *
 * @throws LeitmotionError OUTPUT_FULL, OUTPUT_UNWRITABLE
 */
export function writeArtifact(
  { outDir, compare }: ArtifactFolder,
  { path: relative, artifactKey }: FileToMake,
  content: Uint8Array | string,
): FileFact {
  const target = diskPath(outDir, relative);
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const { sha256, modifiedAt } = compare
    ? writeIfChanged(target, bytes, { durable: false })
    : { ...writeFileAtomic(target, bytes, { durable: false }), sha256: sha256Hex(bytes) };
  return { path: relative, sizeByte: bytes.length, sha256, createdAt: modifiedAt, artifactKey };
}
