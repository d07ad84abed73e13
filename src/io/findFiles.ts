/** Looking for the user's files, in folders and by patterns. */
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import path from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";
import { LeitmotionError } from "../core/error.js";
import { toInputFault } from "./readInputFile.js";

/** Folders nested deeper than this are refused. */
const MAX_DEPTH = 64;

export interface FoundFile {
  /** Absolute. */
  readonly file: string;
  /** A symbolic link: it is named, and not followed. */
  readonly isLink: boolean;
}

export interface FindOptions {
  /** Levels of folders to look through, >= 1; 1 is the folder itself. Default: all. */
  readonly levels?: number;
  /** Absolute path of a folder to leave out. */
  readonly except?: string;
}

/**
 * Files below a folder, one after the other, each folder in the order of the character codes. What begins with a dot is
 * left out; pipes and devices are no files; links are not followed.
 *
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE; LIMIT_EXCEEDED beyond 64 nested folders
 */
export function* findFiles(dir: string, options: FindOptions = {}, depth = 1): Generator<FoundFile> {
  if (depth > MAX_DEPTH) {
    throw new LeitmotionError("LIMIT_EXCEEDED", `Folders lie more than ${MAX_DEPTH} deep`, { path: dir });
  }
  const { levels = Number.POSITIVE_INFINITY, except } = options;
  for (const entry of entriesOf(dir)) {
    if (entry.name.startsWith(".")) continue;
    const file = path.resolve(dir, entry.name);
    if (entry.isDirectory()) {
      if (depth < levels && file !== except) yield* findFiles(file, options, depth + 1);
    } else if (entry.isFile() || entry.isSymbolicLink()) {
      yield { file, isLink: entry.isSymbolicLink() };
    }
  }
}

function entriesOf(dir: string) {
  try {
    const entries = readdirSync(dir, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (thrown) {
    throw toInputFault(thrown, dir);
  }
}

/** Could this text be a pattern (`*`, `?`, `**`, braces, brackets)? */
export function isPattern(text: string): boolean {
  return isDynamicPattern(text);
}

/**
 * What a pattern means, as it stands on the disk: hidden names and links are left out.
 *
 * @param pattern  relative to the working folder, or absolute; on Windows `\` is read as `/`
 * @returns        absolute paths in the order of the character codes; none if nothing fits
 */
export function globPaths(pattern: string): { readonly files: string[]; readonly folders: string[] } {
  const posix = path.sep === "\\" ? pattern.replaceAll("\\", "/") : pattern;
  const found = globSync(posix, {
    absolute: true,
    expandDirectories: false,
    onlyFiles: false,
    followSymbolicLinks: false,
    deep: MAX_DEPTH,
  }).sort();
  const isFolder = (name: string) => name.endsWith("/"); // so tinyglobby marks them
  return {
    files: found.filter((name) => !isFolder(name)).map((name) => path.resolve(name)),
    folders: found.filter(isFolder).map((name) => path.resolve(name)),
  };
}

/**
 * The first bytes of a file, to see what it is.
 *
 * @returns  up to `countByte` bytes
 * @throws   LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE
 */
export function readHead(file: string, countByte: number): Uint8Array {
  try {
    const fd = openSync(file, "r");
    try {
      const block = new Uint8Array(countByte);
      return block.subarray(0, readSync(fd, block, 0, countByte, 0));
    } finally {
      closeSync(fd);
    }
  } catch (thrown) {
    throw toInputFault(thrown, file);
  }
}
