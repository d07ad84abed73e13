/** Music fonts on the disk: the one that comes with the program, and the user's. Loaded only when a page asks for them. */
import { createRequire } from "node:module";
import { joinFonts, type MusicFonts } from "../formats/font/musicFonts.js";
import { type OutlineFont, readMusicFont } from "../formats/font/outlineFont.js";
import { readInputFile } from "./readInputFile.js";

/** Bravura, SIL Open Font License 1.1 (decision 0012). */
const OWN_FONT = "@vexflow-fonts/bravura/bravura.otf";

/** The SMuFL font that comes with the program. */
export async function ownMusicFont(): Promise<OutlineFont> {
  const file = createRequire(import.meta.url).resolve(OWN_FONT);
  const [font] = await readMusicFont(readInputFile(file), "bravura.otf");
  return font;
}

/**
 * All fonts of a run as one.
 *
 * @param files fonts that the user names, in order of preference
 * @throws      LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE, FONT_INVALID
 */
export async function openMusicFonts(files: readonly string[]): Promise<MusicFonts> {
  const users: OutlineFont[] = [];
  for (const file of files) users.push(...(await readMusicFont(readInputFile(file), file)));
  return joinFonts(await ownMusicFont(), users);
}
