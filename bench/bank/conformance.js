/**
 * The whole bank against its table: tuning, spectrogram, envelope, brightness, attack, levels, velocity, release.
 *
 *     node bench/bank/conformance.js [bank.sf2] [--verbose]
 *
 * The quick form of the same is in test/render/bank.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { envelope, gridOf, onsetSample, powerSpectrum, RATE_HZ } from "./features.js";
import { renderNote, synthWith } from "./renderNote.js";

const { values, positionals } = parseArgs({
  options: { verbose: { type: "boolean" } },
  allowPositionals: true,
});
const dist = process.env.LEITMOTION_DIST ?? new URL("../../dist/", import.meta.url).href;
const { momentaryLoudness } = await import(`${dist}render/bank/loudness.js`);
const { BANK_LUFS } = await import(`${dist}render/bank/levels.js`);
const table = JSON.parse(readFileSync(new URL("../../data/timbres/timbres.json", import.meta.url), "utf8"));
const synth = synthWith(
  readFileSync(positionals[0] ?? new URL("../../dist/bank/leitmotion.sf2", import.meta.url)),
);

const db = (ratio) => 20 * Math.log10(ratio + 1e-12);
const mean = (list) => list.reduce((s, v) => s + v, 0) / (list.length || 1);
const middleOf = (notes) => notes[notes.length >> 1];

function centroid(left, right, fromS, toS) {
  let power = 0;
  let weighted = 0;
  for (let t = fromS; t + 0.046 <= toS; t += 0.02) {
    powerSpectrum(left, right, Math.round(t * RATE_HZ)).forEach((p, bin) => {
      power += p;
      weighted += (p * bin * RATE_HZ) / 2048;
    });
  }
  return weighted / (power + 1e-30);
}

/** 10 to 90 % of the highest level of the first 0.6 s, ms; 8 ms windows every 1 ms. */
function attackMs(left, right) {
  const env = envelope(left, right, 8, 1, 0.6);
  const peak = Math.max(...env);
  return env.findIndex((v) => v >= 0.9 * peak) - env.findIndex((v) => v >= 0.1 * peak);
}

function againstTable(program, note) {
  const [l0, r0] = renderNote(synth, program.program, note.key, 80, 3, 3.05);
  const onset = onsetSample(l0, r0);
  const [left, right] = [l0.subarray(onset), r0.subarray(onset)];
  const grid = gridOf(left, right);
  const cells = note.grid.flatMap((row, b) =>
    row.flatMap((v, t) => (v > -50 ? [Math.abs(grid[b][t] - v)] : [])),
  );
  const env = envelope(left, right, 20, 5, 2.9);
  const peak = Math.max(...env);
  const levels = table.env_s.map((t) =>
    Math.max(-50, db(env[Math.min(env.length - 1, Math.round(t / 0.005 - 2))] / peak)),
  );
  const cent = note.cent[1] > 0 ? Math.abs(Math.log2(centroid(left, right, 0.05, 0.25) / note.cent[1])) : 0;
  const attack = attackMs(l0, r0);
  const ratio = attack / Math.max(1, note.attack);
  return {
    grid: mean(cells),
    env: mean(levels.map((v, i) => Math.abs(v - Math.max(-50, note.env[i])))),
    cent,
    attackOk: Math.abs(attack - note.attack) <= 15 || (ratio >= 0.5 && ratio <= 2),
    attack,
  };
}

function levelsOf(program) {
  const { key } = middleOf(program.notes);
  const notes = [40, 80, 120].map((v) => renderNote(synth, program.program, key, v, 3, 3));
  const loud = notes.map(([l, r]) => momentaryLoudness(l, r, RATE_HZ));
  const bright = notes.map(([l, r]) => centroid(l, r, 0.05, 0.4));
  const [tail] = renderNote(synth, program.program, key, 80, 0.5, 2.7);
  const rms = (fromS) => {
    const part = tail.subarray(Math.round(fromS * RATE_HZ), Math.round((fromS + 0.1) * RATE_HZ));
    return db(Math.sqrt(part.reduce((s, v) => s + v * v, 0) / part.length));
  };
  return { loud, bright, afterOne: rms(1.5), afterTwo: rms(2.5) };
}

const failures = {
  grid: [],
  env: [],
  cent: [],
  attack: [],
  level: [],
  velocity: [],
  brightness: [],
  release: [],
};
for (const program of table.programs) {
  const rows = program.notes.map((note) => ({ note, ...againstTable(program, note) }));
  const name = `${program.program} ${program.name}`;
  if (mean(rows.map((r) => r.grid)) > 6)
    failures.grid.push(`${name} ${mean(rows.map((r) => r.grid)).toFixed(1)}`);
  if (mean(rows.map((r) => r.env)) > 4)
    failures.env.push(`${name} ${mean(rows.map((r) => r.env)).toFixed(1)}`);
  if (mean(rows.map((r) => r.cent)) > 0.25)
    failures.cent.push(`${name} ${mean(rows.map((r) => r.cent)).toFixed(2)}`);
  for (const r of rows)
    if (!r.attackOk) failures.attack.push(`${name}/${r.note.key} ${r.note.attack}->${r.attack}`);
  const { loud, bright, afterOne, afterTwo } = levelsOf(program);
  const short = [...program.notes.map((n) => n.len60)].sort((a, b) => a - b)[program.notes.length >> 1] < 0.3;
  const off = loud[1] - BANK_LUFS - (short ? 3 : 0);
  if (Math.abs(off) > 1.5) failures.level.push(`${name} ${off.toFixed(1)}`);
  if (!(loud[0] < loud[1] && loud[1] < loud[2])) failures.velocity.push(name);
  if (!(bright[0] <= bright[1] * 1.005 && bright[1] <= bright[2] * 1.005)) {
    failures.brightness.push(`${name} ${bright.map(Math.round).join("/")}`);
  }
  const rings = ["chromatic", "pad", "fx"].includes(program.family);
  if ((rings ? afterTwo : afterOne) > -80)
    failures.release.push(`${name} ${(rings ? afterTwo : afterOne).toFixed(0)}`);
}
for (const [what, list] of Object.entries(failures)) {
  console.log(
    `${what.padEnd(11)}${String(list.length).padStart(4)} off${values.verbose ? `: ${list.join(", ")}` : ""}`,
  );
}
