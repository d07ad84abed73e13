/**
 * Spectrograms of one note per instrument family, to look at what cannot be listened to.
 *
 *     node bench/bank/listeningSheet.js <output folder> [bank.sf2] [--source] [--programs 0,40]
 *
 * One PNG per program: time 0-3 s to the right (key let go at 2 s), 60 Hz-16 kHz upwards (logarithmic), 80 dB from
 * black to white. With --source the source bank, played by FluidSynth, stands below for comparison.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deflateSync } from "node:zlib";
import { powerSpectrum, RATE_HZ } from "./features.js";
import { renderNote, synthWith } from "./renderNote.js";
import { bankPath, renderWithFluidSynth } from "./sourceBanks.js";

const WIDTH = 400;
const HEIGHT = 240;
const RANGE_DB = 80;
const LOW_HZ = 60;
const HIGH_HZ = 16000;
const SECONDS = 3;

const { values, positionals } = parseArgs({
  options: { source: { type: "boolean" }, programs: { type: "string" } },
  allowPositionals: true,
});
const [folder, bank = new URL("../../dist/bank/leitmotion.sf2", import.meta.url)] = positionals;
if (!folder) {
  console.error(
    "usage: node bench/bank/listeningSheet.js <output folder> [bank.sf2] [--source] [--programs 0,40]",
  );
  process.exit(2);
}
const table = JSON.parse(readFileSync(new URL("../../data/timbres/timbres.json", import.meta.url), "utf8"));
const ONE_PER_FAMILY = [0, 6, 11, 14, 19, 24, 32, 40, 45, 48, 52, 56, 65, 73, 81, 89, 98, 104, 114, 122];
const wanted = values.programs?.split(",").map(Number) ?? ONE_PER_FAMILY;

/** Rows of grey levels, top row highest frequency. */
function spectrogram([left, right]) {
  const image = Array.from({ length: HEIGHT }, () => new Uint8Array(WIDTH));
  const columns = Array.from({ length: WIDTH }, (_, x) =>
    powerSpectrum(left, right, Math.round((x / WIDTH) * SECONDS * RATE_HZ) - 1024),
  );
  const top = columns.reduce((m, c) => c.reduce((a, v) => Math.max(a, v), m), 1e-20);
  columns.forEach((power, x) => {
    for (let y = 0; y < HEIGHT; y++) {
      const hz = LOW_HZ * (HIGH_HZ / LOW_HZ) ** ((HEIGHT - 1 - y) / (HEIGHT - 1));
      const next = LOW_HZ * (HIGH_HZ / LOW_HZ) ** ((HEIGHT - y) / (HEIGHT - 1));
      const from = Math.round((hz * 2048) / RATE_HZ);
      const to = Math.max(from + 1, Math.round((next * 2048) / RATE_HZ));
      let most = 0;
      for (let bin = from; bin < to; bin++) most = Math.max(most, power[bin]);
      const db = 10 * Math.log10(most / top + 1e-20);
      image[y][x] = Math.max(0, Math.round(255 * (1 + db / RANGE_DB)));
    }
  });
  return image;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

/** Eight-bit greyscale PNG. */
function png(rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(rows[0].length, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const raw = Buffer.concat(rows.map((row) => Buffer.concat([Buffer.from([0]), Buffer.from(row)])));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = chunk("IEND", Buffer.alloc(0));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(raw)), end]);
}

mkdirSync(folder, { recursive: true });
const synth = synthWith(readFileSync(bank));
const separator = Array.from({ length: 4 }, () => new Uint8Array(WIDTH).fill(160));
const all = [];
for (const program of wanted) {
  const { name, source, notes } = table.programs[program];
  const { key } = notes[notes.length >> 1];
  const rows = spectrogram(renderNote(synth, program, key, 80, 2, SECONDS));
  if (values.source) {
    if (bankPath(source)) {
      rows.push(
        ...separator,
        ...spectrogram(renderWithFluidSynth(bankPath(source), 0, program, [key], 2)[0]),
      );
    } else console.log(`SKIPPED: ${source} is not installed`);
  }
  writeFileSync(join(folder, `${String(program).padStart(3, "0")}.png`), png(rows));
  all.push(rows);
  console.log(`${String(program).padStart(3, "0")}.png ${name}, key ${key}`);
}
// The contact sheet: five to a row.
const perRow = 5;
const sheet = [];
for (let i = 0; i < all.length; i += perRow) {
  const group = all.slice(i, i + perRow);
  for (let y = 0; y < group[0].length; y++) {
    const row = new Uint8Array(perRow * (WIDTH + 4)).fill(160);
    group.forEach((image, x) => {
      row.set(image[y], x * (WIDTH + 4));
    });
    sheet.push(row);
  }
  sheet.push(...Array.from({ length: 8 }, () => new Uint8Array(perRow * (WIDTH + 4)).fill(200)));
}
writeFileSync(join(folder, "sheet.png"), png(sheet));
