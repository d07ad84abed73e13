/** One folder, many who want to write: one at a time, and nothing is lost. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "vitest";
import { fulfil, LivingManifest } from "../../src/pipeline/output/livingManifest.js";
import { OutputFolder } from "../../src/pipeline/output/outputFolder.js";
import { fromDocument } from "../../src/schema/codec.js";
import type { SymbolicManifest, SymbolicManifestDocument } from "../../src/schema/symbolic.js";
import { Seeded } from "../fuzz/seeded.js";
import { ROOT, readJson, temporaryFolder } from "./cli.js";
import { race, raceWithKills } from "./lockRace.js";
import { makeMusic } from "./madeMusic.js";
import { startNode } from "./processes.js";
import { runHere } from "./runHere.js";
import { freshScene, type Scene } from "./scenes.js";

const dir = temporaryFolder();
let scene: Scene;

beforeAll(async () => {
  scene = await freshScene(dir, makeMusic(20), {
    flags: ["--workers", "1", "--only", "symbolic"],
    runs: runHere,
  });
});

describe("eight builds into one new folder", () => {
  it("are one that works and seven that say which process does", async () => {
    const { winners, violations } = await race(scene, path.join(dir, "race"), 8);
    expect(violations).toEqual([]);
    expect(winners).toBe(1);
  });

  it("of which half are killed leave a folder that the next build finishes", async () => {
    const { violations } = await raceWithKills(scene, path.join(dir, "killed"), 8, new Seeded(3));
    expect(violations).toEqual([]);
  });
});

const UPDATES = 200;
const THREADS = 8;

/** A thread that answers its share of the numbers, one message each. */
const REPORTER = `
  const { parentPort, workerData } = require("node:worker_threads");
  for (const n of workerData) parentPort.postMessage(n);
`;

describe("two hundred updates", () => {
  it("of a living manifest, reported by threads at once, are all in it", async () => {
    const document = fromDocument(predictedManifest()) as SymbolicManifest;
    const out = new OutputFolder(path.join(dir, "manifest"));
    out.open();
    const manifest = new LivingManifest(out, "symbolic.v1", "manifests/symbolic.json", document);
    const numbers = Array.from({ length: UPDATES }, (_, n) => n);
    await Promise.all(
      Array.from({ length: THREADS }, (_, thread) => {
        const share = numbers.filter((n) => n % THREADS === thread);
        return listen(share, (n) => {
          fulfil(document.entries[n].svg, factOf(n));
          manifest.report();
        });
      }),
    );
    manifest.complete();
    const written = readJson<SymbolicManifestDocument>(out.dir, "manifests/symbolic.json");
    expect(written.entries.filter(({ svg }) => svg.file_exists)).toHaveLength(UPDATES);
    expect(new Set(written.entries.map(({ svg }) => svg.sha256)).size).toBe(UPDATES);
  });

  it("of one JSON file by eight processes are all in it", async () => {
    const file = path.join(dir, "counted.json");
    const script = path.join(dir, "update.mjs");
    const module = pathToFileURL(path.join(ROOT, "dist/io/updateJson.js")).href;
    writeFileSync(
      script,
      `import { updateJsonFile } from ${JSON.stringify(module)};
       const [file, who, times] = process.argv.slice(2);
       for (let n = 0; n < Number(times); n++)
         await updateJsonFile(file, {}, (value) => ({ ...value, [who + "-" + n]: true }));`,
    );
    const ended = await Promise.all(
      Array.from({ length: 8 }, (_, who) => startNode([script, file, `p${who}`, "25"]).ended),
    );
    expect(ended.map(({ status, stderr }) => `${status} ${stderr}`)).toEqual(Array(8).fill("0 "));
    expect(Object.keys(readJson<object>(file))).toHaveLength(UPDATES);
  });
});

function listen(share: readonly number[], onNumber: (n: number) => void): Promise<void> {
  const worker = new Worker(REPORTER, { eval: true, workerData: share });
  worker.on("message", onNumber);
  return new Promise((resolve, reject) => {
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");

function factOf(n: number) {
  const createdAt = "2026-01-01T00:00:00.000Z";
  return {
    path: `svg/notes/${n}.svg`,
    sizeByte: n + 1,
    sha256: hex(n, 64),
    createdAt,
    artifactKey: hex(n, 32),
  };
}

/** The finished build's manifest with as many entries as updates, none of them made yet. */
function predictedManifest(): SymbolicManifestDocument {
  const finished = readJson<SymbolicManifestDocument>(scene.finished, "manifests/symbolic.json");
  const [entry] = finished.entries;
  const svg = { ...entry.svg, actual_filename: null, path: null, created_at: null, file_exists: false };
  const predicted = {
    ...svg,
    file_size: null,
    sha256: null,
    artifact_key: null,
    status: "predicted" as const,
  };
  return {
    ...finished,
    entries: Array.from({ length: UPDATES }, () => ({ ...entry, svg: { ...predicted } })),
  };
}
