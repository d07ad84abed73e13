/** Where the files lie that come with the program. Every module that needs one asks here: modules may be packed into others. */
import path from "node:path";

/** Does the program run from its TypeScript sources (in tests)? What the build leaves may then be missing or out of date. */
export const RUNS_FROM_SOURCES = import.meta.url.endsWith(".ts");

/** The folder of package.json: `pipelines/`, `schemas/`, `manifests/` and `data/` are in it. */
export const PACKAGE_FOLDER = path.resolve(import.meta.dirname, "../..");

/** What the build makes. A build in another place finds itself, whatever its folder is called. */
export const BUILD_FOLDER = RUNS_FROM_SOURCES
  ? path.join(PACKAGE_FOLDER, "dist")
  : path.resolve(import.meta.dirname, "..");
