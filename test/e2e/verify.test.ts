/** One byte of a finished folder turned over: it is found, named and made right, and nothing else is touched. */
import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { filesBelow, temporaryFolder } from "./cli.js";
import { makeMusic, withTwins } from "./madeMusic.js";
import { faultLines } from "./processes.js";
import { runHere } from "./runHere.js";
import { editScene, type Scene } from "./scenes.js";
import { contentOf, copyTree, differences, stampsOf, touchedBetween } from "./trees.js";

const dir = temporaryFolder();
const out = path.join(dir, "out");
let scene: Scene;

beforeAll(async () => {
  const flags = ["--rate", "44100", "--bits", "16"];
  scene = await editScene(dir, withTwins(makeMusic(24)), { flags, runs: runHere });
  copyTree(scene.finished, out);
});

/** Turn over one byte in the middle of a file, in place; as a bad disk does it, if its date shall stay. */
function flip(file: string, { keepDate = true } = {}): void {
  const { size, atimeMs, mtimeMs } = statSync(file);
  const fd = openSync(file, "r+");
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, size >> 1);
  byte[0] ^= 1;
  writeSync(fd, byte, 0, 1, size >> 1);
  closeSync(fd);
  // Whole milliseconds; a quarter more, since seconds are given as a binary fraction.
  if (keepDate) utimesSync(file, atimeMs / 1000, (Math.floor(mtimeMs) + 0.25) / 1000);
}

/** One of each kind of file. */
const KINDS: Record<string, RegExp> = {
  registry: /^manifests\/registry\.json$/,
  "symbolic manifest": /^manifests\/symbolic\.json$/,
  "audio manifest": /^manifests\/audio\.json$/,
  "tied notes": /^manifests\/tied-notes\.json$/,
  report: /^manifests\/run\.json$/,
  "song map": /^song_map\.json$/,
  "report for people": /^report\.html$/,
  "note's sound": /^audio\/notes\/.*\.wav$/,
  "sound that notes share": /^audio\/notes\/.*\.wav$/,
  "part's sound": /^audio\/parts\/.*\.wav$/,
  mix: /^audio\/mix\.wav$/,
  "note's MIDI": /^midi\/notes\/.*\.mid$/,
  keyframes: /^keyframes\/.*\.json$/,
  "note's drawing": /^svg\/notes\/.*\.svg$/,
  page: /^svg\/pages\/page\d+\.svg$/,
  "page's bed": /^svg\/pages\/.*_bed\.svg$/,
  layer: /^svg\/layers\/.*\.svg$/,
  "part's drawing": /^svg\/parts\/.*\.svg$/,
};
const kinds = Object.keys(KINDS);

function fileOf(kind: string): string {
  const isShared = kind === "sound that notes share";
  const found = filesBelow(out).find(
    (file) => KINDS[kind].test(file) && namesOf(file).length > 1 === isShared,
  );
  if (found === undefined) throw new Error(`The folder holds no ${kind}`);
  return found;
}

/** All names of a file: linked ones are damaged together. */
function namesOf(file: string): string[] {
  const { ino } = statSync(path.join(out, file));
  return filesBelow(out).filter((other) => statSync(path.join(out, other)).ino === ino);
}

async function verify(...flags: string[]) {
  const ended = await runHere(["verify", out, ...flags]);
  return { status: ended.status, lines: faultLines(ended), stdout: ended.stdout, stderr: ended.stderr };
}

/** Paths that lines of findings name. */
const pathsIn = (lines: readonly string[]) =>
  lines.map((line) => /\(path ([^)]*)\)/.exec(line)?.[1] ?? line).sort();

describe("a finished folder", () => {
  it("is as it was written, and verifying touches nothing", async () => {
    const before = stampsOf(out);
    const { status, lines, stdout } = await verify();
    expect([status, lines]).toEqual([0, []]);
    expect(stdout).toMatch(/\d+ files/);
    expect(touchedBetween(before, stampsOf(out))).toEqual({ changed: [], added: [], gone: [] });
  });
});

describe("one byte turned over", () => {
  it.each(kinds)("in a %s is named, with its path and nothing else", async (kind) => {
    const file = fileOf(kind);
    const names = namesOf(file);
    flip(path.join(out, file));
    const { status, lines, stderr } = await verify();
    flip(path.join(out, file));
    expect(status, stderr).toBe(1);
    expect(pathsIn(lines)).toEqual(names);
    for (const line of lines) expect(line).toMatch(/\[ARTIFACT_DAMAGED\]$/);
  });
});

