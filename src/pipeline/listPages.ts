/** The user's engraved pages in the order of the score. */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { findFiles } from "../io/findFiles.js";
import { isFolder } from "../io/readInputFile.js";

/** `page-10` comes behind `page-9`, whatever the language of the machine. */
const BY_NAME = new Intl.Collator("en", { numeric: true });

/**
 * Files stay as they were given; a folder gives its SVG files by name, numbers in it counted as numbers.
 *
 * @throws LeitmotionError FILE_NOT_FOUND if a folder holds no SVG file; FILE_UNREADABLE
 */
export function listPages(given: readonly string[]): string[] {
  return given.flatMap((entry) => (isFolder(entry) ? pagesIn(entry) : [entry]));
}

function pagesIn(folder: string): string[] {
  const files = [...findFiles(folder, { levels: 1 })].map(({ file }) => file);
  const pages = files.filter((file) => /\.svgz?$/i.test(file));
  if (pages.length === 0)
    throw new LeitmotionError("FILE_NOT_FOUND", "No SVG file in this folder", { path: folder });
  return pages.sort((a, b) => BY_NAME.compare(path.basename(a), path.basename(b)));
}
