import { BandNoiseStock } from "./bandNoise.js";
import { drumKit } from "./drums.js";
import { matchedLevels } from "./levels.js";
import { noiseColours } from "./noiseLayer.js";
import { type BankContext, programZones } from "./programZones.js";
import type { TimbreTable } from "./timbreTable.js";
import { assembleBank, bankBytes } from "./writeBank.js";

/**
 * Make the built-in sound bank: 128 General MIDI presets and a drum kit (bank 128, program 0), synthesised from the
 * measured timbres, no sample of anyone in it.
 *
 * The bank is assembled twice: once to hear how loud every measured key comes out, once with the attenuations that
 * make the presets equally loud. Same table, same bytes.
 *
 * @param table  from `parseTimbreTable`
 * @returns      an SF2 file
 * @cost         about 4 s on one core
 */
export function buildBank(table: TimbreTable): Uint8Array {
  const context: BankContext = {
    table,
    stock: new BandNoiseStock(table.bands_hz),
    colours: noiseColours(table),
    samples: new Map(),
  };
  const presets = [...table.programs.map((p) => programZones(context, p)), drumKit(context)];
  const levels = matchedLevels(
    assembleBank(presets, table.credit, () => 0),
    presets,
  );
  return bankBytes(assembleBank(presets, table.credit, levels));
}
