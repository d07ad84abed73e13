/** The bank that notes are played on: the built-in one, the user's, or one found on this machine. */
import path from "node:path";
import { LeitmotionError, toLeitmotionError } from "../core/error.js";
import { DEFAULT_LIMITS, type Limits } from "../core/limits.js";
import { BUILD_FOLDER } from "../core/ownFiles.js";
import { isFile, readInputFile } from "../io/readInputFile.js";
import { assertSoundFont, SOUNDFONT_PLACES } from "../render/audio/soundFont.js";

export interface SoundBank {
  /** Base name of the file; never the machine's path. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** SoundFonts may be larger than scores. */
const BANK_LIMIT_BYTE = 2 ** 31;

const BUILT_IN = path.join(BUILD_FOLDER, "bank/leitmotion.sf2");

/** @throws LeitmotionError BANK_MISSING if the program was not built */
export function readBuiltInBank(): Uint8Array {
  if (!isFile(BUILT_IN)) throw new LeitmotionError("BANK_MISSING", "The built-in sound bank is not there");
  return new Uint8Array(readInputFile(BUILT_IN, { ...DEFAULT_LIMITS, fileByte: BANK_LIMIT_BYTE }));
}

/** Path of a SoundFont in one of the usual places, or null. */
export function findSoundFont(): string | null {
  return SOUNDFONT_PLACES.find((file) => isFile(file)) ?? null;
}

/**
 * @param choice  path of an SF2, SF3 or DLS file, "auto", or null for the built-in bank
 * @throws LeitmotionError FILE_NOT_FOUND, SOUNDFONT_INVALID, BANK_MISSING
 */
export function loadBank(choice: string | null, limits: Limits): SoundBank {
  if (choice === null) return { name: "built-in", bytes: readBuiltInBank() };
  const file = choice === "auto" ? findSoundFont() : choice;
  if (file === null) {
    throw new LeitmotionError("FILE_NOT_FOUND", "--soundfont auto: no SoundFont in the usual places");
  }
  const bytes = readInputFile(file, { ...limits, fileByte: Math.max(limits.fileByte, BANK_LIMIT_BYTE) });
  try {
    assertSoundFont(bytes);
  } catch (thrown) {
    throw toLeitmotionError(thrown, { file: path.basename(file) });
  }
  return { name: path.basename(file), bytes };
}
