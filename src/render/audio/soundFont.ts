/** Is a user's sound bank sound? Looked at before the synthesizer is given it. */
import { damaged, type RiffChunk, readChunks, tagAt } from "./riffChunks.js";

/** Where SoundFonts usually lie, best first: `--soundfont auto` takes the first that exists. */
export const SOUNDFONT_PLACES: readonly string[] = [
  "/usr/share/sounds/sf2/FluidR3_GM.sf2",
  "/usr/share/sounds/sf3/MuseScore_General.sf3",
  "/usr/share/sounds/sf3/MuseScore_General_Lite.sf3",
  "/usr/share/sounds/sf2/MuseScore_General_Full.sf2",
  "/usr/share/sounds/sf2/default-GM.sf2",
  "/usr/share/sounds/sf3/default-GM.sf3",
  "/usr/share/sounds/sf2/TimGM6mb.sf2",
  "/usr/share/soundfonts/FluidR3_GM.sf2",
  "/usr/share/soundfonts/FluidR3_GM2-2.sf2",
  "/usr/share/soundfonts/default.sf2",
  "/usr/share/soundfonts/freepats-general-midi.sf2",
  "/usr/local/share/soundfonts/default.sf2",
  "/usr/local/share/fluidsynth/default.sf2",
  "/opt/homebrew/share/soundfonts/default.sf2",
  "/opt/homebrew/share/fluid-synth/sf2/VintageDreamsWaves-v2.sf2",
  "/Library/Audio/Sounds/Banks/FluidR3_GM.sf2",
  "/System/Library/Components/CoreAudio.component/Contents/Resources/gs_instruments.dls",
  "C:\\soundfonts\\default.sf2",
  "C:\\ProgramData\\soundfonts\\default.sf2",
  "C:\\Windows\\System32\\drivers\\gm.dls",
];

/** Record sizes of the SF2 preset data, in the order in which they point at each other. */
const RECORD_BYTE = { phdr: 38, pbag: 4, pmod: 10, pgen: 4, inst: 22, ibag: 4, imod: 10, igen: 4, shdr: 46 };
type Table = keyof typeof RECORD_BYTE;
/** Chunks a DLS file cannot do without. */
const DLS_CHUNKS = ["colh", "lins", "ptbl", "wvpl"];
const GENERATOR = { instrument: 41, sampleId: 53 };
/** shdr flags: sample in ROM, sample compressed (SF3: bounds count bytes). */
const SAMPLE_FLAG = { rom: 0x8000, compressed: 0x10 };
const MAX_NESTING = 8;

/**
 * Check header, chunk sizes, tables and every index from preset to sample of an SF2, SF3 or DLS file.
 *
 * @throws LeitmotionError SOUNDFONT_INVALID saying what is wrong, with the byte
 * @source SoundFont Technical Specification 2.04, sections 4–7; Downloadable Sounds Level 2.2
 */
export function assertSoundFont(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || tagAt(view, 0) !== "RIFF")
    throw damaged("This is no SoundFont: it does not begin with RIFF", 0);
  const form = tagAt(view, 8);
  if (form !== "sfbk" && form !== "DLS ")
    throw damaged(`This is a RIFF file of kind "${form}", no SoundFont`, 8);
  const [file] = readChunks(view, 0, bytes.length);
  const chunks = readChunks(view, file.startByte, file.endByte);
  if (form === "sfbk") assertSf2(view, chunks);
  else assertDls(view, chunks, file.startByte);
}

function assertSf2(view: DataView, chunks: readonly RiffChunk[]): void {
  const listed = (tag: string) => {
    const list = chunks.find((chunk) => chunk.isList && chunk.tag === tag);
    if (!list) throw damaged(`List "${tag}" is missing`, 12);
    return readChunks(view, list.startByte, list.endByte);
  };
  listed("INFO");
  const samples = listed("sdta").find((chunk) => chunk.tag === "smpl");
  const tables = readTables(listed("pdta"));
  assertPointers(view, tables);
  assertSamples(view, tables.shdr, samples ? samples.endByte - samples.startByte : 0);
}

