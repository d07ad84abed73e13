/** The rooms of src/ and who may import whom (ARCHITECTURE.md explains the table). */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ALL_LOWER = (...rooms: string[]) => rooms;
const CALCULATION = ["core", "schema", "formats", "score", "dsp", "analysis", "align", "registry"];

/** Room → rooms it may import besides itself. */
const ALLOWED: Record<string, string[]> = {
  core: [],
  schema: ["core"],
  formats: ["core", "schema"],
  score: ["core", "schema"],
  dsp: ["core"],
  analysis: ALL_LOWER("core", "schema", "formats", "score", "dsp"),
  align: ALL_LOWER("core", "schema", "formats", "score", "dsp", "analysis"),
  registry: ALL_LOWER("core", "schema", "formats", "score", "dsp", "analysis", "align"),
  render: CALCULATION,
  songmap: CALCULATION,
  io: ["core", "schema", "formats"],
  pipeline: [...CALCULATION, "render", "songmap", "io"],
  jobs: [...CALCULATION, "render", "songmap", "io", "pipeline"],
  cli: [...CALCULATION, "render", "songmap", "io", "pipeline", "jobs"],
  server: [...CALCULATION, "render", "songmap", "io", "pipeline", "jobs"],
  web: ["schema"],
};

const FILES_AND_PROCESSES = ["fs", "fs/promises", "child_process"];
/** Scripts of the build, run by npm and never imported. */
const isScript = (file: string) => /Main\.ts$/.test(file);

const root = path.resolve(import.meta.dirname, "../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2]);
}

function faultsOf(file: string, specifiers: string[]): string[] {
  const room = file.split("/")[0];
  const faults: string[] = [];
  for (const specifier of specifiers) {
    const builtin = specifier.replace(/^node:/, "");
    if (specifier.startsWith(".")) {
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
      const targetRoom = target.split("/")[0];
      if (targetRoom !== room && !ALLOWED[room]?.includes(targetRoom))
        faults.push(`${file} imports ${target}`);
    } else if (FILES_AND_PROCESSES.includes(builtin)) {
      if (room !== "io" && !isScript(file)) faults.push(`${file} touches ${specifier}`);
    } else if (room === "core" && !specifier.startsWith("node:")) {
      faults.push(`${file} uses the package ${specifier}`);
    }
  }
  return faults;
}

describe("the house", () => {
  it("has only rooms that the table names", () => {
    expect([...new Set(files.map((file) => file.split("/")[0]))].filter((room) => !ALLOWED[room])).toEqual(
      [],
    );
  });

  it("sees a forbidden import, a file access outside io and a package in core", () => {
    expect(faultsOf("dsp/x.ts", ["../score/y.js"])).toHaveLength(1);
    expect(faultsOf("render/x.ts", ["node:fs"])).toHaveLength(1);
    expect(faultsOf("core/x.ts", ["zod"])).toHaveLength(1);
    expect(faultsOf("align/x.ts", ["../score/y.js", "../core/z.js"])).toEqual([]);
  });

  it.each(files)("%s imports only from rooms below its own", (file) => {
    expect(faultsOf(file, importsOf(file))).toEqual([]);
  });
});
