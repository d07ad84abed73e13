/**
 * CPU seconds of matching alone (`alignScore`), a cold process for each pair, as the packed program does it: in one file, with
 * the code that the engine makes of it kept from a run on our own fixtures (as scripts/pack.js does).
 *
 *     node bench/alignment/matching.js [--every 1] [--rounds 3] [--against DIST] [--data ../shared/data] [--split FILE]
 *
 * Counted is all processor time of the process, other threads included, from before `alignScore` to after it: not
 * starting, loading, reading, writing. Prints, of the least of all rounds, the seconds per 1000 performed notes. `--against`
 * names another folder of compiled modules, which is measured in turns with the first. LEITMOTION_DIST as in run.js.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { readSplit } from "./truth.js";

const root = path.resolve(import.meta.dirname, "../..");
const { values: option } = parseArgs({
  options: {
    every: { type: "string", default: "1" },
    rounds: { type: "string", default: "3" },
    against: { type: "string" },
    data: { type: "string", default: path.join(root, "../shared/data") },
    split: { type: "string", default: path.join(root, "../shared/bench/alignment/splits/dev.txt") },
  },
});
const ONE_PAIR = path.join(import.meta.dirname, "matching/onePair.js");
const NEEDED = `
  export { alignScore } from "./align/alignScore.js";
  export { readMidi } from "./formats/midi/readMidi.js";
  export { readMusicXml } from "./formats/musicxml/readMusicXml.js";`;

if (!existsSync(option.split) || !existsSync(option.data)) {
  console.log(`SKIPPED: matching needs ${option.split} and ${option.data}`);
} else {
  const dir = mkdtempSync(path.join(os.tmpdir(), "leitmotion-matching-"));
  try {
    await measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(dir) {
  const dist = path.resolve(process.env.LEITMOTION_DIST ?? path.join(root, "dist"));
  const programs = [await pack(dist, path.join(dir, "program.cjs"))];
  if (option.against) programs.push(await pack(path.resolve(option.against), path.join(dir, "other.cjs")));
  const pairs = readSplit(option.split, option.data).filter((_, i) => i % Number(option.every) === 0);
  const least = programs.map(() => 0);
  let notes = 0;
  for (const { scoreFile, midiFile } of pairs) {
    const runs = programs.map(() => []);
    for (let round = 0; round < Number(option.rounds); round++) {
      for (const [i, program] of programs.entries())
        runs[i].push(onePair("time", ...program, scoreFile, midiFile));
    }
    for (const [i, times] of runs.entries()) least[i] += Math.min(...times.map(({ cpuSec }) => cpuSec));
    notes += runs[0][0].notes;
  }
  const perThousand = least.map((sec) => ((1000 * sec) / notes).toFixed(4));
  console.log(`${pairs.length} pairs, ${notes} performed notes`);
  console.log(`CPU s per 1000 notes: ${perThousand.join(", against ")}`);
}

/** Pack what is needed into one file and keep the engine's code beside it. @returns the first words for `onePair` */
async function pack(dist, file) {
  const entry = path.join(dist, "matching.bench.js");
  const bundle = await rolldown({
    input: entry,
    platform: "node",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? NEEDED : null),
      },
    ],
  });
  await bundle.write({ file, format: "cjs", comments: false });
  await bundle.close();
  const song = path.join(root, "fixtures/song");
  onePair("record", dist, file, path.join(song, "score.musicxml"), path.join(song, "take.mid"));
  return [dist, file];
}

function onePair(manner, ...files) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ONE_PAIR, manner, ...files], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${files.join(" ")}: exit ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