type Tables = Readonly<Record<Table, { readonly startByte: number; readonly count: number }>>;

function readTables(chunks: readonly RiffChunk[]): Tables {
  const entries = Object.entries(RECORD_BYTE).map(([tag, sizeByte]) => {
    const chunk = chunks.find((c) => c.tag === tag);
    if (!chunk) throw damaged(`Table "${tag}" is missing`, chunks[0]?.startByte ?? 0);
    const count = (chunk.endByte - chunk.startByte) / sizeByte;
    const least = ["phdr", "inst", "shdr"].includes(tag) ? 2 : 1; // the last record only ends the table
    if (!Number.isInteger(count) || count < least)
      throw damaged(`Table "${tag}" has no whole records, or none`, chunk.startByte);
    return [tag, { startByte: chunk.startByte, count }];
  });
  return Object.fromEntries(entries);
}

/** Each table points into the next by rising indices; zones name instruments and samples that exist. */
function assertPointers(view: DataView, tables: Tables): void {
  const chain: [Table, number, Table][] = [
    ["phdr", 24, "pbag"],
    ["pbag", 0, "pgen"],
    ["pbag", 2, "pmod"],
    ["inst", 20, "ibag"],
    ["ibag", 0, "igen"],
    ["ibag", 2, "imod"],
  ];
  for (const [from, field, to] of chain) {
    let previous = 0;
    for (let i = 0; i < tables[from].count; i++) {
      const at = tables[from].startByte + i * RECORD_BYTE[from] + field;
      const index = view.getUint16(at, true);
      if (index < previous || index >= tables[to].count) {
        throw damaged(`Record ${i} of "${from}" points at ${index} of ${tables[to].count} in "${to}"`, at);
      }
      previous = index;
    }
  }
  assertNamed(view, tables.pgen, GENERATOR.instrument, tables.inst.count - 1, "instrument");
  assertNamed(view, tables.igen, GENERATOR.sampleId, tables.shdr.count - 1, "sample");
}

function assertNamed(
  view: DataView,
  table: Tables[Table],
  generator: number,
  count: number,
  what: string,
): void {
  for (let i = 0; i < table.count - 1; i++) {
    const at = table.startByte + i * RECORD_BYTE.pgen;
    if (view.getUint16(at, true) !== generator) continue;
    const index = view.getUint16(at + 2, true);
    if (index >= count) throw damaged(`A zone names ${what} ${index} of ${count}`, at);
  }
}

function assertSamples(view: DataView, { startByte, count }: Tables["shdr"], dataByte: number): void {
  for (let i = 0; i < count - 1; i++) {
    const at = startByte + i * RECORD_BYTE.shdr;
    const flags = view.getUint16(at + 44, true);
    if (flags & SAMPLE_FLAG.rom) continue;
    const unitByte = flags & SAMPLE_FLAG.compressed ? 1 : 2;
    const start = view.getUint32(at + 20, true) * unitByte;
    const end = view.getUint32(at + 24, true) * unitByte;
    if (start > end || end > dataByte) {
      throw damaged(`Sample ${i} lies at bytes ${start}–${end} of ${dataByte}`, at + 20);
    }
  }
}

function assertDls(view: DataView, chunks: readonly RiffChunk[], startByte: number): void {
  for (const tag of DLS_CHUNKS) {
    if (!chunks.some((chunk) => chunk.tag === tag)) throw damaged(`Chunk "${tag}" is missing`, startByte);
  }
  assertNested(view, chunks, 1);
}

function assertNested(view: DataView, chunks: readonly RiffChunk[], depth: number): void {
  for (const chunk of chunks) {
    if (!chunk.isList) continue;
    if (depth > MAX_NESTING) throw damaged(`Lists are nested more than ${MAX_NESTING} deep`, chunk.startByte);
    assertNested(view, readChunks(view, chunk.startByte, chunk.endByte), depth + 1);
  }
}
