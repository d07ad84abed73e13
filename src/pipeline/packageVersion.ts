/** Versions of packages, our own and those we stand on. */
import path from "node:path";
import { loadModule } from "../core/loadModule.js";

/** @param file  a package.json, its path absolute or from this folder */
export function packageVersion(file: string): string {
  return loadModule<{ version: string }>(path.resolve(import.meta.dirname, file)).version;
}