/** Damage the folder, repair it, and compare with what it was before. */
async function repairs(
  damage: () => readonly string[],
  repair: () => Promise<{ status: number | null; stderr: string }>,
) {
  const content = new Map(filesBelow(out).map((file) => [file, readFileSync(path.join(out, file))]));
  const before = stampsOf(out);
  const damaged = damage();
  const { status, stderr } = await repair();
  expect(status, stderr).toBe(0);
  expect(filesBelow(out)).toEqual([...content.keys()]);
  for (const [file, bytes] of content)
    expect(readFileSync(path.join(out, file)).equals(bytes), file).toBe(true);
  const { changed, added, gone } = touchedBetween(before, stampsOf(out));
  expect([...changed, ...added, ...gone].filter((file) => !damaged.includes(file))).toEqual([]);
}

const damageOf = (chosen: readonly string[], keepDate: boolean) => () =>
  chosen.map(fileOf).flatMap((file) => {
    const names = namesOf(file);
    flip(path.join(out, file), { keepDate });
    return names;
  });

describe("--repair", () => {
  it.each([
    ["the report", ["report"]],
    [
      "every document",
      [
        "registry",
        "symbolic manifest",
        "audio manifest",
        "tied notes",
        "report",
        "song map",
        "report for people",
      ],
    ],
    ["one of each kind", kinds],
  ])("makes %s right again, to the byte, and touches nothing else", async (_what, chosen) => {
    await repairs(damageOf(chosen, true), () => verify("--repair"));
    expect((await verify()).lines).toEqual([]);
  });
});

describe("build with the same arguments", () => {
  it("makes what was written over right again as well", async () => {
    await repairs(damageOf(["note's sound", "page", "keyframes", "song map"], false), () => scene.run(out));
  });
});

describe("files that are somewhere else", () => {
  const [sound, drawing] = ["note's sound", "note's drawing"];

  it("one that is gone is named as missing, and made again", async () => {
    const file = fileOf(drawing);
    await repairs(
      () => {
        rmSync(path.join(out, file));
        return [file];
      },
      async () => {
        const { status, lines } = await verify();
        expect([status, pathsIn(lines), lines[0]]).toEqual([
          1,
          [file],
          expect.stringMatching(/\[ARTIFACT_MISSING\]$/),
        ]);
        return verify("--repair");
      },
    );
  });

  it("one that nobody lists is named, and set aside with all its bytes", async () => {
    const stray = path.join(out, "audio/notes/mine.wav");
    writeFileSync(stray, "mine");
    const { status, lines } = await verify();
    expect([status, pathsIn(lines)]).toEqual([1, ["audio/notes/mine.wav"]]);
    expect(lines[0]).toMatch(/\[ARTIFACT_ORPHANED\]$/);
    expect((await verify("--repair")).status).toBe(0);
    const aside = path.join(out, "orphans/audio/notes/mine.wav");
    expect(readFileSync(aside, "utf8")).toBe("mine");
    rmSync(path.join(out, "orphans/audio"), { recursive: true });
  });

  it("one under another name is recognised, and gets its name back", async () => {
    const file = fileOf(sound);
    await repairs(
      () => {
        renameSync(path.join(out, file), path.join(out, "audio/notes/renamed.wav"));
        return [file];
      },
      async () => {
        const { status, lines } = await verify();
        expect(status).toBe(1);
        expect(lines.filter((line) => line.endsWith("[ARTIFACT_MISNAMED]"))).toHaveLength(1);
        expect(lines.join()).toContain(file);
        return verify("--repair");
      },
    );
  });
});

describe("the history", () => {
  it("lists both builds, and restoring the first brings its tree back", async () => {
    const listed = await runHere(["manifest", "history", out, "--json"]);
    expect(listed.status, listed.stderr).toBe(0);
    expect(JSON.parse(listed.stdout).map((row: { version: number }) => row.version)).toEqual([1, 2]);
    const restored = path.join(dir, "restored");
    copyTree(out, restored);
    const done = await runHere(["manifest", "restore", restored, "1"]);
    expect(done.status, done.stderr).toBe(0);
    const earlier = path.join(dir, "earlier");
    scene.prepare(earlier);
    const kept = (tree: ReadonlyMap<string, string>) =>
      new Map([...tree].filter(([name]) => !/^(\.leitmotion|orphans)\/|run\.json$|report\.html$/.test(name)));
    expect(differences(kept(contentOf(earlier)), kept(contentOf(restored)))).toEqual([]);
  });
});
