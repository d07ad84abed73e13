/**
 * Notes rendered per second: ours in one thread against one FluidSynth process per note, on the same bank and the
 * same notes in the same run. Needs `npm run build`; skips aloud without FluidSynth.
 *
 *   node bench/audio/notesPerSecond.js [notes] [FluidSynth notes] [bank file]
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeSingleNoteMidi } from "../../dist/formats/midi/writeMidi.js";
import { writeWav } from "../../dist/formats/wav/writeWav.js";
import { createSynth, renderSound } from "../../dist/render/audio/synth.js";

const SETTINGS = { sampleRateHz: 48_000, bits: 24, noteChannels: 1 };
const TARGET = 30;
/** Pairs of measurements, so that whatever else the machine does weighs on both. */
const ROUNDS = 5;
const noteCount = Number(process.argv[2] ?? 1000);
const ownCount = Math.ceil(noteCount / ROUNDS);
const peerCount = Math.min(ownCount, Math.ceil(Number(process.argv[3] ?? 40) / ROUNDS));
const bankFile = path.resolve(
  process.argv[4] ?? path.join(import.meta.dirname, "../../dist/bank/leitmotion.sf2"),
);
const folder = mkdtempSync(path.join(os.tmpdir(), "leitmotion-bench-"));

/** Piano, violin, flute, cello, trumpet and clarinet in their middle range, 0.2–1.2 s, all different. */
const notes = Array.from({ length: noteCount }, (_, i) => ({
  program: [0, 40, 73, 42, 56, 71][i % 6],
  percussion: false,
  events: [
    {
      pitch: 50 + ((i * 7) % 30),
      velocity: 40 + ((i * 13) % 80),
      startSec: 0,
      durationSec: 0.2 + (i % 101) / 100,
    },
  ],
}));
const midiOf = ({ program, events }) => writeSingleNoteMidi({ name: "", channel: 0, program, events });

/** @returns notes per second, load of the bank included in the first round */
async function timeOurs(synth, round) {
  const own = notes.slice(round * ownCount, (round + 1) * ownCount);
  const start = performance.now();
  for (const [i, note] of own.entries()) {
    const { channels } = renderSound(await synth(), note, SETTINGS);
    writeFileSync(path.join(folder, `ours-${round}-${i}.wav`), writeWav(channels, SETTINGS));
  }
  return (1000 * own.length) / (performance.now() - start);
}

function timeFluidSynth(round) {
  const files = notes.slice(round * ownCount, round * ownCount + peerCount).map((note, i) => {
    const file = path.join(folder, `${round}-${i}.mid`);
    writeFileSync(file, midiOf(note));
    return file;
  });
  const start = performance.now();
  for (const file of files) {
    const wav = file.replace(".mid", ".wav");
    const args = ["-ni", "-q", "-R", "0", "-C", "0", "-r", "48000", "-O", "s24", "-F", wav, bankFile, file];
    execFileSync("fluidsynth", args, { stdio: "ignore" });
    if (statSync(wav).size < 500) throw new Error(`FluidSynth wrote nothing for ${file}`);
  }
  return (1000 * files.length) / (performance.now() - start);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

try {
  let loaded = null;
  const synth = () => (loaded ??= createSynth(new Uint8Array(readFileSync(bankFile)).buffer, SETTINGS));
  const peerThere = !spawnSync("fluidsynth", ["--version"]).error;
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  const pairs = [];
  for (const round of rounds)
    pairs.push([await timeOurs(synth, round), peerThere ? timeFluidSynth(round) : null]);

  console.log(
    `bank         ${path.basename(bankFile)}, ${(statSync(bankFile).size / 2 ** 20).toFixed(1)} MB`,
  );
  console.log(
    `Leitmotion   ${median(pairs.map((pair) => pair[0])).toFixed(1)} notes/s (one thread, WAVs written, ${ROUNDS} rounds of ${ownCount})`,
  );
  if (peerThere) {
    const ratio = median(pairs.map(([ours, peer]) => ours / peer));
    console.log(
      `FluidSynth   ${median(pairs.map((pair) => pair[1])).toFixed(1)} notes/s (a process per note, ${ROUNDS} rounds of ${peerCount})`,
    );
    console.log(
      `ratio        ${ratio.toFixed(1)}, median of paired rounds (target ${TARGET}): ${ratio >= TARGET ? "met" : "MISSED"}`,
    );
    if (process.argv.includes("--assert") && ratio < TARGET) process.exitCode = 1;
  } else console.log("FluidSynth   SKIPPED: not installed (Debian: apt-get install fluidsynth)");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
