/**
 * CPU seconds of the whole `leitmotion align`, a cold process each, and what it costs without the engine's setting of
 * src/cli/shortRun.ts: the two alternate, so that a busy machine slows both.
 *
 *     node bench/alignment/speed.js [--every 10] [--rounds 3] [--data ../shared/data] [--split FILE]
 *
 * `--every 10` takes each tenth pair of the split. Prints, of the least of all rounds, the seconds per 1000 performed
 * notes, and the ratio. LEITMOTION_DIST names another folder of compiled modules than ../../dist.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { readSplit } from "./truth.js";

const root = path.resolve(import.meta.dirname, "../..");
const { values: option } = parseArgs({
  options: {
    every: { type: "string", default: "10" },
    rounds: { type: "string", default: "3" },
    data: { type: "string", default: path.join(root, "../shared/data") },
    split: { type: "string", default: path.join(root, "../shared/bench/alignment/splits/dev.txt") },
  },
});
const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));

/** Said by the process itself when it ends, workers included. */
const TELL_CPU = `
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    require("node:fs").writeSync(1, "\\nCPU " + (user + system) / 1e6);
  });`;
/** The setting is then not obeyed. */
const NO_SETTING = `
  require("node:v8").setFlagsFromString = () => {};
  require("node:module").syncBuiltinESMExports();`;

if (!existsSync(option.split) || !existsSync(option.data)) {
  console.log(`SKIPPED: speed needs ${option.split} and ${option.data}`);
} else {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-speed-"));
  try {
    measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function measure(dir) {
  const pairs = readSplit(option.split, option.data).filter((_, i) => i % Number(option.every) === 0);
  let notes = 0;
  const least = { with: 0, without: 0 };
  for (const pair of pairs) {
    const runs = { with: [], without: [] };
    for (let round = 0; round < Number(option.rounds); round++) {
      runs.with.push(alignSec(dir, pair, TELL_CPU));
      runs.without.push(alignSec(dir, pair, TELL_CPU + NO_SETTING));
    }
    for (const kind of Object.keys(least)) least[kind] += Math.min(...runs[kind]);
    notes += performedNotes(dir);
  }
  const perThousand = (sec) => ((1000 * sec) / notes).toFixed(3);
  console.log(`${pairs.length} pairs, ${notes} performed notes`);
  console.log(
    `CPU s per 1000 notes: ${perThousand(least.with)}, without the setting ${perThousand(least.without)}`,
  );
  console.log(`ratio: ${(least.with / least.without).toFixed(2)}`);
}

function alignSec(dir, { scoreFile, midiFile }, preload) {
  rmSync(path.join(dir, "out"), { recursive: true, force: true });
  const probe = `data:text/javascript,import{createRequire}from"node:module";const require=createRequire("file:///");${encodeURIComponent(preload)}`;
  const args = ["--import", probe, path.join(dist, "cli/main.js"), "align", scoreFile, midiFile];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, "--out", path.join(dir, "out")], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${midiFile}: exit ${status}: ${stderr}`);
  return Number(/CPU ([\d.]+)$/.exec(stdout)[1]);
}

function performedNotes(dir) {
  const { notes } = JSON.parse(readFileSync(path.join(dir, "out/manifests/registry.json"), "utf8"));
  return notes.filter((note) => note.midi !== null).length;
}
