import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findFiles, globPaths, isPattern, readHead } from "../../src/io/findFiles.js";
import { temporaryFolder } from "./temporaryFolder.js";

const folder = temporaryFolder();
const below = (files: readonly string[]) =>
  files.map((file) => path.relative(folder.dir, file).split(path.sep).join("/"));

function given(...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(folder.at(file)), { recursive: true });
    writeFileSync(folder.at(file), file);
  }
}

describe("the files of a folder", () => {
  it("come in order, links named as such and hidden ones left out", () => {
    given("b", "a/c", "a/B", ".h/d", ".e");
    symlinkSync(folder.at("a"), folder.at("link"));
    const found = [...findFiles(folder.dir)];
    expect(below(found.map(({ file }) => file))).toEqual(["a/B", "a/c", "b", "link"]);
    expect(found.filter(({ isLink }) => isLink).map(({ file }) => path.basename(file))).toEqual(["link"]);
  });

  it("can be those of the first levels only, or without those of one folder", () => {
    given("1", "x/2", "x/y/3");
    const files = (options: object) => below([...findFiles(folder.dir, options)].map(({ file }) => file));
    expect(files({ levels: 2 })).toEqual(["1", "x/2"]);
    expect(files({ except: folder.at("x/y") })).toEqual(["1", "x/2"]);
  });

  it("are refused beyond 64 nested folders", () => {
    given(`${"d/".repeat(63)}a`);
    expect([...findFiles(folder.dir)]).toHaveLength(1);
    given(`${"d/".repeat(64)}a`);
    expect(() => [...findFiles(folder.dir)]).toThrow(/more than 64 deep/);
  });

  it("of a folder that is not there are a fault", () => {
    expect(() => [...findFiles(folder.at("absent"))]).toThrow(/absent/);
  });
});

it("tells what a pattern means, folders apart, without hidden names and links", () => {
  given("x/a.xml", "x/b.mid", "y.xml", ".z.xml");
  symlinkSync(folder.at("y.xml"), folder.at("l.xml"));
  const { files, folders } = globPaths(folder.at("*"));
  expect([below(files), below(folders)]).toEqual([["y.xml"], ["x"]]);
  expect(below(globPaths(folder.at("**/*.xml")).files)).toEqual(["x/a.xml", "y.xml"]);
  expect(globPaths(folder.at("*.mxl"))).toEqual({ files: [], folders: [] });
});

it.each([
  ["scores/*.xml", true],
  ["scores/{a,b}.xml", true],
  ["scores/a.xml", false],
])("takes %s for a pattern: %s", (text, expected) => {
  expect(isPattern(text)).toBe(expected);
});

it("reads the head of a file, or all of a shorter one", () => {
  writeFileSync(folder.at("a"), "abcdef");
  const head = (count: number) => Buffer.from(readHead(folder.at("a"), count)).toString();
  expect([head(3), head(6), head(9)]).toEqual(["abc", "abcdef", "abcdef"]);
});
