/** The modules in which plugins may be: files and folders of the places that settings name. */
import path from "node:path";
import { listNames } from "../../io/folders.js";
import { isFile, isFolder, readInputFile } from "../../io/readInputFile.js";

const MODULE = /\.m?js$/;
const NOT_A_PLUGIN = /^\.|^node_modules$|\.(test|spec)\.m?js$/;

export interface PluginModules {
  /** Complete paths, each folder's in order of their names. */
  readonly files: readonly string[];
  readonly faults: readonly { readonly file: string; readonly fault: string }[];
}

/**
 * A path is a file, a plugin's own folder (with an entry in package.json, or index.js), or a folder of such files and
 * folders. Tests beside them, hidden files and node_modules are passed over.
 *
 * @param scan  false: only files that are named themselves are taken
 */
export function pluginModules(paths: readonly string[], scan: boolean): PluginModules {
  const files = new Set<string>();
  const faults: { file: string; fault: string }[] = [];
  for (const each of paths) {
    if (isFile(each)) files.add(each);
    else if (!isFolder(each)) faults.push({ file: each, fault: "there is no such file or folder" });
    else if (scan) for (const file of modulesIn(each, faults)) files.add(file);
  }
  return { files: [...files], faults };
}

function modulesIn(folder: string, faults: { file: string; fault: string }[]): string[] {
  const entryIn = (dir: string): string | null => {
    try {
      return entryOf(dir);
    } catch (thrown) {
      faults.push({ file: path.join(dir, "package.json"), fault: (thrown as Error).message });
      return null;
    }
  };
  const own = entryIn(folder);
  if (own !== null) return [own];
  const names = listNames(folder).filter((name) => !NOT_A_PLUGIN.test(name));
  return names.flatMap((name) => {
    const each = path.resolve(folder, name);
    if (isFolder(each)) return entryIn(each) ?? [];
    return MODULE.test(name) && isFile(each) ? [each] : [];
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

function textOf(file: string): string {
  return Buffer.from(readInputFile(file)).toString("utf8");
}
