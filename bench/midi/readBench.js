/**
 * Speed of the MIDI reader beside @tonejs/midi, on the same bytes in the same run.
 *
 *     npm run build && node bench/midi/readBench.js [FOLDER | FILE.mid ...]
 *
 * Without arguments it reads ../shared/data/asap and ../shared/data/vienna, or says that they are missing.
 * LEITMOTION_DIST names another build than dist/.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import tone from "@tonejs/midi";

const dist = process.env.LEITMOTION_DIST ?? "dist";
const { readMidi } = await import(pathToFileURL(path.resolve(dist, "formats/midi/readMidi.js")).href);

const given = process.argv.slice(2);
const inputs = (given.length > 0 ? given : ["../shared/data/asap", "../shared/data/vienna"]).filter(
  existsSync,
);
const files = inputs.flatMap((input) => {
  if (!statSync(input).isDirectory()) return [input];
  const names = readdirSync(input, { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.midi?$/i.test(name)).map((name) => path.join(input, name));
});
if (files.length === 0) {
  console.log("skipped: no MIDI files (../shared/data/asap and ../shared/data/vienna are missing)");
  process.exit(0);
}

const contents = files.map((file) => readFileSync(file));
const megabytes = contents.reduce((sum, bytes) => sum + bytes.length, 0) / 1e6;

function speed(read, rounds) {
  let notes = 0;
  for (const bytes of contents) notes += read(bytes); // warm up
  const speeds = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    for (const bytes of contents) read(bytes);
    speeds.push((megabytes / (performance.now() - started)) * 1000);
  }
  speeds.sort((a, b) => a - b);
  return { notes, mbPerSec: speeds[speeds.length >> 1] };
}

const ours = speed((bytes) => readMidi(bytes, { fileName: "bench.mid" }).notes.length, 9);
const theirs = speed(
  (bytes) => new tone.Midi(bytes).tracks.reduce((sum, track) => sum + track.notes.length, 0),
  1,
);
console.log(
  `${files.length} files, ${megabytes.toFixed(1)} MB, ${ours.notes} notes (@tonejs/midi: ${theirs.notes})`,
);
console.log(`leitmotion    ${ours.mbPerSec.toFixed(1)} MB/s (median of 9)`);
console.log(`@tonejs/midi  ${theirs.mbPerSec.toFixed(1)} MB/s`);
