/** The music font that comes with the program. Loaded only when a page asks for it. */
import { modulePath } from "../core/loadModule.js";
import { type OutlineFont, readMusicFont } from "../formats/font/outlineFont.js";
import { readInputFile } from "./readInputFile.js";

/** Bravura, SIL Open Font License 1.1 (decision 0012). */
const OWN_FONT = "@vexflow-fonts/bravura/bravura.otf";

/** The SMuFL font that comes with the program. */
export async function ownMusicFont(): Promise<OutlineFont> {
  const file = modulePath(OWN_FONT);
  const [font] = await readMusicFont(readInputFile(file), "bravura.otf");
  return font;
}
