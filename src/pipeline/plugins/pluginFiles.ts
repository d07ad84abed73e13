/** The modules in which plugins may be: files and folders of the places that settings name. */
import path from "node:path";
import { listNames } from "../../io/folders.js";
import { hashFile, sha256Hex } from "../../io/hash.js";
import { isFile, isFolder, readInputFile } from "../../io/readInputFile.js";

const MODULE = /\.m?js$/;
/** What can change what a plugin does. */
const PART = /\.([cm]?js|json)$/;
const NOT_A_PLUGIN = /^\.|^node_modules$|\.(test|spec)\.m?js$/;

export interface PluginModule {
  /** Complete path of what is imported. */
  readonly file: string;
  /** The plugin's own folder; null for a module that stands alone. */
  readonly folder: string | null;
}

export interface PluginModules {
  /** In the order of the paths, each folder's in order of their names. */
  readonly modules: readonly PluginModule[];
  readonly faults: readonly { readonly file: string; readonly fault: string }[];
}

/**
 * A path is a file, a plugin's own folder (with an entry in package.json, or index.js), or a folder of such files and
 * folders. Tests beside them, hidden files and node_modules are passed over.
 *
 * @param scan  false: only files that are named themselves are taken
 */
export function pluginModules(paths: readonly string[], scan: boolean): PluginModules {
  const modules: PluginModule[] = [];
  const faults: { file: string; fault: string }[] = [];
  for (const each of paths) {
    if (isFile(each)) modules.push({ file: each, folder: null });
    else if (!isFolder(each)) faults.push({ file: each, fault: "there is no such file or folder" });
    else if (scan) modules.push(...modulesIn(each, faults));
  }
  return { modules, faults };
}

function modulesIn(folder: string, faults: { file: string; fault: string }[]): PluginModule[] {
  const moduleOf = (dir: string): PluginModule[] => {
    try {
      const file = entryOf(dir);
      return file === null ? [] : [{ file, folder: dir }];
    } catch (thrown) {
      faults.push({ file: path.join(dir, "package.json"), fault: (thrown as Error).message });
      return [];
    }
  };
  const own = moduleOf(folder);
  if (own.length > 0) return own;
  const names = listNames(folder).filter((name) => !NOT_A_PLUGIN.test(name));
  return names.flatMap((name) => {
    const each = path.resolve(folder, name);
    if (isFolder(each)) return moduleOf(each);
    return MODULE.test(name) && isFile(each) ? [{ file: each, folder: null }] : [];
  });
}

/** The module that a folder is imported by, or null if it is no package. @throws Error on a package.json that is none */
function entryOf(folder: string): string | null {
  const manifest = path.join(folder, "package.json");
  const named = isFile(manifest) ? entryName(JSON.parse(textOf(manifest)) as PackageManifest) : null;
  if (named !== null) return path.resolve(folder, named);
  return (
    ["index.js", "index.mjs"].map((name) => path.join(folder, name)).find((file) => isFile(file)) ?? null
  );
}

interface PackageManifest {
  readonly main?: unknown;
  readonly exports?: unknown;
}

/** `exports` as a text, its "." or its conditions `import` and `default`; else `main`. */
function entryName(manifest: PackageManifest | null): string | null {
  let entry = manifest?.exports;
  for (const key of [".", "import", "default"]) {
    if (typeof entry === "object" && entry !== null && key in entry)
      entry = (entry as Record<string, unknown>)[key];
  }
  if (typeof entry === "string") return entry;
  return typeof manifest?.main === "string" ? manifest.main : null;
}

/**
 * Hash of what makes a plugin what it is: its module, or all code and data of its folder, node_modules apart.
 *
 * @throws LeitmotionError FILE_NOT_FOUND, FILE_UNREADABLE
 */
export function pluginHash({ file, folder }: PluginModule): string {
  if (folder === null) return hashFile(file).sha256;
  return sha256Hex(
    partsOf(folder)
      .map((part) => `${part} ${hashFile(path.join(folder, part)).sha256}`)
      .join("\n"),
  );
}

/** Relative to the folder, in order of their names. */
function partsOf(folder: string, below = ""): string[] {
  return listNames(path.join(folder, below)).flatMap((name) => {
    const each = below === "" ? name : `${below}/${name}`;
    if (NOT_A_PLUGIN.test(name)) return [];
    if (isFolder(path.join(folder, each))) return partsOf(folder, each);
    return PART.test(name) ? [each] : [];
  });
}

function textOf(file: string): string {
  return Buffer.from(readInputFile(file)).toString("utf8");
}
