/**
 * The program as the build packs it (`scripts/pack.js`): a few files instead of hundreds of modules, and beside them what
 * the engine makes of their text, so that a run of a second neither looks for, parses nor compiles what it needs.
 *
 * The engine's own check decides whether such code is taken: version, flags and processor are in the folder's name
 * (`v8.cachedDataVersionTag`), the length of the text in the file. Refused or missing, the text is compiled as ever.
 */
import { existsSync, readFileSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import path from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";
import { BUILD_FOLDER } from "../core/ownFiles.js";

/** Flat, and as deep in the package as a room: `core/ownFiles` counts on it. */
const PACKED_FOLDER = path.join(BUILD_FOLDER, "packed");

const require = createRequire(import.meta.url);
/** By the file it was made of. */
const recorded = new Map<string, Script>();
let isRecording = false;

/**
 * Load a module of the packed program. To be called when the engine's flags are set, and not changed after it.
 *
 * @param name  an entry of the pack, such as `door`
 * @returns     its exports, or null where nothing is packed
 */
export function loadPacked<T>(name: string): T | null {
  const file = path.join(PACKED_FOLDER, `${name}.cjs`);
  if (!existsSync(file)) return null;
  const folder = codeFolder();
  if (isRecording || existsSync(folder)) compileFrom(folder);
  // Another engine than the one that packed: Node has a store of its own from 22.1 on, in the user's temporary folder.
  else (nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
  return require(file) as T;
}

/** From now on, keep what the engine makes of the packed program. For the build. */
export function recordCode(): void {
  isRecording = true;
}

/** What was recorded, functions included that have run: for each file to be written its path and bytes. */
export function recordedCode(): { file: string; code: Uint8Array }[] {
  const folder = codeFolder();
  return [...recorded].map(([file, script]) => ({
    file: codeFile(folder, file),
    code: script.createCachedData(),
  }));
}

function codeFolder(): string {
  return path.join(PACKED_FOLDER, `code-${cachedDataVersionTag()}`);
}

/** `schema/validators/run.v1.quick.cjs` → `schema-validators-run.v1.quick.cjs.code` */
function codeFile(folder: string, file: string): string {
  return path.join(folder, `${path.relative(BUILD_FOLDER, file).split(path.sep).join("-")}.code`);
}

/** Every `.cjs` of the build goes this way; what others call so is loaded as ever. */
function compileFrom(folder: string): void {
  const asEver = require.extensions[".js"];
  require.extensions[".cjs"] = (module, file) => {
    if (!file.startsWith(BUILD_FOLDER + path.sep)) return asEver(module, file);
    const code = codeFile(folder, file);
    const text = readFileSync(file, "utf8");
    if (text.includes("import(")) return asEver(module, file); // only Node's own loader serves it
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
      filename: file,
      cachedData: !isRecording && existsSync(code) ? readFileSync(code) : undefined,
    });
    if (isRecording) recorded.set(file, script);
    script.runInThisContext()(module.exports, createRequire(file), module, file, path.dirname(file));
  };
}
