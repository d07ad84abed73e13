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
const noteCount = Number(process.argv[2] ?? 400);
const peerCount = Number(process.argv[3] ?? 40);
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

async function timeOurs() {
  const bank = new Uint8Array(readFileSync(bankFile)).buffer;
  const start = performance.now();
  const synth = await createSynth(bank, SETTINGS);
  let soundSec = 0;
  for (const [i, note] of notes.entries()) {
    const { channels } = renderSound(synth, note, SETTINGS);
    writeFileSync(path.join(folder, `ours${i % peerCount}.wav`), writeWav(channels, SETTINGS));
    soundSec += channels[0].length / SETTINGS.sampleRateHz;
  }
  return { perSec: (1000 * noteCount) / (performance.now() - start), soundSec };
}

function timeFluidSynth() {
  const files = notes.slice(0, peerCount).map((note, i) => {
    const file = path.join(folder, `${i}.mid`);
    writeFileSync(file, midiOf(note));
    return file;
  });
  const start = performance.now();
  for (const [i, file] of files.entries()) {
    const wav = path.join(folder, `peer${i}.wav`);
    const args = ["-ni", "-q", "-R", "0", "-C", "0", "-r", "48000", "-O", "s24", "-F", wav, bankFile, file];
    execFileSync("fluidsynth", args, { stdio: "ignore" });
    if (statSync(wav).size < 500) throw new Error(`FluidSynth wrote nothing for note ${i}`);
  }
  return { perSec: (1000 * files.length) / (performance.now() - start) };
}

try {
  const ours = await timeOurs();
  console.log(
    `bank                 ${path.basename(bankFile)}, ${(statSync(bankFile).size / 2 ** 20).toFixed(1)} MB`,
  );
  console.log(
    `Leitmotion           ${ours.perSec.toFixed(1)} notes/s (${noteCount} notes, ${ours.soundSec.toFixed(0)} s of sound, one thread, bank loaded once, WAVs written)`,
  );
  if (spawnSync("fluidsynth", ["--version"]).error) {
    console.log("FluidSynth           SKIPPED: not installed (Debian: apt-get install fluidsynth)");
  } else {
    const peer = timeFluidSynth();
    const ratio = ours.perSec / peer.perSec;
    console.log(
      `FluidSynth           ${peer.perSec.toFixed(1)} notes/s (${peerCount} notes, one process each)`,
    );
    console.log(
      `ratio                ${ratio.toFixed(1)} (target ${TARGET}): ${ratio >= TARGET ? "met" : "MISSED"}`,
    );
    process.exitCode = ratio >= TARGET ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
