/**
 * CPU seconds of the whole `leitmotion align`, a cold process each, and what it costs where the program is not packed
 * (scripts/pack.js): the two alternate, so that a busy machine slows both.
 *
 *     node bench/alignment/speed.js [--every 10] [--rounds 3] [--data ../shared/data] [--split FILE]
 *
 * `--every 10` takes each tenth pair of the split. Prints, of the least of all rounds, the seconds per 1000 performed
 * notes, the ratio, and what Node alone takes to start. LEITMOTION_DIST names another build than ../../dist.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { plainEnvironment } from "./plainEnvironment.js";
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

/** Said by the process itself when it ends, threads included. */
const TELL_CPU = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeSync(1, "\\nCPU " + (user + system) / 1e6);
});`;

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
  writeFileSync(path.join(dir, "tell.cjs"), TELL_CPU);
  const mains = { packed: path.join(dist, "cli/main.js"), unpacked: unpackedCopy(path.join(dir, "package")) };
  const pairs = readSplit(option.split, option.data).filter((_, i) => i % Number(option.every) === 0);
  let notes = 0;
  const least = { packed: 0, unpacked: 0, node: 0 };
  for (const { scoreFile, midiFile } of pairs) {
    const runs = { packed: [], unpacked: [], node: [] };
    for (let round = 0; round < Number(option.rounds); round++) {
      for (const [kind, main] of Object.entries(mains)) {
        rmSync(path.join(dir, "out"), { recursive: true, force: true });
        runs[kind].push(cpuSec(dir, [main, "align", scoreFile, midiFile, "--out", path.join(dir, "out")]));
      }
      runs.node.push(cpuSec(dir, ["-e", "0"]));
    }
    for (const kind of Object.keys(least)) least[kind] += Math.min(...runs[kind]);
    notes += performedNotes(dir);
  }
  const perThousand = (sec) => ((1000 * sec) / notes).toFixed(3);
  console.log(`${pairs.length} pairs, ${notes} performed notes`);
  console.log(
    `CPU s per 1000 notes: ${perThousand(least.packed)}, not packed ${perThousand(least.unpacked)}`,
  );
  console.log(`ratio: ${(least.packed / least.unpacked).toFixed(2)}`);
  console.log(`of which Node's own start: ${perThousand(least.node)}`);
}

/** @returns the main file of a build without its pack */
function unpackedCopy(folder) {
  const left = [path.join(dist, "packed"), path.join(dist, "bank")];
  cpSync(dist, path.join(folder, "dist"), { recursive: true, filter: (file) => !left.includes(file) });
  for (const name of ["node_modules", "schemas", "pipelines", "package.json"])
    symlinkSync(path.join(dist, "..", name), path.join(folder, name));
  return path.join(folder, "dist/cli/main.js");
}

function cpuSec(dir, args) {
  const done = spawnSync(process.execPath, ["--require", path.join(dir, "tell.cjs"), ...args], {
    encoding: "utf8",
    env: plainEnvironment(),
  });
  if (done.status !== 0) throw new Error(`${args.join(" ")}: exit ${done.status}: ${done.stderr}`);
  return Number(/CPU ([\d.]+)$/.exec(done.stdout)[1]);
}

function performedNotes(dir) {
  const { notes } = JSON.parse(readFileSync(path.join(dir, "out/manifests/registry.json"), "utf8"));
  return notes.filter((note) => note.midi !== null).length;
}
