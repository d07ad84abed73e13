/** What is loaded before the program knows what it is asked, and by a run that only matches: loading is most of a short run. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../src");
const HEAVY = ["zod", "ajv", "yaml", "verovio", "piscina", "spessasynth_core", "cockatiel", "cli-progress"];

/** Packages that a module loads at once, itself or through others. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const imports = readFileSync(path.join(root, file), "utf8").matchAll(
    /^(?:import|export)\s(?!type\b)([^;"]*?)from\s+"([^"]+)";/gm,
  );
  for (const [, names, specifier] of imports) {
    const isTypesOnly = /^\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names);
    if (isTypesOnly || specifier.startsWith("node:")) continue;
    if (!specifier.startsWith(".")) packages.add(specifier.split("/")[0]);
    else {
      const imported = path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, ".ts");
      for (const name of packagesOf(imported, seen)) packages.add(name);
    }
  }
  return packages;
}

const commands = readdirSync(path.join(root, "cli")).filter((file) => file.endsWith("Command.ts"));
const files = [
  "cli/program.ts",
  ...commands.map((file) => `cli/${file}`),
  ...["readScore", "readPerformance", "coordinate", "registry"].map(
    (stage) => `pipeline/processors/${stage}.ts`,
  ),
];

describe("a short run", () => {
  it("is known to load what it imports, by others too", () => {
    expect([...packagesOf("pipeline/graph/pipelineFile.ts")]).toEqual(
      expect.arrayContaining(["yaml", "zod"]),
    );
    expect(packagesOf("pipeline/processors/audio.ts")).toContain("piscina");
  });

  it.each(files)("loads neither schema library nor parsers nor engines with %s", (file) => {
    expect([...packagesOf(file)].filter((name) => HEAVY.includes(name))).toEqual([]);
  });
});
