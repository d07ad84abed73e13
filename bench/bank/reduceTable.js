/**
 * Reduce the full timbre measurements (`gm-timbres.v1`) to what the bank is built from and tested against.
 *
 *     node bench/bank/reduceTable.js <gm-timbres.json>
 *
 * One source per program (the one whose brightness answers velocity, else FluidR3), velocity 80 only,
 * levels rounded to whole dB below -30 dB. Writes data/timbres/timbres.json.
 */
import { readFileSync, writeFileSync } from "node:fs";

const CREDIT =
  "Timbre parameters measured from FluidR3 GM (c) 2000-2002, 2008 Frank Wen and contributors, and " +
  "MuseScore_General (c) 2018-2021 S. Christian Collins and contributors, both MIT. No sample of either bank is included.";

const input = process.argv[2];
if (!input) {
  console.error("usage: node bench/bank/reduceTable.js <gm-timbres.json>");
  process.exit(2);
}
const full = JSON.parse(readFileSync(input, "utf8"));

/** Whole dB below -30, tenths above: finer differences are not heard. */
const level = (db) => (db === null ? null : db < -30 ? Math.round(db) : Math.round(db * 10) / 10);
const levels = (row) => (row ?? []).map(level);

function reduceNote(note) {
  return {
    key: note.key,
    ...(note.base ? { base: note.base } : {}),
    ...(note.B ? { B: note.B } : {}),
    lufs: note.lufs[1],
    cent: note.cent[1],
    attack: note.attack[1],
    env: note.env,
    len60: note.len60,
    rel20: note.rel20,
    ta: note.ta,
    pa: levels(note.p["80a"]),
    pb: levels(note.p["80b"]),
    pc: levels(note.p["80c"]),
    ...(note.hi ? { hi: note.hi } : {}),
    dec: note.dec,
    ...(note.pdec ? { pdec: note.pdec } : {}),
    ...(note.modes ? { modes: note.modes } : {}),
    ntr: note.ntr,
    nb: note.nb,
    ...(note.vib ? { vib: note.vib } : {}),
    ...(note.trem ? { trem: note.trem } : {}),
    ...(note.chirp ? { chirp: note.chirp } : {}),
    st: note.st,
    grid: note.grid,
  };
}

const reduceProgram = ({ program, name, family, kind, prefer, octaves_40_120, notes }) => ({
  program,
  name,
  family,
  kind,
  source: prefer,
  octaves: octaves_40_120[prefer],
  notes: notes[prefer].map(reduceNote),
});

const reduceDrum = ({ key, name, kit }) => {
  const { lufs, cent, attack, len, tonal, grid, modes, glide, st } = kit.fluid;
  return { key, name, lufs: lufs[1], cent: cent[1], attack, len60: len[2], tonal, grid, modes, glide, st };
};

const table = {
  format: "leitmotion.timbres.v1",
  credit: CREDIT,
  env_s: full.env_s,
  cent_windows_s: full.cent_windows_s,
  bands_hz: full.bands_hz,
  grid_s: full.grid_s,
  perc_grid_s: full.perc_grid_s,
  noise_bands_hz: full.noise_bands_hz,
  groups: full.groups,
  chirp_s: full.chirp_s,
  glide_s: full.glide_s,
  programs: full.programs.map(reduceProgram),
  percussion: full.percussion.map(reduceDrum),
};

const rows = (list) => `[\n${list.map((item) => JSON.stringify(item)).join(",\n")}\n]`;
const { programs, percussion, ...head } = table;
const text = `${JSON.stringify(head).slice(0, -1)},\n"programs":${rows(programs)},\n"percussion":${rows(percussion)}}\n`;
const output = new URL("../../data/timbres/timbres.json", import.meta.url);
writeFileSync(output, text);
console.log(`${text.length} bytes`);
