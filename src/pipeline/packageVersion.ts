/** Versions of packages, our own and those we stand on. */
import path from "node:path";
import { loadModule } from "../core/loadModule.js";
import { PACKAGE_FOLDER } from "../core/ownFiles.js";

/** @param folder  absolute path of the package, ours if none is named */
export function packageVersion(folder = PACKAGE_FOLDER): string {
  return loadModule<{ version: string }>(path.join(folder, "package.json")).version;
}
