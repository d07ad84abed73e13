/**
 * How near the built-in bank comes to what was measured.
 *
 *     node bench/bank/distance.js [bank.sf2] [--programs 0,40,56]
 *
 * Without anything installed: every measured key at velocity 80 against the table (coarse spectrogram and envelope).
 * With FluidSynth and the two source banks (Debian: fluidsynth, fluid-soundfont-gm,
 * musescore-general-soundfont-lossless) also the log-spectral distance against the banks themselves, which is cached
 * in the system's temporary folder.
 */
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { envelopeDistance, logSpectralDistance, noteFeatures } from "./features.js";
import { renderNote, synthWith } from "./renderNote.js";
import { bankPath, hasFluidSynth, sourceFeatures } from "./sourceBanks.js";

const { values, positionals } = parseArgs({
  options: { programs: { type: "string" }, cache: { type: "string" }, keys: { type: "boolean" } },
  allowPositionals: true,
});
const table = JSON.parse(readFileSync(new URL("../../data/timbres/timbres.json", import.meta.url), "utf8"));
const bank = positionals[0] ?? new URL("../../dist/bank/leitmotion.sf2", import.meta.url);
const synth = synthWith(readFileSync(bank));
const cache = values.cache ?? join(tmpdir(), "leitmotion-source-banks");
const mean = (list) => list.reduce((s, v) => s + v, 0) / (list.length || 1);

const canCompare = hasFluidSynth();
if (!canCompare) console.log("SKIPPED: log-spectral distance (FluidSynth is not installed)");
for (const source of ["fluid", "musescore"]) {
  if (canCompare && !bankPath(source))
    console.log(`SKIPPED: log-spectral distance to ${source} (bank not installed)`);
}

/** Mean absolute difference over the cells of the measured grid above -50 dB. */
function gridError(grid, measured) {
  const gaps = measured.flatMap((row, b) =>
    row.flatMap((db, t) => (db > -50 ? [Math.abs(grid[b][t] - db)] : [])),
  );
  return mean(gaps);
}

function compare(program, source, notes) {
  const ours = notes.map((n) =>
    noteFeatures(...renderNote(synth, program, n.key, 80, program < 0 ? 0.3 : 3, 3.2)),
  );
  const theirs =
    canCompare && bankPath(source)
      ? sourceFeatures(
          cache,
          source,
          program,
          notes.map((n) => n.key),
        )
      : undefined;
  return {
    grid: program < 0 ? [] : notes.map((n, i) => gridError(ours[i].grid, n.grid)),
    spectral: theirs ? theirs.map((t, i) => logSpectralDistance(t, ours[i])) : [],
    envelope: theirs ? theirs.map((t, i) => envelopeDistance(t, ours[i])) : [],
  };
}

const figure = (list) => (list.length > 0 ? mean(list).toFixed(1).padStart(5) : "    -");
const wanted = values.programs?.split(",").map(Number);
const rows = [];
console.log("program                    grid  spectral  envelope");
for (const { program, name, source, notes } of table.programs) {
  if (wanted && !wanted.includes(program)) continue;
  const row = { program, ...compare(program, source, notes) };
  rows.push(row);
  const keys = values.keys ? `  ${row.spectral.map((x) => x.toFixed(1)).join(" ")}` : "";
  const label = `${String(program).padStart(3)} ${name.padEnd(22)}`;
  console.log(`${label}${figure(row.grid)}   ${figure(row.spectral)}    ${figure(row.envelope)}${keys}`);
}
const all = (field, keep = () => true) =>
  figure(rows.filter((r) => keep(r.program)).map((r) => mean(r[field])));
console.log(
  `pitched (0-118)    grid ${all("grid", (p) => p < 119)}  spectral ${all("spectral", (p) => p < 119)}`,
);
console.log(
  `all 128            grid ${all("grid")}  spectral ${all("spectral")}  envelope ${all("envelope")}`,
);
if (!wanted) {
  const kit = compare(-1, "fluid", table.percussion);
  console.log(`drums (47 keys)    spectral ${figure(kit.spectral)}  envelope ${figure(kit.envelope)}`);
  table.percussion.forEach((d, i) => {
    if (kit.spectral[i] > 9) console.log(`  ${d.key} ${d.name} ${kit.spectral[i].toFixed(1)}`);
  });
}
