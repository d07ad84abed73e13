/** The files a run is made from, read once. */
import path from "node:path";
import { LeitmotionError } from "../core/error.js";
import { sha256Hex } from "../io/hash.js";
import { isFile, readInputFile } from "../io/readInputFile.js";
import type { Correction } from "../schema/overrides.js";
import type { INPUT_ROLES, RunReport } from "../schema/run.js";
import type { BuildOptions } from "./buildOptions.js";
import { MISNAMED_OVERRIDES_FILE, OVERRIDES_FILE } from "./corrections/overridesFile.js";
import { loadBank, type SoundBank } from "./soundBank.js";

export type InputRole = (typeof INPUT_ROLES)[number];

export interface RunInput {
  readonly role: InputRole;
  /** Base name, never the machine's path. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface RunInputs {
  readonly files: readonly RunInput[];
  /** What notes are played on; null if no stage of this run plays any. */
  readonly bank: SharedBank | null;
  /** What overrides.yaml says. */
  readonly corrections: readonly Correction[];
  /** Corrections lie in the output folder under a name that is not read. */
  readonly hasMisnamedOverrides: boolean;
}

export interface SharedBank {
  readonly name: string;
  readonly sha256: string;
  /** The whole file, in memory that all workers share. */
  readonly shared: SharedArrayBuffer;
}

/**
 * Read score, performance, job manifest, sound bank, (the user's own) pipeline file, pages and fonts, and corrections by
 * hand.
 *
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE, SOUNDFONT_INVALID, BANK_MISSING, OVERRIDES_INVALID, OPTION_INVALID
 */
export async function readRunInputs(
  options: BuildOptions,
  { pipelineFile, plays }: { readonly pipelineFile: string | null; readonly plays: boolean },
): Promise<RunInputs> {
  const files: RunInput[] = [];
  const read = (role: InputRole, file: string | null) => {
    if (file === null) return;
    const bytes = readInputFile(file, options.limits);
    files.push({ role, file: path.basename(file), bytes, sha256: sha256Hex(bytes) });
  };
  read("score", options.scoreFile);
  read("midi", options.midiFile);
  read("job", options.jobFile);
  const bank = plays ? shareBank(loadBank(options.soundfont, options.limits)) : null;
  if (bank && options.soundfont !== null) {
    files.push({
      role: "soundfont",
      file: bank.name,
      bytes: new Uint8Array(bank.shared),
      sha256: bank.sha256,
    });
  }
  read("pipeline", pipelineFile);
  for (const file of options.pageFiles) read("page", file);
  for (const file of options.musicFontFiles) read("music-font", file);
  assertNamesDiffer(files);
  read("overrides", overridesOf(options));
  return {
    files,
    bank,
    corrections: await correctionsIn(files.at(-1), options),
    hasMisnamedOverrides: isFile(path.join(options.outDir, MISNAMED_OVERRIDES_FILE)),
  };
}

/** Inputs are kept by role and name. */
function assertNamesDiffer(files: readonly RunInput[]): void {
  const seen = new Set<string>();
  for (const { role, file } of files) {
    const name = `${role}/${file.toLowerCase()}`;
    if (seen.has(name))
      throw new LeitmotionError("OPTION_INVALID", `Two files for --${role} are called ${file}`);
    seen.add(name);
  }
}

/** Most runs have none, and need no parser for them. */
async function correctionsIn(last: RunInput | undefined, { limits }: BuildOptions): Promise<Correction[]> {
  if (last?.role !== "overrides") return [];
  return (await import("./corrections/readOverrides.js")).parseOverrides(last.bytes, limits);
}

/** The user's corrections lie in the output folder; a repair takes those of the run that it repairs. */
function overridesOf({ outDir, overridesFile }: BuildOptions): string | null {
  if (overridesFile !== undefined) return overridesFile;
  const file = path.join(outDir, OVERRIDES_FILE);
  return isFile(file) ? file : null;
}

function shareBank({ name, bytes }: SoundBank): SharedBank {
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return { name, sha256: sha256Hex(bytes), shared };
}

/** As run.json lists them. */
export function listInputs({ files }: RunInputs): RunReport["inputs"] {
  return files.map(({ role, file, bytes, sha256 }) => ({ role, file, sha256, sizeByte: bytes.length }));
}

/** All inputs of a role, in the order they were given. */
export function inputsOf({ files }: RunInputs, role: InputRole): RunInput[] {
  return files.filter((file) => file.role === role);
}

/** The same without roles and hashes, as tasks of worker threads take them. */
export function namedInputs(inputs: RunInputs, role: InputRole): { file: string; bytes: Uint8Array }[] {
  return inputsOf(inputs, role).map(({ file, bytes }) => ({ file, bytes }));
}

/** The input of a role, which the run has. */
export function inputOf({ files }: RunInputs, role: InputRole): RunInput {
  return files.find((file) => file.role === role)!;
}
