/** The packed program is the program: same words, same files; and whatever becomes of the engine's code, it runs. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { DIST, leitmotion, MAIN, ROOT, temporaryFolder } from "./cli.js";
import { contentOf, differences } from "./trees.js";

const SONG = path.join(ROOT, "fixtures/song");
const PACKED = path.join(DIST, "packed");
const MAJOR = process.versions.node.split(".")[0];
const codeFolders = () => readdirSync(PACKED).filter((name) => name.startsWith("code-"));

/** Another build in a package of its own, to be spoilt. @returns its main file and its folder */
function copyOfTheBuild(): { main: string; dist: string } {
  const dir = temporaryFolder();
  const dist = path.join(dir, "dist");
  const isBank = (file: string) => file === path.join(DIST, "bank");
  cpSync(DIST, dist, { recursive: true, filter: (file) => !isBank(file) });
  for (const name of ["node_modules", "schemas", "pipelines", "package.json"])
    symlinkSync(path.join(ROOT, name), path.join(dir, name));
  return { main: path.join(dist, "cli/main.js"), dist };
}

const run = (main: string, ...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
const align = (main: string, out: string) =>
  run(main, "align", path.join(SONG, "score.musicxml"), path.join(SONG, "take.mid"), "--out", out);

/** Of a process, the files of the build that it loads. */
function loadedBy(main: string, ...args: string[]): string[] {
  const tell = `data:text/javascript,import m from"node:module";process.on("exit",()=>console.log("\\nLOADED "+Object.keys(m._cache).join("|")))`;
  const { stdout } = spawnSync(process.execPath, ["--import", tell, main, ...args], { encoding: "utf8" });
  return (/LOADED (.*)$/m.exec(stdout)?.[1] ?? "").split("|").map((file) => path.basename(file));
}

const isPacked = existsSync(PACKED);
if (!isPacked) console.warn("SKIPPED: dist/packed/ is not there, run npm run build");

describe.skipIf(!isPacked)("the packed program", () => {
  it("is what the command line loads", () => {
    expect(loadedBy(MAIN, "--version")).toContain("door.cjs");
  });

  it("comes with the engine's code for short and for long commands", () => {
    expect(codeFolders()).toHaveLength(["20", "22", "24"].includes(MAJOR) ? 2 : 1);
    for (const folder of codeFolders()) {
      const files = readdirSync(path.join(PACKED, folder));
      expect(files).toContain("packed-door.cjs.code");
      expect(files.some((name) => name.startsWith("packed-align-"))).toBe(true);
    }
  });

  it("asks no setting of the engine that it does not know", () => {
    const { status, stderr } = run(MAIN, "--version");
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("names the licence of every package that is in it", () => {
    const licences = readFileSync(path.join(PACKED, "LICENSES.txt"), "utf8");
    for (const name of ["saxes", "commander", "zod", "p-limit"])
      expect(licences).toMatch(new RegExp(`^${name} \\d`, "m"));
  });

  it("says and writes what the modules say and write one by one", () => {
    const { main, dist } = copyOfTheBuild();
    rmSync(path.join(dist, "packed"), { recursive: true });
    expect(loadedBy(main, "--version")).not.toContain("door.cjs");
    for (const command of [[], ["build"], ["align"], ["inspect"], ["batch"], ["plugins"]])
      expect(run(main, ...command, "--help").stdout).toBe(leitmotion([...command, "--help"], ROOT).stdout);
    const [ours, theirs] = [temporaryFolder(), temporaryFolder()].map((dir) => path.join(dir, "out"));
    expect([align(MAIN, ours).status, align(main, theirs).status]).toEqual([0, 0]);
    expect(differences(contentOf(theirs), contentOf(ours))).toEqual([]);
  });

  it.each([
    { why: "cut off", spoil: (code: Buffer) => code.subarray(0, code.length >> 1) },
    { why: "empty", spoil: (code: Buffer) => code.subarray(0, 0) },
    { why: "of another engine", spoil: (code: Buffer) => Buffer.from(code).fill(7, 0, 16) },
  ])("runs all the same when the engine's code is $why", ({ spoil }) => {
    const { main, dist } = copyOfTheBuild();
    for (const folder of codeFolders()) {
      for (const name of readdirSync(path.join(dist, "packed", folder))) {
        const file = path.join(dist, "packed", folder, name);
        writeFileSync(file, spoil(readFileSync(file)));
      }
    }
    expect(align(main, path.join(temporaryFolder(), "out"))).toMatchObject({ status: 0, signal: null });
  });

  it("runs all the same without it", () => {
    const { main, dist } = copyOfTheBuild();
    for (const folder of codeFolders()) rmSync(path.join(dist, "packed", folder), { recursive: true });
    expect(existsSync(path.join(dist, "packed/door.cjs"))).toBe(true);
    expect(align(main, path.join(temporaryFolder(), "out")).status).toBe(0);
  });
});
