/** What `leitmotion doctor` looks at. Needed things are tried, not guessed. */
import { toLeitmotionError } from "../core/error.js";
import { freeSpaceByte } from "../io/freeSpace.js";
import { sha256Hex } from "../io/hash.js";
import { programVersion } from "../io/programVersion.js";
import { removeFile, writeFileAtomic } from "../io/writeFileAtomic.js";
import { findSoundFont, readBuiltInBank } from "./soundBank.js";

export interface Finding {
  readonly name: string;
  /** `missing` is needed, `absent` only optional. */
  readonly state: "ok" | "missing" | "absent";
  readonly detail: string;
}

/** @param dir  where output would go; @param tempDir  a folder for a trial file */
export async function examineMachine(dir: string, tempDir: string): Promise<Finding[]> {
  return [
    await needed("node", () => nodeVersion()),
    await needed("sound bank", () => {
      const bank = readBuiltInBank();
      return `built in, ${(bank.length / 2 ** 20).toFixed(1)} MB, SHA-256 ${sha256Hex(bank).slice(0, 12)}…`;
    }),
    await needed(
      "engraver",
      async () => `Verovio ${await (await import("../render/svg/engrave.js")).verovioVersion()}`,
    ),
    await needed("temporary folder", () => writableFolder(tempDir)),
    await needed("free space", () => `${(freeSpaceByte(dir) / 1e9).toFixed(1)} GB here`),
    optional("SoundFont", findSoundFont(), "for --soundfont auto"),
    optional("ffmpeg", await programVersion("ffmpeg", ["-version"]), "for recordings in AAC"),
    optional("fluidsynth", await programVersion("fluidsynth", ["--version"]), "for the benchmark only"),
  ];
}

async function needed(name: string, look: () => string | Promise<string>): Promise<Finding> {
  try {
    return { name, state: "ok", detail: await look() };
  } catch (thrown) {
    const { message, hint } = toLeitmotionError(thrown);
    return { name, state: "missing", detail: `${message}. ${hint}` };
  }
}

function optional(name: string, found: string | null, use: string): Finding {
  return { name, state: found ? "ok" : "absent", detail: found ? `${found} (${use})` : use };
}

function nodeVersion(): string {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node ${process.versions.node} is older than 20.19`);
  return process.versions.node;
}

function writableFolder(dir: string): string {
  const file = `${dir}/leitmotion-doctor-${process.pid}`;
  writeFileAtomic(file, "trial");
  removeFile(file);
  return "writable";
}
